"""Reads from a text when it was published: dates it prints, events it tells as past or still to come, weekdays."""
