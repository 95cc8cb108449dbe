"""What is decided about a week of field work (外勤方案): trips with their proof, what is left out and why, what would change it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from allocator.decisions.fieldwork.checker import check_plan
from allocator.decisions.fieldwork.levels import measure_week
from allocator.decisions.fieldwork.words import FieldObjection
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import WeekPlan
from allocator.domain.words import Text
from solver.fieldwork import PREFER, Instance, Plan
from solver.search import Certificate

LEVELS = {term.name: Text(term.zh, term.en) for term in PREFER}
"""What each level of a week is called; one for each rank of urgency is named "placed:RANK"."""


def level_name(level: str) -> Text:
    """Name a level of a week, with whom its rank is of where it has one: what is urgent or of a livelihood, else a priority."""
    base, _, rank = level.partition(":")
    name = LEVELS[base]
    if rank == "0":
        return Text(f"{name.zh}（紧急与涉民生）", f"{name.en} (urgent and livelihood)")
    return Text(f"{name.zh}（优先级 {int(rank) - 1}）", f"{name.en} (priority {int(rank) - 1})") if rank else name


@dataclass(frozen=True)
class FieldProof:
    """What stands behind a plan, exactly: the instance, the plan in its numbers, the certificate."""

    problem: Instance
    plan: Plan
    certificate: Certificate


@dataclass(frozen=True, slots=True)
class Change:
    """The least change with which an errand would have a place (最省的改变), found by solving again with it.

    `kind` names it, `price` is the rulebook's, `day` is the day of the week it is for (0 Monday), `starts` the minute at
    which work would begin then. `moved` are the errands that would be booked otherwise for it, `also` those without a place
    that the very same change would give one as well.
    """

    kind: str
    text: Text
    day: int
    starts: int
    price: int = 0
    moved: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An errand without a place (未能安排的任务): why, in three sentences at most, and the least change that would place it.

    `rules` are the hard rules in conflict where no minute of the week is lawful for it, whoever is free; empty otherwise.
    """

    errand: str
    reasons: tuple[Text, ...]
    rules: tuple[str, ...] = ()
    change: Change | None = None


@dataclass(frozen=True)
class FieldOutcome:
    """A plan for a week (周外勤方案): its trips, what is left out, what each level is worth, objections (none: lawful), proof."""

    plan: WeekPlan
    left: tuple[LeftOut, ...]
    values: Mapping[str, int]
    objections: tuple[FieldObjection, ...]
    proof: FieldProof


def judged(
    week: FieldWeek, plan: WeekPlan, certificate: Certificate
) -> tuple[dict[str, int], tuple[FieldObjection, ...]]:
    """Give the value of each level as the checker reckons it, and all it objects to, a certificate of other values too."""
    values = measure_week(week, plan)
    return values, (*check_plan(week, plan), *_misstated(values, certificate))


def _misstated(values: Mapping[str, int], certificate: Certificate) -> Iterator[FieldObjection]:
    """A certificate states what a plan is worth, neither more nor less (证明与方案相符)."""
    stated = {level.name: level.value for level in certificate.levels}
    for name in {**values, **stated}:
        said, found = stated.get(name, 0), values.get(name, 0)
        if said != found:
            text = Text(
                f"{name}：证明写 {said}，实为 {found}。", f"{name}: the certificate says {said}, it is {found}."
            )
            yield FieldObjection("level_value", text, amount=abs(said - found))
