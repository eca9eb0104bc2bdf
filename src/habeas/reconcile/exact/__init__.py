"""The exact history of a series: slots, bindings and the search for the cheapest explanation."""
