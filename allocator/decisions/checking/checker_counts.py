"""What a plan counts besides load, said again by the checker (独立计分): deadlines, fair shares, learning, rotation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from allocator.decisions.checking.checker_office import Bureau, Placed
from allocator.domain.facts import cause_id, facts_of
from allocator.domain.ledgers import dues
from allocator.domain.rulebook.conditions import evaluate
from allocator.domain.sharing import shared
from allocator.domain.snapshot import CaseToPlace
from allocator.domain.workload import PERMILLE, ladder_step, members_of


@dataclass(frozen=True)
class Counted:
    """The placements of a plan in the office they were made for."""

    bureau: Bureau
    rows: Sequence[Placed]

    def deadlines(self) -> int:
        """Minutes due by a horizon beyond what somebody has until then, at their price (期限内办结)."""
        seen, rules = self.bureau.seen, self.bureau.seen.rulebook.deadlines
        late = 0
        for horizon in rules.horizons if rules.nodes else ():
            days = seen.office.calendar.working_days(seen.day, horizon)
            available, due = seen.capacity.over(days), self._held_due(days[-1])
            shares = self._shares_due(days[-1])
            for row in self.rows:
                share = shares[row.case.case.filing.filed_on]
                for code, minutes in row.carried.items():
                    due[code] += minutes * share // PERMILLE
            late += sum(max(0, due[code] - available[code]) for code, time in seen.capacity.minutes.items() if time)
        return late * rules.price

    def _held_due(self, last: date) -> dict[str, int]:
        seen = self.bureau.seen
        found = dict.fromkeys(seen.capacity.minutes, 0)
        for holder, by_day in seen.ledgers.due.items():
            count = sum(minutes for day, minutes in by_day.items() if date.fromisoformat(day) <= last)
            people = {holder: count} if holder in found else shared(count, members_of(holder, seen.capacity))
            for code, part in people.items():
                found[code] += part
        return found

    def _shares_due(self, last: date) -> dict[date, int]:
        """Give by day of filing the part of a case's work due by a day, per mille."""
        seen, filed = self.bureau.seen, {row.case.case.filing.filed_on for row in self.rows}
        ends = {day: dues(day, seen.day, seen.rulebook, seen.office.calendar) for day in filed}
        return {day: max((share for end, share in ends[day] if end <= last), default=0) for day in filed}

    def fair(self) -> int:
        """Minutes of recent effort and of unpleasant work above each person's share, at the clocks' prices (两本账)."""
        seen, rules = self.bureau.seen, self.bureau.seen.rulebook.fairness
        if not rules.window_days:
            return 0
        everything = [case.case.filing.case_no for case in self.bureau.cases]
        hard = [case.case.filing.case_no for case in self.bureau.cases if self._unpleasant(case)]
        return rules.effort_price * self._clock(seen.ledgers.effort, set(everything)) + (
            rules.unpleasant_price * self._clock(seen.ledgers.unpleasant, set(hard))
        )

    def _unpleasant(self, case: CaseToPlace) -> bool:
        rules, rulebook = self.bureau.seen.rulebook.fairness, self.bureau.seen.rulebook
        return case.case.filing.kind in rules.kinds or cause_id(case.case.filing.cause, rulebook) in rules.causes

    def _clock(self, book: Mapping[str, int], counted: set[str]) -> int:
        new = self._direct(row for row in self.rows if row.case.case.filing.case_no in counted)
        above = 0
        for lane, people in self._compared().items():
            whole = sum(book.get(code, 0) for code in people)
            whole += sum(
                case.minutes.get(self.bureau.seen.rulebook.charging.lead_role, 0)
                for case in self.bureau.cases
                if case.lane == lane and case.case.filing.case_no in counted
            )
            whole *= PERMILLE + self.bureau.seen.rulebook.fairness.slack
            time = sum(people.values()) * PERMILLE
            above += sum(
                max(0, book.get(code, 0) + new.get(code, 0) - whole * own // time) for code, own in people.items()
            )
        return above

    def _direct(self, rows: Iterable[Placed]) -> dict[str, int]:
        """Add up what falls on leads and mentors themselves, not through a desk."""
        found: dict[str, int] = {}
        for row in rows:
            for code in {row.officer, row.mentor or row.officer}:
                found[code] = found.get(code, 0) + row.taken.get(code, 0)
        return found

    def _compared(self) -> dict[str, dict[str, int]]:
        """Give by main lane the people compared, with their minutes from the window's first day to the horizon."""
        seen = self.bureau.seen
        first = seen.day - timedelta(days=seen.rulebook.fairness.window_days)
        last = seen.office.calendar.working_days(seen.day, seen.rulebook.levers.horizon_days)[-1]
        minutes = seen.capacity.over(seen.office.calendar.between(first, last))
        found: dict[str, dict[str, int]] = {}
        for one in self.bureau.leads:
            team = seen.office.team_by_code.get(one.team or "")
            if team is not None and team.lanes and seen.capacity.minutes[one.code]:
                found.setdefault(team.lanes[0], {})[one.code] = minutes[one.code]
        return found

    def learning(self) -> int:
        """Thousandths of a case by which apprentices stay short of the co-handled share and of the kinds (带教要求)."""
        seen, rules = self.bureau.seen, self.bureau.seen.rulebook.learning
        short = 0
        for one in seen.office.officers:
            if ladder_step(one, seen.rulebook, seen.day) is None or not seen.capacity.minutes[one.code]:
                continue
            mine = [row for row in self.rows if row.officer == one.code]
            led = seen.ledgers.led.get(one.code, 0) + len(mine)
            beside = seen.ledgers.beside.get(one.code, 0) + sum(row.mentor is not None for row in mine)
            short += max(0, rules.co_handled * led - PERMILLE * beside)
            met = seen.ledgers.met.get(one.code, {})
            facts = [facts_of(row.case.case, seen.office, seen.rulebook) for row in mine]
            for kind in rules.coverage:
                had = met.get(kind.id, 0) + sum(evaluate(kind.when, known) is True for known in facts)
                short += PERMILLE * max(0, kind.least - had)
        return short

    def rotation(self) -> int:
        """Cases of a cause above the most that one team of a lane may have, at their price (轮换)."""
        rules, above = self.bureau.seen.rulebook.rotation, 0
        for lane in rules.lanes:
            teams = {one.team for one in self.bureau.leading_in(lane)}
            for cause in rules.causes if len(teams) > 1 else ():
                waiting = sum(self._is(case, lane, cause) for case in self.bureau.cases)
                had = {team: self._had(team, cause) for team in teams}
                most = -(-(sum(had.values()) + waiting) * rules.most_share // PERMILLE)
                for team in teams if waiting else ():
                    above += max(0, had[team] + self._given(team, lane, cause) - most)
        return above * rules.price

    def _is(self, case: CaseToPlace, lane: str, cause: str) -> bool:
        return case.lane == lane and cause_id(case.case.filing.cause, self.bureau.seen.rulebook) == cause

    def _had(self, team: str | None, cause: str) -> int:
        seen = self.bureau.seen
        people = (one.code for one in seen.office.officers if one.team == team)
        return sum(seen.ledgers.kinds.get(code, {}).get(cause, 0) for code in people)

    def _given(self, team: str | None, lane: str, cause: str) -> int:
        people = self.bureau.seen.office.officer_by_code
        return sum(self._is(row.case, lane, cause) and people[row.officer].team == team for row in self.rows)
