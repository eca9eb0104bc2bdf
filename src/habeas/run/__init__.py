"""The port of runners, and the one that works in this process."""
