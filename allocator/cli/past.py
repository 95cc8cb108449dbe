"""The bureau's past lived through (往年演示): by the ordinary use cases, each thing on its own day, in the order of days."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from allocator.cli.demo import next_week, plan_week, set_up
from allocator.cli.group import Shell
from allocator.decisions.certificates.certificate import ALLOCATE
from allocator.domain.fieldwork.trips import DAY
from allocator.domain.rulebook.conditions import FactValue
from allocator.domain.words import Text
from allocator.files.office import OfficeFolder
from allocator.files.office.editing import RowChange
from allocator.services.assignment.giving import assign
from allocator.services.bulk import much_at_once
from allocator.services.cases.casework import add_facts
from allocator.services.cases.closings import close_file
from allocator.services.cases.events import record_event_file
from allocator.services.cases.lanes import TRACKS, change_lane
from allocator.services.context import Context
from allocator.services.fieldwork.checks import standing_week
from allocator.services.fieldwork.days import finish_trip, start_trip
from allocator.services.intake.filings import import_file
from allocator.services.loads import board
from allocator.services.office.office_changes import change_office, read_sheets
from allocator.services.plans import plans, publishing
from allocator.services.run_kinds import run_now
from fixtures.bureau_life import Life, Turn
from fixtures.guyang_history import write

SECONDS = 1
MORNING, OFFICE_HOURS, EVENING, CLOSED, NIGHT = time(8), time(9), time(17, 30), time(18), time(21)
CLERK = "甲五桐"
DOUBTERS, DOUBT, MANY = ("甲五桐", "丙六晴", "甲五桐"), "ready_to_pay", 200
ERRANDS, THIS_WEEK, NEXT_WEEK = 24, 101, 201
ONE_DAY = timedelta(days=1)
BEGUN = Text(
    "先补上过去两年的收案、分案、办案与结案，约需一至两分钟：",
    "First the last two years are lived through: filings, plans, work on cases, closings. A minute or two:",
)


@dataclass(frozen=True, order=True)
class _Act:
    """Something done at an instant of the past (往事)."""

    at: datetime
    do: Callable[[], object] = field(compare=False)


@dataclass(frozen=True)
class Past:
    """What is lived through (往年): the shell whose clock is set back for it, the office's folder, its life, and today."""

    shell: Shell
    found: OfficeFolder
    life: Life
    today: date

    def live(self, main_job: Callable[[], object]) -> None:
        """Do everything in the order of days, the main job on the day on which its sheet came; then leave the clock alone."""
        before, present = self.shell.now, self.shell.clock()
        try:
            job = _Act(self._at(self.life.taken_on, OFFICE_HOURS), main_job)
            for act in sorted((job, *self._turns(), *self._field_work(present), _Act(present, self._doubts))):
                self.shell.now = min(act.at, present)
                act.do()
        finally:
            self.shell.now = before

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, ZoneInfo(self.found.office.bureau.timezone))

    def _turns(self) -> Iterator[_Act]:
        """Give the loading of the office, the turns, and a line for each month lived through."""
        turns = (*self.life.before, *self.life.since)
        yield _Act(self._at(turns[0].on, MORNING), self._take_up)
        for _, month in groupby(turns, lambda turn: turn.on.replace(day=1)):
            of_month = tuple(month)
            for turn in of_month:
                yield _Act(self._at(turn.on, EVENING), partial(put_down, self.shell, self.found, turn))
            yield _Act(self._at(of_month[-1].on, EVENING), partial(_tell, self.shell, of_month))

    def _take_up(self) -> None:
        """Load the office, with who was away since."""
        set_up(self.shell)
        context = self.shell.context
        rows = [
            RowChange(
                "absences",
                {},
                {
                    "officer": one.officer,
                    "first": str(one.period.first),
                    "last": str(one.period.last),
                    "reason": one.reason,
                },
            )
            for one in self.life.absences
        ]
        change_office(context, rows, read_sheets(context).version)
        self.shell.out.print(self.shell.say(BEGUN), highlight=False)

    def _doubts(self) -> None:
        """Let two clerks say of cases on the full track that they are simple: disputes for somebody else to settle."""
        held = board.page(self.shell.context, limit=MANY, state="assigned")
        doubtful = [case for case in held if case.standing.lane == "regular" and case.standing.certain][
            -len(DOUBTERS) :
        ]
        for case, clerk in zip(doubtful, DOUBTERS, strict=False):
            change_lane(self.shell.context.by(clerk), case.id, TRACKS["simple"], DOUBT)

    def _field_work(self, present: datetime) -> Iterator[_Act]:
        """Give the plans of this week and the next beside the main job's own, and the trips of the days that are over."""
        monday, office = self.today - timedelta(days=self.today.weekday()), self.found.office
        own, ahead = next_week(office, self.life.taken_on), next_week(office, self.today)
        friday = max(turn.on for turn in (*self.life.before, *self.life.since) if turn.on < monday)
        if monday != own:
            yield _Act(self._at(friday, CLOSED), partial(plan_week, self.shell, monday, ERRANDS, THIS_WEEK))
        if ahead != own:
            yield _Act(present, partial(plan_week, self.shell, ahead, ERRANDS, NEXT_WEEK))
        for week in sorted({own, monday}):
            for day in (week + number * ONE_DAY for number in range(7)):
                if day < self.today:
                    yield _Act(self._at(day, NIGHT), partial(_ride, self.shell, week, day))


def _ride(shell: Shell, monday: date, day: date) -> None:
    """Let the trips of a day start and come back."""
    _, trips, _ = standing_week(shell.context, monday)
    for kept in trips:
        if kept.trip.leaves // DAY == (day - monday).days:
            started = start_trip(shell.context, kept.id, kept.version)
            finish_trip(shell.context, kept.id, started.version)


def _tell(shell: Shell, turns: Sequence[Turn]) -> None:
    """Tell a month in a line."""
    day, told = turns[0].on, [turn.told for turn in turns]
    filed, closed = sum(len(one.filings) for one in told), sum(len(one.closings) for one in told)
    events = sum(len(one.events) for one in told)
    text = Text(
        f"  {day.year} 年 {day.month} 月：收案 {filed} 件，结案 {closed} 件，办案事件 {events} 项",
        f"  {day:%Y-%m}: {filed} filed, {closed} closed, {events} events",
    )
    shell.out.print(shell.say(text), highlight=False)


@much_at_once()
def put_down(shell: Shell, found: OfficeFolder, turn: Turn) -> None:
    """Put a turn down as a clerk does: what came in, what happened, what is over, and who gets what waits."""
    context = shell.context.by(CLERK)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(turn.told, folder, found.office, found.rulebook)
        import_file(context, "filings.csv", (folder / "filings.csv").read_bytes())
        record_event_file(context, folder / "events.csv")
        for case_no, facts in turn.learned.items():
            _learn(context, case_no, facts)
        close_file(context, folder / "closings.csv")
    _give_out(context)


def _give_out(context: Context) -> None:
    """Give out what waits by a plan; what nobody can take waits for the next."""
    if not board.page(context, limit=1, state="waiting"):
        return
    run = run_now(context, ALLOCATE, {"seconds": SECONDS})
    if plans.read_draft(context, run.id).rows:
        publishing.publish(context, run.id)


def _learn(context: Context, case_no: str, facts: Mapping[str, FactValue]) -> None:
    """State what turned out of a case; where its class changes and its holder may not go on, somebody else gets it."""
    if add_facts(context, case_no, facts).handover:
        assign(context, case_no)
