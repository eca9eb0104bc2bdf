"""What is known before anything is solved: usable claims, groups, sources, days and the statements they make."""
