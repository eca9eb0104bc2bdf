"""What follows from a register of persons and a reconciled history together."""
