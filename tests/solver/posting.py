"""What the solver itself makes of one rule: for the tests that hold `post` to `measure`, whatever is planned."""

from ortools.sat.python import cp_model


def posted_in(variables_of, term, instance, given):
    """What the solver makes of a plan when only this rule is posted: the level's value, 0 for a MUST, None if forbidden."""
    model = cp_model.CpModel()
    variables = variables_of(model, instance)
    objective = term.post(model, variables, instance)
    variables.fix(given)
    if objective is not None:
        model.minimize(objective)
    solver = cp_model.CpSolver()
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None
    assert status == cp_model.OPTIMAL
    return 0 if objective is None else round(solver.objective_value)
