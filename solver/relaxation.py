"""Small linear programmes (线性松弛): columns of bounded variables, rows of coefficients, solved by GLOP (simplex).

They yield prices, floating-point and perhaps rough; whoever asks turns them into proven bounds in whole numbers.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from ortools.linear_solver.python.model_builder_helper import ModelBuilderHelper, ModelSolverHelper

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ITERATIONS = 20_000  # by count, never by time, so that the same prices come out every time


@dataclass
class Sheet:
    """A linear programme in the making: bounded columns with a cost, and rows of coefficients."""

    lower: list[Floats] = field(default_factory=list)
    upper: list[Floats] = field(default_factory=list)
    cost: list[Floats] = field(default_factory=list)
    row_lower: list[Floats] = field(default_factory=list)
    row_upper: list[Floats] = field(default_factory=list)
    cells: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)
    width: int = 0
    height: int = 0

    def columns(self, lower: Floats, upper: Floats, cost: Floats) -> Ints:
        """Add columns; gives their numbers."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.cost.append(cost)
        first, self.width = self.width, self.width + len(lower)
        return np.arange(first, self.width)

    def rows(self, lower: Floats, upper: Floats) -> Ints:
        """Add rows; gives their numbers."""
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        first, self.height = self.height, self.height + len(lower)
        return np.arange(first, self.height)

    def fill(self, rows: Ints, columns: Ints, values: Floats) -> None:
        """Set coefficients, one for each triple."""
        self.cells.append((rows, columns, values))

    def solve(self) -> tuple[Floats, Floats, float] | None:
        """Minimise; gives the value of each column, the price of each row and the cost, None when the solver has none."""
        solver: Any = ModelSolverHelper("glop")
        solver.set_solver_specific_parameters(f"max_number_of_iterations: {ITERATIONS}")
        solver.solve(self._model())
        if not solver.has_solution():
            return None
        return solver.variable_values(), solver.dual_values(), solver.objective_value()

    def _model(self) -> Any:
        model: Any = ModelBuilderHelper()
        lower, upper, cost = (np.concatenate(parts) for parts in (self.lower, self.upper, self.cost))
        model.add_var_array_with_bounds(lower, upper, np.zeros(self.width, dtype=np.bool_), "")
        for column in np.flatnonzero(cost).tolist():
            model.set_var_objective_coefficient(column, float(cost[column]))
        bounds = zip(np.concatenate(self.row_lower).tolist(), np.concatenate(self.row_upper).tolist(), strict=True)
        for low, high in bounds:
            row = model.add_linear_constraint()
            model.set_constraint_lower_bound(row, low)
            model.set_constraint_upper_bound(row, high)
        rows, columns, values = (np.concatenate(parts).tolist() for parts in zip(*self.cells, strict=True))
        for row, column, value in zip(rows, columns, values, strict=True):
            model.set_constraint_coefficient(row, column, value)
        return model
