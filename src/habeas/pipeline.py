"""The order of the stages: the only module in which they meet."""
