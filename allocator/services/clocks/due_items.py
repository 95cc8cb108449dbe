"""Clocks as a person reads them (期限条目): with the case, the light, and the one who answers for each on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias

from allocator.domain.clocks.clock import Mark, NodeClock
from allocator.domain.clocks.nodes import Node
from allocator.domain.words import Text
from allocator.persistence.clock_lists import Whose
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.clocks.clock_work import Desk
from allocator.services.clocks.long_pending import NextStep

Owner: TypeAlias = tuple[str, Text, str | None]
"""Who answers for a clock (责任人): code or word, name, and the team of an officer."""


class Due(NamedTuple):
    """A clock that somebody must heed (待办期限): of which case and node, whose it is, until when.

    `owner` is an officer's code, a team's, or the name of a desk; `team` that of the officer. `days_left` are calendar
    days, negative once missed, None while the clock stands still. `step` is the day of the node's steps it has passed.
    `estimated` says that the make-up days of the year of `due` are not proclaimed yet. `next_step` is for long-pending
    cases: why they wait, and the cheapest thing to do.
    """

    case_id: int
    case_no: str
    node: Node
    clock: NodeClock
    light: str
    owner: str
    owner_name: Text
    team: str | None
    days_left: int | None
    step: int | None
    estimated: bool
    next_step: NextStep | None = None

    @property
    def mark(self) -> Mark:
        """Its place in a list: by last day, what stands still coming last."""
        return (self.clock.due or date.max, self.case_id, self.node.id, self.clock.number)

    def is_of(self, owner: str | None) -> bool:
        """Say whether it is of somebody's list: an officer's, a team's, a desk's; of anybody's where none is named."""
        return owner in (None, self.owner, self.team, self.clock.owner)


@dataclass(frozen=True, slots=True)
class Dresser:
    """Gives clocks their case, light and owner as of one day."""

    uow: UnitOfWork
    by: Desk
    day: date

    def dressed(self, found: Iterable[tuple[int, NodeClock]]) -> list[Due]:
        """Give clocks with their case, their light and the one who answers for each; two queries."""
        clocks = list(found)
        ids = list(dict.fromkeys(case for case, _ in clocks))
        numbers, held = self.uow.clocks.numbers(ids), self.uow.clocks.handlers_on(ids, self.day)
        nodes = {node.id: node for node in self.by.rulebook.nodes}
        owners: dict[tuple[str, str | None], Owner] = {}
        items = []
        for case, clock in clocks:
            if clock.node in nodes:
                whose = (clock.owner, held.get(case))
                if whose not in owners:
                    owners[whose] = self._owner(*whose)
                items.append(self._dress(case, numbers[case], nodes[clock.node], clock, owners[whose]))
        return items

    def whose(self, owner: str) -> Whose:
        """Say whose clocks are somebody's: the words that mean them, and the cases their officers hold."""
        rules, officers = self.by.rulebook.happenings.owners, self.by.office.officers
        handled = frozenset(word for word, rule in rules.items() if rule.by == "handler")
        named = {word: self._owner(word, None) for word in rules}
        theirs = frozenset(word for word, (code, _, team) in named.items() if owner in (word, code, team))
        no_word = self.by.office.officer_by_code.keys() - {node.owner for node in self.by.rulebook.nodes}
        return Whose(
            words=(theirs - handled) | ({owner} - no_word),
            handled=handled,
            officers=frozenset(one.code for one in officers if owner in (one.code, one.team)),
            unheld=theirs & handled,
            everybody=frozenset(one.code for one in officers),
        )

    def _dress(self, case: int, case_no: str, node: Node, clock: NodeClock, owner: Owner) -> Due:
        due, step = clock.due, None
        if node.steps and node.list == "payments":
            age = (self.day - clock.started).days
            step = max((days for days in node.steps if days <= age), default=None)
        left = None if due is None else (due - self.day).days
        estimated = due is not None and self.by.office.calendar.is_estimated(due.year)
        return Due(case, case_no, node, clock, clock.light(self.day), *owner, left, step, estimated)

    def _owner(self, word: str, handler: str | None) -> Owner:
        """Give the one who answers for a clock: the handler where it is theirs, the team of a lane, else a desk by name."""
        office, owners = self.by.office, self.by.rulebook.happenings.owners
        rule = owners.get(word)
        if rule is None:
            return word, Text(word, word), None
        if rule.by == "handler":
            officer = office.officer_by_code.get(handler or "")
            if officer is not None:
                return officer.code, Text(officer.name, officer.name), officer.team
            giving = next((node.owner for node in self.by.rulebook.nodes if node.list == "unassigned"), word)
            return (word, rule.name, None) if giving == word else self._owner(giving, None)
        team = next((team for team in office.teams if rule.by == "lane" and rule.lane in team.lanes), None)
        return (team.code, team.name, team.code) if team else (word, rule.name, None)
