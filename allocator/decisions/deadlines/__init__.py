"""Deadlines ahead (期限预判): what still fits before its day, what will probably be missed, and what would save it."""
