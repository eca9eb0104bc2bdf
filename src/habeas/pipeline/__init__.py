"""Where the stages meet, and the only place: what a command does from its input to its output."""
