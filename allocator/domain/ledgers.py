"""What the office remembers of the past weeks (滚动台账), as far as a plan must know it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from allocator.domain.calendar import WorkCalendar
from allocator.domain.clocks.deadlines import due_on
from allocator.domain.clocks.nodes import Node
from allocator.domain.rulebook.book import Rulebook

PERMILLE = 1000
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Ledgers:
    """The rolling books of the office at one instant, as far back as its rulebook looks; minutes are whole.

    - `moved`: by case number the day on which an open case last went from one handler to another (变更承办人);
    - `due`: by holder (officer or desk) and day the minutes of open work that fall due then, what is overdue today;
    - `open`: by lane the minutes of open work that people hold themselves;
    - `effort`, `unpleasant`: by officer the minutes given in the window of fairness, all and the unpleasant ones;
    - `kinds`: by officer and cause the cases given in the window of rotation;
    - `led`, `beside`: by apprentice the cases given in the window of learning, all and those with the mentor;
    - `met`: by apprentice and row of the coverage the cases of it that were given in that window.
    """

    moved: Mapping[str, date] = field(default_factory=dict)
    due: Counts = field(default_factory=dict)
    open: Mapping[str, int] = field(default_factory=dict)
    effort: Mapping[str, int] = field(default_factory=dict)
    unpleasant: Mapping[str, int] = field(default_factory=dict)
    kinds: Counts = field(default_factory=dict)
    led: Mapping[str, int] = field(default_factory=dict)
    beside: Mapping[str, int] = field(default_factory=dict)
    met: Counts = field(default_factory=dict)


def counted_nodes(rulebook: Rulebook) -> tuple[tuple[Node, int], ...]:
    """Give the nodes a plan heeds with the share of the work due by each, per mille."""
    node = {item.id: item for item in rulebook.nodes}
    return tuple((node[item.node], item.share) for item in rulebook.deadlines.nodes)


def dues(filed: date, received: date, rulebook: Rulebook, calendar: WorkCalendar) -> tuple[tuple[date, int], ...]:
    """Give the days on which work of a case falls due and the part due by each, per mille, both rising."""
    found: list[tuple[date, int]] = []
    ends = sorted(
        (due_on(node, filed if node.start == "filing" else received, calendar), share)
        for node, share in counted_nodes(rulebook)
    )
    for day, share in ends:
        if not found or share > found[-1][1]:
            found = [item for item in found if item[0] < day]
            found.append((day, share))
    return tuple(found)


def falling_due(
    rows: Iterable[tuple[str, date, date, int]], first: date, last: date, rulebook: Rulebook, calendar: WorkCalendar
) -> dict[str, dict[str, int]]:
    """Add up what falls due by holder and day from rows of holder, day of filing, day received, and minutes.

    What is overdue stands on the first day, what falls due after the last is left out.
    """
    known: dict[tuple[date, date], tuple[tuple[date, int], ...]] = {}
    found: dict[str, dict[str, int]] = {}
    for holder, filed, received, minutes in rows:
        if (filed, received) not in known:
            known[filed, received] = dues(filed, received, rulebook, calendar)
        for day, part in _parts(known[filed, received], minutes):
            if day <= last and part:
                of_day = found.setdefault(holder, {})
                key = max(day, first).isoformat()
                of_day[key] = of_day.get(key, 0) + part
    return found


def _parts(shares: Iterable[tuple[date, int]], minutes: int) -> Iterator[tuple[date, int]]:
    done = 0
    for day, share in shares:
        due = minutes * share // PERMILLE
        yield day, due - done
        done = due
