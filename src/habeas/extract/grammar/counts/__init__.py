"""Numbers of people and what they count."""
