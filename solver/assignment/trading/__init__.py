"""Better plans of a level without a search tree (调整): chains of moves, and people dealt out anew at prices."""
