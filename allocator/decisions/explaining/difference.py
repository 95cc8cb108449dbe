"""The difference of two plans (方案差异): which cases change hands, what each level becomes, whose load rises or falls."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allocator.decisions.explaining.planned import DRAW
from allocator.decisions.explaining.saying import amount, level_name
from allocator.domain.words import Count, Text, listed
from allocator.domain.workload import Load

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two plans: who leads each case (None: nobody), each level's value and unit, each load after it."""

    name: str
    instance: str
    leads: Mapping[str, str | None]
    levels: Mapping[str, tuple[int, str]]
    loads: Mapping[str, Load]

    @classmethod
    def of(
        cls, name: str, part: Mapping[str, Any], certificate: Mapping[str, Any], holders: Mapping[str, str]
    ) -> "Side":
        """Read a plan's part and certificate; a case in no list stays with its holder."""
        leads: dict[str, str | None] = {case: holders.get(case) for case in part["cases"]}
        leads |= dict.fromkeys(item["case_no"] for item in part["unplaced"])
        leads |= {row["case_no"]: row["officer"] for row in (*part.get("taken", ()), *part["rows"])}
        levels = {level["name"]: (level["value"], level["unit"]) for level in certificate["levels"]}
        loads = {item["officer"]: Load(item["after"]["held"], item["after"]["available"]) for item in part["loads"]}
        return cls(name, certificate["instance"], leads, levels, loads)


@dataclass(frozen=True, slots=True)
class Handed:
    """A case whose lead differs; `before` or `after` is None where a plan leaves it to nobody."""

    case_no: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class LevelChange:
    """A level whose value differs; None where a plan has no such level."""

    level: str
    before: int | None
    after: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class LoadDifference:
    """A person whose load differs, in minutes and per mille (None without available minutes)."""

    officer: str
    minutes: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class PlanDifference:
    """What another plan does otherwise; `only_before` and `only_after` are cases the other plan does not know.

    `risen` are those who carry more under the second plan, `fallen` those who carry less, by code.
    """

    first: str
    second: str
    same_instance: bool
    handed: tuple[Handed, ...]
    levels: tuple[LevelChange, ...]
    risen: tuple[LoadDifference, ...]
    fallen: tuple[LoadDifference, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Say whether the two plans do the same."""
        return not (self.handed or self.levels or self.risen or self.fallen or self.only_before or self.only_after)

    @property
    def sentences(self) -> tuple[Text, ...]:
        """Say the difference in at most three sentences."""
        if self.empty:
            return (Text("两个方案没有差异。", "The two plans do not differ."),)
        return (_cases(self), _levels(self), _people(self))


def difference(first: Side, second: Side) -> PlanDifference:
    """Hold one plan against another: everything is told as the way from the first to the second."""
    both = [case for case in first.leads if case in second.leads]
    loads = tuple(_loads(first, second))
    return PlanDifference(
        first=first.name,
        second=second.name,
        same_instance=first.instance == second.instance,
        handed=tuple(
            Handed(case, first.leads[case], second.leads[case])
            for case in both
            if first.leads[case] != second.leads[case]
        ),
        levels=tuple(_changed(first, second)),
        risen=tuple(item for item in loads if item.minutes > 0),
        fallen=tuple(item for item in loads if item.minutes < 0),
        only_before=tuple(case for case in first.leads if case not in second.leads),
        only_after=tuple(case for case in second.leads if case not in first.leads),
    )


def _changed(first: Side, second: Side) -> list[LevelChange]:
    found = []
    for name in dict.fromkeys((*first.levels, *second.levels)):
        before, after = first.levels.get(name), second.levels.get(name)
        if before != after:
            unit = (after or before or (0, ""))[1]
            found.append(LevelChange(name, before and before[0], after and after[0], unit))
    return found


def _loads(first: Side, second: Side) -> list[LoadDifference]:
    found = []
    for officer in sorted({*first.loads, *second.loads}):
        before, after = first.loads.get(officer, Load(0, 0)), second.loads.get(officer, Load(0, 0))
        if before.held != after.held:
            found.append(LoadDifference(officer, after.held - before.held, before.permille, after.permille))
    return found


def _cases(found: PlanDifference) -> Text:
    moved = sum(1 for item in found.handed if item.before and item.after)
    placed = sum(1 for item in found.handed if not item.before)
    left = sum(1 for item in found.handed if not item.after)
    text = Text(
        f"{moved} 件改由他人承办，{placed} 件新获安排，{left} 件不再安排",
        f"{Count(moved):case changes|cases change} hands, {placed} newly placed, {left} no longer placed",
    )
    others = len(found.only_before) + len(found.only_after)
    if not others:
        return Text(text.zh + "。", text.en + ".")
    return Text(f"{text.zh}；另有 {others} 件仅见于一方。", f"{text.en}; {others} stand in one plan only.")


def _levels(found: PlanDifference) -> Text:
    if not found.levels:
        return Text("各层的值相同。", "Every level has the same value.")
    told = [item for item in found.levels if item.level != DRAW]
    if not told:
        return Text("各层的值相同，只是抽签不同。", "Every level has the same value; only the draw differs.")
    named = listed(_level(item) for item in told[:MOST_NAMED])
    more = len(told) - MOST_NAMED
    rest = Text(f"等 {len(told)} 层", f" and {more} more") if more > 0 else Text("", "")
    return Text(f"层级变化：{named.zh}{rest.zh}。", f"Levels: {named.en}{rest.en}.")


def _level(item: LevelChange) -> Text:
    none = Text("无", "none")
    before, after = (
        none if value is None else amount(value, item.unit, item.level) for value in (item.before, item.after)
    )
    return Text("“{level}”{before} → {after}", '"{level}" {before} → {after}').fill(
        level=level_name(item.level), before=before, after=after
    )


def _people(found: PlanDifference) -> Text:
    more, less = (sum(abs(item.minutes) for item in items) / 60 for items in (found.risen, found.fallen))
    return Text(
        f"{len(found.risen)} 人负荷上升（共 {more:.1f} 小时），{len(found.fallen)} 人下降（共 {less:.1f} 小时）。",
        f"{Count(len(found.risen)):person carries|people carry} more ({more:.1f} h in all), {len(found.fallen)} less ({less:.1f} h in all).",
    )
