"""Versions of the rulebook (规则版本): tried, rehearsed, released by a second person, watched, taken back."""
