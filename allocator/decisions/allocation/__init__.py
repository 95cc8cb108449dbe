"""Many cases at once (批量分案与再平衡): plans of new cases and of moves, and the translation between office and solver."""
