"""The port of runners, and the two that work on one machine."""
