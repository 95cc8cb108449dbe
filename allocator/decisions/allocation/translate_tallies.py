"""What a plan counts besides load (计数), told to the solver: deadlines, fair shares, learning and rotation as tallies.

Each figure comes from a section of the rulebook and the rolling books; a section left out makes no tally, and a tally that
no plan could bring beyond its limit is left out too, as it would add nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from allocator.decisions.allocation.translate_batch import Batch, Tally, sorted_by
from allocator.decisions.allocation.translate_options import NOBODY, Options
from allocator.decisions.recommendation.eligibility import leads_cases
from allocator.domain.facts import cause_id, facts_of
from allocator.domain.ledgers import dues
from allocator.domain.people import Officer
from allocator.domain.rulebook.conditions import FactValue, atoms, evaluate
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text
from allocator.domain.workload import PERMILLE, ladder_step, spread
from solver.arrays import Flags, Ints
from solver.assignment.rules.tally_rules import DeadlinesKept, FairShares, KindsRotate, LearningCovered

ABOVE, SHORT = 1, -1


def tallies_of(cases: Sequence[CaseToPlace], options: Options, snapshot: Snapshot) -> tuple[Tally, ...]:
    """Give the tallies of a batch, rule by rule."""
    batch = Batch(cases, options, snapshot)
    parts = (_deadlines(batch), _fairness(batch), _learning(batch), _rotation(batch))
    return tuple(tally for part in parts for tally in part if not tally.idle(options.case, len(cases)))


@dataclass(frozen=True, eq=False)
class _Horizon:
    """A day a plan looks at: the part of each case due by then, what is due of open work, and what people have till then."""

    last: date
    share: Ints
    held: Mapping[str, int]
    available: Mapping[str, int]


def _deadlines(batch: Batch) -> Iterator[Tally]:
    """Minutes due by each horizon, of open work and of the batch, against the minutes available until then (期限)."""
    seen, options, horizons = batch.seen, batch.options, list(_horizons(batch))
    charged = sorted_by(options.charge_person, len(batch.people)) if horizons else []
    for person, places in enumerate(charged):
        officer, of = batch.people[person], options.charge_option[places]
        minutes, most = options.charge_minutes[places], np.zeros(len(batch.cases), dtype=np.int64)
        np.maximum.at(most, options.case[of], minutes)
        for horizon in horizons if seen.capacity.minutes[officer.code] else ():
            held, limit = horizon.held[officer.code], horizon.available[officer.code]
            if held + int(most @ horizon.share) // PERMILLE <= limit:  # told without looking at every option
                continue
            due = minutes * horizon.share[options.case[of]] // PERMILLE
            text = Text(f"{officer.name}至 {horizon.last} 到期", f"{officer.name}: due by {horizon.last}")
            price = seen.rulebook.deadlines.price
            yield Tally(DeadlinesKept.kind, person, held, limit, price, ABOVE, text, of[due > 0], due[due > 0])


def _horizons(batch: Batch) -> Iterator[_Horizon]:
    seen, rules = batch.seen, batch.seen.rulebook.deadlines
    for count in rules.horizons if rules.nodes else ():
        days = seen.office.calendar.working_days(seen.day, count)
        yield _Horizon(days[-1], _shares_due(batch, days[-1]), _held_due(seen, days[-1]), seen.capacity.over(days))


def _shares_due(batch: Batch, last: date) -> Ints:
    """Give for each case the part of its work due by a day, per mille; it is received on the plan's day."""
    seen, known = batch.seen, dict[date, int]()
    for case in batch.cases:
        filed = case.case.filing.filed_on
        if filed not in known:
            ends = dues(filed, seen.day, seen.rulebook, seen.office.calendar)
            known[filed] = max((share for day, share in ends if day <= last), default=0)
    return np.array([known[case.case.filing.filed_on] for case in batch.cases], dtype=np.int64)


def _held_due(seen: Snapshot, last: date) -> dict[str, int]:
    """Give the minutes of open work due by a day by person, those of desks shared out."""
    until = last.isoformat()
    held = {
        holder: sum(minutes for day, minutes in days.items() if day <= until)
        for holder, days in seen.ledgers.due.items()
    }
    return spread(held, seen.capacity)


