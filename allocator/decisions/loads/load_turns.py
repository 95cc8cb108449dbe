"""What happened to the minutes of cases (工作量变动): each entry of the log that changed who carries what, and why it did."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from allocator.domain.words import Text

ARRIVALS, CLOSINGS, MIX, CONVERSIONS = "arrivals", "closings", "mix", "conversions"
HAND_OFFS, MENTORING, WEIGHTS = "hand_offs", "mentoring", "weights"
CALENDAR, STAFFING, ABSENCES, CAMPAIGNS = "calendar", "staffing", "absences", "campaigns"

CAUSES: Mapping[str, Text] = {
    ARRIVALS: Text("新收（按通常分量）", "arrivals, at the usual weight"),
    CLOSINGS: Text("结案（按通常分量）", "closings, at the usual weight"),
    MIX: Text("案件轻重结构", "mix: cases lighter or heavier than usual"),
    CONVERSIONS: Text("繁简转换", "conversions"),
    HAND_OFFS: Text("交接", "hand-offs"),
    MENTORING: Text("带教", "mentoring"),
    WEIGHTS: Text("规则与权重变更", "rules and weights"),
    CALENDAR: Text("日历与成长阶梯", "calendar and growth"),
    STAFFING: Text("人员变动", "staffing"),
    ABSENCES: Text("缺席与减量", "hours away and reductions"),
    CAMPAIGNS: Text("专项行动抽调", "hours lent to campaigns"),
}
"""The parts of a change of load (负荷变动的构成), in the order in which they are told."""

TELLING = (
    "assignment", "placement", "assignment_undone", "facts", "lane", "lane_undone", "closing", "reopening",
)  # fmt: skip
"""The kinds of entries that say who carries what of a case."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Who carries which minutes of a case at one instant; a mentor never leads the case whose mentoring he carries."""

    charges: Mapping[str, int] = field(default_factory=dict)
    mentor: str | None = None

    @property
    def own(self) -> dict[str, int]:
        """Give the minutes of people and desks but the mentor's."""
        return {holder: minutes for holder, minutes in self.charges.items() if holder != self.mentor}

    @property
    def mentored(self) -> dict[str, int]:
        """Give the mentor's minutes."""
        return {holder: minutes for holder, minutes in self.charges.items() if holder == self.mentor}


@dataclass(frozen=True, slots=True)
class Turn:
    """One change of who carries what of a case, and its cause: a part of CAUSES."""

    case_no: str
    cause: str
    before: Carried
    after: Carried


@dataclass(frozen=True, slots=True)
class _State:
    """A case on its way through its entries; `asked` is what last made a hand-over necessary."""

    carried: Carried = field(default_factory=Carried)
    shelved: Carried = field(default_factory=Carried)
    asked: str = HAND_OFFS


def turns_of(entries: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[Turn]:
    """Tell a case's changes from all its entries (kind and body), oldest first: one turn an entry, even where nothing moved."""
    state = _State()
    for kind, body in entries:
        cause, after = _READ[kind](body, state)
        yield Turn(body["case_no"], cause, state.carried, after.carried)
        state = after


def _given(body: Mapping[str, Any], state: _State) -> tuple[str, _State]:
    """A case goes to somebody: it arrives, or it is handed over, for what made that necessary if anything did."""
    after = _State(_carried(body["charges"], body["mentor"]), asked=HAND_OFFS)
    if body.get("from") is None:
        return ARRIVALS, after
    return (state.asked if body.get("because") else HAND_OFFS), after


def _learned(body: Mapping[str, Any], state: _State) -> tuple[str, _State]:
    """A case was triaged again: by other rules, into another class, or only into another weight."""
    cause = CONVERSIONS if body["converted"] else MIX
    if body.get("because") == "rulebook":
        cause = WEIGHTS
    after = state.carried if body["charges"] is None else _carried(body["charges"], state.carried.mentor)
    asked = state.asked if cause == MIX else cause
    return cause, _State(after, asked=asked)


def _put_back(body: Mapping[str, Any], state: _State) -> tuple[str, _State]:
    """A class given by hand was taken back: the case weighs what it weighed."""
    after = state.carried if body["charges"] is None else _carried(body["charges"], state.carried.mentor)
    return CONVERSIONS, _State(after, asked=CONVERSIONS)


def _taken_back(_body: Mapping[str, Any], _state: _State) -> tuple[str, _State]:
    """An assignment was undone: nobody carries the case, as before."""
    return ARRIVALS, _State()


def _closed(_body: Mapping[str, Any], state: _State) -> tuple[str, _State]:
    return CLOSINGS, _State(shelved=state.carried, asked=state.asked)


def _reopened(_body: Mapping[str, Any], state: _State) -> tuple[str, _State]:
    return CLOSINGS, _State(state.shelved, asked=state.asked)


def _carried(charges: Mapping[str, int], mentor: str | None) -> Carried:
    return Carried({holder: minutes for holder, minutes in charges.items() if minutes > 0}, mentor)


_READ = {
    "assignment": _given,
    "placement": _given,
    "assignment_undone": _taken_back,
    "facts": _learned,
    "lane": _learned,
    "lane_undone": _put_back,
    "closing": _closed,
    "reopening": _reopened,
}
