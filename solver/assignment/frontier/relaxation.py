"""The linear relaxation (线性松弛) of the frontier: cases may be divided, everything else stays.

It yields prices, floating-point and perhaps rough; `bound` turns them into proven bounds in whole numbers. Small stocks
go to GLOP (simplex), big ones to PDLP.
"""

from dataclasses import dataclass, field

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from solver.assignment.columns import Floats
from solver.assignment.instance import Ints

SIMPLEX_COLUMNS = 60_000
SIMPLEX_ITERATIONS = 200_000
FIRST_ORDER_ITERATIONS = 4_000


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
        kept = values != 0
        self.cells.append((rows[kept], columns[kept], values[kept]))

    def solve(self) -> tuple[Floats, Floats] | None:
        """Minimise; gives the value of each column and the price of each row, None when the solver has neither."""
        model = mathopt.Model.from_model_proto(self._proto())
        simplex = self.width <= SIMPLEX_COLUMNS
        kind = mathopt.SolverType.GLOP if simplex else mathopt.SolverType.PDLP
        result = mathopt.solve(model, kind, params=_parameters(simplex=simplex))
        solutions = [item for item in result.solutions if item.primal_solution and item.dual_solution]
        if not solutions:
            return None
        values, prices = solutions[0].primal_solution.variable_values, solutions[0].dual_solution.dual_values
        return (
            np.array([values[item] for item in model.variables()]),
            np.array([prices[item] for item in model.linear_constraints()]),
        )

    def _proto(self) -> model_pb2.ModelProto:
        proto = model_pb2.ModelProto()
        proto.variables.ids.extend(range(self.width))
        proto.variables.lower_bounds.extend(np.concatenate(self.lower))
        proto.variables.upper_bounds.extend(np.concatenate(self.upper))
        proto.variables.integers.extend([False] * self.width)
        cost = np.concatenate(self.cost)
        priced = np.flatnonzero(cost)
        proto.objective.linear_coefficients.ids.extend(priced)
        proto.objective.linear_coefficients.values.extend(cost[priced])
        proto.linear_constraints.ids.extend(range(self.height))
        proto.linear_constraints.lower_bounds.extend(np.concatenate(self.row_lower))
        proto.linear_constraints.upper_bounds.extend(np.concatenate(self.row_upper))
        self._fill_matrix(proto.linear_constraint_matrix)
        return proto

    def _fill_matrix(self, matrix: "model_pb2.sparse_containers_pb2.SparseDoubleMatrixProto") -> None:
        rows, columns, values = (np.concatenate(parts) for parts in zip(*self.cells, strict=True))
        order = np.lexsort((columns, rows))
        matrix.row_ids.extend(rows[order])
        matrix.column_ids.extend(columns[order])
        matrix.coefficients.extend(values[order])


def _parameters(*, simplex: bool) -> mathopt.SolveParameters:
    """Limit by iterations, never by time, so that the same prices come out every time."""
    parameters = mathopt.SolveParameters(threads=1)
    if simplex:
        parameters.iteration_limit = SIMPLEX_ITERATIONS
        return parameters
    criteria = parameters.pdlp.termination_criteria
    criteria.iteration_limit = FIRST_ORDER_ITERATIONS
    criteria.simple_optimality_criteria.eps_optimal_relative = 1e-5
    criteria.simple_optimality_criteria.eps_optimal_absolute = 1e-5
    return parameters
