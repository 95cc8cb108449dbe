"""Few moves, much gain (移案前沿): for each number of moves the best a stock of held cases can be brought to, proven.

The level is the peak of the load; with that peak, how even the rest is. More moves never make it worse.
"""

from solver.assignment.frontier.frontier import TERMS, Frontier, Point, frontier
from solver.assignment.frontier.moves import Moves

__all__ = ["TERMS", "Frontier", "Moves", "Point", "frontier"]
