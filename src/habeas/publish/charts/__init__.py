"""Charts: Vega-Lite specifications with a title that states the finding, and a table that says the same."""
