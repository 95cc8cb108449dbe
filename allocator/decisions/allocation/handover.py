"""The hand-over pack (交接清单): what goes along with a case when it changes hands, so that no clock, money or date is lost.

Told from what the case itself knows and from its history: clocks that begin at filing or when the file was received run on, not
anew; what is done already does not go along, and what nobody recorded is asked of the one who hands over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from allocator.decisions.allocation.moving import stage_of
from allocator.decisions.triage.triage import classify
from allocator.domain.cases import LinkedCase
from allocator.domain.clocks.clock import NodeClock
from allocator.domain.clocks.deadlines import due_on
from allocator.domain.clocks.nodes import Node
from allocator.domain.facts import facts_of
from allocator.domain.rulebook.conditions import FactValue, evaluate
from allocator.domain.snapshot import HeldCase, Snapshot
from allocator.domain.words import Text

FROM_FILING, FROM_HANDLER = ("filing",), ("assignment", "handler_receives_file")
DATED = ("hearing_dated", "auction_dated")
MONEY = ("full_cash", "instalments", "distribution")
SOON_DAYS = 7
MOST_QUESTIONS = 5


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline that goes along (期限): its last day, or None where its first day must be asked of the former handler.

    `light` is "over", "soon" (within a week), "running", "stopped" (no day while a stop holds it) or "unknown".
    """

    node: str
    name: Text
    due: date | None
    light: str
    owner: str
    basis: str


@dataclass(frozen=True, slots=True)
class Money:
    """What the case knows of money (案款), in fen; None is unknown. `told` are facts about it that are known to hold."""

    claim: int
    preserved: int | None
    told: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to be done next, by whom (by code), and by when where a clock says so (下一步)."""

    text: Text
    owner: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Pack:
    """All that goes along with a case (交接清单)."""

    case_no: str
    title: str
    giver: str
    taker: str
    mentor: str | None
    held_since: date
    lane: str
    stage: Text | None
    clocks: tuple[Clock, ...]
    money: Money
    booked: tuple[Text, ...]
    linked: tuple[LinkedCase, ...]
    questions: tuple[Text, ...]
    next_step: NextStep


def pack(item: HeldCase, taker: str, mentor: str | None, snapshot: Snapshot, history: Sequence[NodeClock] = ()) -> Pack:
    """Put together what goes along with a held case that somebody else takes; `history` are its clocks as its events tell them."""
    filing, rulebook = item.place.case.filing, snapshot.rulebook
    facts = facts_of(item.place.case, snapshot.office, rulebook)
    clocks = tuple(sorted(_clocks(item, facts, snapshot, history), key=_urgency))
    stage = stage_of(item.place, snapshot)
    return Pack(
        case_no=item.case_no,
        title=filing.title,
        giver=item.holder,
        taker=taker,
        mentor=mentor,
        held_since=item.since,
        lane=item.place.lane,
        stage=stage.text if stage else None,
        clocks=clocks,
        money=Money(filing.claim, _preserved(facts), tuple(_holding(facts, MONEY, snapshot))),
        booked=tuple(_holding(facts, DATED, snapshot)),
        linked=tuple(link for link in item.place.linked if link.open),
        questions=tuple(_questions(item, facts, snapshot)),
        next_step=_next_step(clocks, taker),
    )


def _preserved(facts: Mapping[str, FactValue]) -> int | None:
    found = facts.get("preserved")
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def _clocks(
    item: HeldCase, facts: Mapping[str, FactValue], snapshot: Snapshot, history: Sequence[NodeClock]
) -> Iterator[Clock]:
    """Walk the clocks that run: as the history tells them; else from filing, from when the holder received the file, or as begun."""
    begun = {
        **dict.fromkeys(FROM_FILING, item.place.case.filing.filed_on),
        **dict.fromkeys(FROM_HANDLER, item.since),
    }
    for node in snapshot.rulebook.nodes:
        known = [one for one in history if one.node == node.id]
        if known:
            yield from _of_history(node, known, snapshot.day)
        elif node.start in begun:
            due = due_on(node, begun[node.start], snapshot.office.calendar)
            yield Clock(node.id, node.name, due, _light(due, snapshot.day), node.owner, node.basis)
        elif evaluate(node.begun_when, facts) is True:
            yield Clock(node.id, node.name, None, "unknown", node.owner, node.basis)


def _of_history(node: Node, known: Sequence[NodeClock], day: date) -> Iterator[Clock]:
    """Give the runnings of a node that still wait for somebody; where all are done, it does not go along."""
    for one in known:
        if one.is_open(day):
            light = _light(one.due, day) if one.due else "stopped"
            yield Clock(node.id, node.name, one.due, light, node.owner, node.basis)


def _light(due: date, day: date) -> str:
    left = (due - day).days
    return "over" if left < 0 else "soon" if left <= SOON_DAYS else "running"


def _urgency(clock: Clock) -> tuple[bool, bool, date, str]:
    """Unknown ones first, for they must be asked; then what is still to come by its day; what is over last."""
    return (clock.light != "unknown", clock.light == "over", clock.due or date.max, clock.node)


def _holding(facts: Mapping[str, FactValue], names: tuple[str, ...], snapshot: Snapshot) -> Iterator[Text]:
    known = snapshot.rulebook.facts
    yield from (known[name].name for name in names if name in known and facts.get(name) is True)


def _questions(item: HeldCase, facts: Mapping[str, FactValue], snapshot: Snapshot) -> Iterator[Text]:
    """Ask what triage does not know, and the day of what is booked or running without one."""
    for name in DATED:
        if facts.get(name) is True and name in snapshot.rulebook.facts:
            said = snapshot.rulebook.facts[name].name
            yield Text(f"{said.zh}：期日是哪天？", f"{said.en}: on which day?")
    open_facts = classify(item.place.case, snapshot.office, snapshot.rulebook).unknown
    known = (snapshot.rulebook.facts[name].question for name in open_facts if name in snapshot.rulebook.facts)
    yield from list(known)[:MOST_QUESTIONS]


def _next_step(clocks: tuple[Clock, ...], taker: str) -> NextStep:
    """Ask for an unknown date first; else the clock that ends soonest; the new handler answers for either."""
    open_clocks = [clock for clock in clocks if clock.light not in ("over", "stopped")]
    if not open_clocks:
        text = Text("阅卷，并核实已逾期的期限。", "Read the file, and look into the deadlines that are over.")
        return NextStep(text, taker, None)
    first = open_clocks[0]
    if first.due is None:
        text = Text("向原承办人问明起算日：{name}。", "Ask the former handler when it began: {name}.")
        return NextStep(text.fill(name=first.name), taker, None)
    text = Text("{due} 前：{name}。", "By {due}: {name}.")
    return NextStep(text.fill(name=first.name, due=first.due), taker, first.due)
