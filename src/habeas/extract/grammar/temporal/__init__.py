"""Expressions of time: found, put on the calendar, and tied to what they date."""
