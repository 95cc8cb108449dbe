"""Pages of numbers (质效): deadlines, indicators, other courts, special actions."""