def _fairness(batch: Batch) -> Iterator[Tally]:
    """Effort and unpleasant work of the window and the batch above each person's share by available time (两本账)."""
    seen, rules = batch.seen, batch.seen.rulebook.fairness
    if not rules.window_days:
        return
    hard = batch.flags(_unpleasant(case, seen) for case in batch.cases)
    clocks = (
        (rules.effort_price, seen.ledgers.effort, np.ones_like(hard), Text("近期工作量", "recent effort")),
        (rules.unpleasant_price, seen.ledgers.unpleasant, hard, Text("苦累案件", "unpleasant work")),
    )
    for lane, members in _compared(batch).items():
        for price, given, counts, what in clocks:
            coming = batch.flags(case.lane == lane for case in batch.cases) & counts
            yield from _clock(batch, members, price, given, counts, coming, what)


def _unpleasant(case: CaseToPlace, seen: Snapshot) -> bool:
    filing, rules = case.case.filing, seen.rulebook.fairness
    return filing.kind in rules.kinds or cause_id(filing.cause, seen.rulebook) in rules.causes


def _compared(batch: Batch) -> dict[str, dict[int, int]]:
    """Give the people compared with each other, those whose team has one main lane, with their minutes of the span.

    The span goes from the window's first day to the plan's horizon, so that who was away, or came later, owes less.
    """
    seen, calendar = batch.seen, batch.seen.office.calendar
    first = date.fromordinal(seen.day.toordinal() - seen.rulebook.fairness.window_days)
    last = calendar.working_days(seen.day, seen.rulebook.levers.horizon_days)[-1]
    minutes = seen.capacity.over(calendar.between(first, last))
    found: dict[str, dict[int, int]] = {}
    for place, officer in enumerate(batch.people):
        team = seen.office.team_by_code.get(officer.team or "")
        if team and team.lanes and leads_cases(officer, seen) and seen.capacity.minutes[officer.code]:
            found.setdefault(team.lanes[0], {})[place] = minutes[officer.code]
    return found


def _clock(
    batch: Batch, members: dict[int, int], price: int, given: object, counts: Flags, coming: Flags, what: Text
) -> Iterator[Tally]:
    """One clock of the people compared: what they were given and what comes in, shared by their minutes."""
    book: dict[str, int] = dict(given)  # type: ignore[call-overload]
    role, options = batch.seen.rulebook.charging.lead_role, batch.options
    total = sum(book.get(batch.people[place].code, 0) for place in members)
    total += sum(case.minutes.get(role, 0) for case, comes in zip(batch.cases, coming.tolist(), strict=True) if comes)
    whole, counted = sum(members.values()) * PERMILLE, batch.where(counts)
    total *= PERMILLE + batch.seen.rulebook.fairness.slack
    for place, minutes in members.items() if price else ():
        officer = batch.people[place]
        led, mentored = (places[counted[places]] for places in (batch.led[place], batch.mentored[place]))
        taken = np.concatenate([led, mentored])
        amounts = np.concatenate([options.own[led], options.beside[mentored]])
        text = Text(f"{officer.name}：{what.zh}", f"{officer.name}: {what.en}")
        yield Tally(
            FairShares.kind, place, book.get(officer.code, 0), total * minutes // whole, price, ABOVE, text,
            taken, amounts,
        )  # fmt: skip


def _learning(batch: Batch) -> Iterator[Tally]:
    """What each apprentice who leads still lacks: the co-handled share, and the kinds of the coverage (带教要求)."""
    seen, rules, options = batch.seen, batch.seen.rulebook.learning, batch.options
    books = seen.ledgers
    learners = [place for place, officer in enumerate(batch.people) if _learns(officer, seen)]
    fits = _fitting(batch, learners)
    for place in learners:
        officer = batch.people[place]
        led = batch.led[place]
        if rules.co_handled:
            beside = np.where(options.mentor[led] == NOBODY, 0, PERMILLE) - rules.co_handled
            held = PERMILLE * books.beside.get(officer.code, 0) - rules.co_handled * books.led.get(officer.code, 0)
            text = Text(f"{officer.name}：与师傅共同承办", f"{officer.name}: handled with the mentor")
            yield Tally(LearningCovered.kind, place, held, 0, 1, SHORT, text, led, beside)
        met = books.met.get(officer.code, {})
        for row in rules.coverage:
            taken = led[fits[row.id][options.case[led]]]
            text = Text(f"{officer.name}：{row.text.zh}", f"{officer.name}: {row.text.en}")
            yield Tally(
                LearningCovered.kind, place, PERMILLE * met.get(row.id, 0), PERMILLE * row.least, 1, SHORT, text,
                taken, np.full(len(taken), PERMILLE),
            )  # fmt: skip


