"""The pairing model as the search sees it (结对问题): where to start, what is proven, which model."""

from collections.abc import Callable, Mapping, Sequence

from ortools.sat.python import cp_model

from solver.limits import Allowance
from solver.pairing.acceptance import accept
from solver.pairing.instance import Instance
from solver.pairing.plan import Plan
from solver.pairing.rules.must import MUST
from solver.pairing.rules.prefer import PREFER, levels
from solver.pairing.rules.rule import Prefer
from solver.pairing.rules.variables import Variables
from solver.problem import Finished, Model


class PairingProblem:
    """Levels, start, bounds and models of one instance."""

    proving = 0.0

    def __init__(self, instance: Instance, terms: Sequence[Prefer] = PREFER) -> None:
        self._instance = instance
        self._terms = {term.level: term for term in levels(instance, terms)}

    @property
    def levels(self) -> tuple[Prefer, ...]:
        """The levels in their order."""
        return tuple(self._terms.values())

    @property
    def given(self) -> Mapping[str, int]:
        """Nothing is held before the first level."""
        return {}

    @property
    def digest(self) -> str:
        """Name the instance."""
        return self._instance.digest

    @property
    def spent(self) -> float:
        """Nothing is reckoned without the solver that would take time."""
        return 0.0

    def start(self) -> Plan:
        """Give the pairing that deferred acceptance finds."""
        return accept(self._instance)

    def value(self, level: str, plan: Plan) -> int:
        """Measure a plan on a level."""
        return self._terms[level].amount(self._instance, plan)

    def tolerance(self, level: str, value: int) -> int:
        """Nothing reached is given up again."""
        del level, value
        return 0

    def polishes_first(self, level: str, held: Mapping[str, int]) -> bool:
        """Polishing asks whether the bound is reached."""
        del level, held
        return False

    def polish(self, level: str, plan: Plan, held: Mapping[str, int], bound: int, allowance: Allowance) -> Plan:
        """Leave a plan as it is: the model is small enough to be searched whole."""
        del level, held, bound, allowance
        return plan

    def finish(
        self, level: str, plan: Plan, bound: int, held: Mapping[str, int], allowance: Allowance
    ) -> Finished[Plan] | None:
        """No level of it needs a finisher."""
        del level, plan, bound, held, allowance
        return None

    def floor(self, level: str, held: Mapping[str, int], *, quick: bool, stop: Callable[[], bool] = bool) -> int:
        """Give the bound that needs no solver; a slower one is not known."""
        del quick, stop
        paired = self._instance.apprentices - held.get("unpaired", self._instance.apprentices)
        return self._terms[level].floor(self._instance, paired)

    def model(self, level: str, plan: Plan, held: Mapping[str, int]) -> Model[Plan]:
        """Build the whole model of a level."""
        model = cp_model.CpModel()
        variables = Variables(model, self._instance)
        for rule in MUST:
            rule.post(model, variables, self._instance)
        for name, most in held.items():
            model.add(self._terms[name].post(model, variables, self._instance) <= most)
        objective = self._terms[level].post(model, variables, self._instance)
        variables.hint(plan)
        return Model(model, objective, variables.plan, whole=True)
