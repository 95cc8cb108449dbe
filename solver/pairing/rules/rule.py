"""The two kinds of rules of pairing: a MUST forbids, a PREFER prices one level."""

from solver import term
from solver.pairing.instance import Instance
from solver.pairing.plan import Plan
from solver.pairing.rules.variables import Variables

Must = term.Must[Instance, Variables, Plan]


class Prefer(term.Prefer[Instance, Variables, Plan]):
    """A level of preference (分层偏好) that may know a bound of its own."""

    def parts(self, instance: Instance) -> tuple["Prefer", ...]:
        """Give the levels this rule consists of for an instance; none where it can make no difference."""
        del instance
        return (self,)

    def floor(self, instance: Instance, paired: int) -> int:
        """Give a bound that holds for every plan which pairs at least so many; found without a solver."""
        del instance, paired
        return 0
