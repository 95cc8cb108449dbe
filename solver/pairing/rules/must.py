"""What every pairing must keep (硬规则). One that breaks one of these is not lawful, or would not last."""

from ortools.sat.python import cp_model

from solver.pairing.instance import Instance
from solver.pairing.plan import Plan, blocking, counts
from solver.pairing.rules.rule import Must
from solver.pairing.rules.variables import Variables
from solver.term import Match


class OneMentorPerApprentice(Must):
    """An apprentice has one mentor, by one of the apprentice's own pairs (一徒一师)."""

    name = "one_mentor_per_apprentice"
    unit = "apprentices"
    source = "师徒结对：一名徒弟同时只有一名师傅"
    zh = "一徒一师"
    en = "one mentor for each apprentice"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """At most one pair of an apprentice is made."""
        for own in instance.of_apprentice:
            model.add_at_most_one([variables.take[number] for number in own])

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each apprentice who is given a pair that is not the apprentice's own."""
        wrong = [
            apprentice
            for apprentice, number in enumerate(plan.chosen)
            if number >= 0 and number not in instance.of_apprentice[apprentice]
        ]
        return tuple(Match(self.name, (apprentice,), 1, self.unit) for apprentice in wrong)


class WithinSlots(Must):
    """A mentor takes no more apprentices than there are places, concessions included (带徒名额)."""

    name = "within_slots"
    unit = "apprentices"
    source = "规则手册 levers.most_apprentices；请假减少名额"
    zh = "不超过带徒名额"
    en = "no more apprentices than places"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """The apprentices a mentor takes fill places that are there."""
        for loads, filled in zip(instance.loads, variables.filled, strict=True):
            for place in filled[len(loads) :]:
                model.add(place == 0)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each mentor with too many, and by how many."""
        over = [taken - len(loads) for taken, loads in zip(counts(instance, plan), instance.loads, strict=True)]
        return tuple(Match(self.name, (mentor,), count, self.unit) for mentor, count in enumerate(over) if count > 0)


class NoBlockingPair(Must):
    """No two people who are not paired would both rather be (无阻碍对): the pairs last by everybody's own wish.

    Wishes may tie: only who is strictly better off is tempted (弱稳定).
    """

    name = "no_blocking_pair"
    unit = "pairs"
    source = "双向选择：师徒双方意愿的稳定匹配"
    zh = "无双方都更愿意的另一对"
    en = "no two who would both rather be together"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """For each pair: the apprentice has as good a mentor, or all the mentor's places are filled with as dear ones."""
        for pair in (pair for pair in instance.pairs if not pair.conceded):
            content = variables.content(pair.apprentice, pair.wish)
            model.add_bool_or([content, variables.full(pair.mentor, pair.regard)])

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name apprentice and mentor of each blocking pair."""
        pairs = [instance.pairs[number] for number in blocking(instance, plan)]
        return tuple(Match(self.name, (pair.apprentice, pair.mentor), 1, self.unit) for pair in pairs)


MUST: tuple[Must, ...] = (OneMentorPerApprentice(), WithinSlots(), NoBlockingPair())
