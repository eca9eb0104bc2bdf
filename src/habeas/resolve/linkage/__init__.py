"""Two or more lists of persons linked: which rows are one person, how surely, and where that is open."""
