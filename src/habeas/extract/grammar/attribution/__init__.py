"""Who gives a number: speakers, their names and the phrases that point at them."""