def _learns(officer: Officer, seen: Snapshot) -> bool:
    return ladder_step(officer, seen.rulebook, seen.day) is not None and seen.capacity.minutes[officer.code] > 0


def _fitting(batch: Batch, learners: Sequence[int]) -> dict[str, Flags]:
    """Say for each row of the coverage which cases it is known to fit, of those an apprentice may lead."""
    seen, rows = batch.seen, batch.seen.rulebook.learning.coverage
    led = np.concatenate([np.zeros(0, dtype=np.int64), *(batch.led[place] for place in learners)])
    found = {row.id: np.zeros(len(batch.cases), dtype=np.bool_) for row in rows}
    read = sorted({name for row in rows for atom in atoms(row.when) for name in atom.facts()})
    known: dict[tuple[FactValue, ...], tuple[str, ...]] = {}
    for number in np.unique(batch.options.case[led]).tolist() if rows else ():
        facts = facts_of(batch.cases[number].case, seen.office, seen.rulebook)
        key = tuple(facts[name] for name in read)
        if key not in known:
            known[key] = tuple(row.id for row in rows if evaluate(row.when, facts) is True)
        for name in known[key]:
            found[name][number] = True
    return found


def _rotation(batch: Batch) -> Iterator[Tally]:
    """Cases of a cause above the most one team of a lane may have, over the window and the batch (轮换)."""
    rules = batch.seen.rulebook.rotation
    causes = [cause_id(case.case.filing.cause, batch.seen.rulebook) for case in batch.cases] if rules.causes else []
    for lane in rules.lanes:
        teams = _teams_of(lane, batch)
        for cause in rules.causes if len(teams) > 1 else ():
            waits = batch.flags(
                case.lane == lane and known == cause for case, known in zip(batch.cases, causes, strict=True)
            )
            if waits.any():
                yield from _cause_by_team(batch, cause, teams, waits)


def _teams_of(lane: str, batch: Batch) -> dict[str, list[int]]:
    """Give the teams that take a lane with those who lead there and have time, by number."""
    found: dict[str, list[int]] = {}
    for place, officer in enumerate(batch.people):
        team = batch.seen.office.team_by_code.get(officer.team or "")
        if (
            team
            and lane in team.lanes
            and leads_cases(officer, batch.seen)
            and batch.seen.capacity.minutes[officer.code]
        ):
            found.setdefault(team.code, []).append(place)
    return found


def _cause_by_team(batch: Batch, cause: str, teams: dict[str, list[int]], waits: Flags) -> Iterator[Tally]:
    rulebook, books = batch.seen.rulebook, batch.seen.ledgers.kinds
    rules, names = rulebook.rotation, {row.id: row.name for row in rulebook.weights.causes}
    had = dict.fromkeys(teams, 0)
    for officer in batch.people:
        if officer.team in had:
            had[officer.team] += books.get(officer.code, {}).get(cause, 0)
    limit = -(-(sum(had.values()) + int(waits.sum())) * rules.most_share // PERMILLE)
    counted = batch.where(waits)
    for team, leads in teams.items():
        name = batch.seen.office.team_by_code[team].name
        led = np.concatenate([batch.led[place] for place in leads])
        taken = led[counted[led]]
        text = Text(f"{name.zh}：{names[cause].zh}", f"{name.en}: {names[cause].en}")
        yield Tally(KindsRotate.kind, leads[0], had[team], limit, rules.price, ABOVE, text, taken, np.ones_like(taken))
