"""What the office decides: pure functions of a snapshot, a rulebook and a seed; the only door to the solver."""
