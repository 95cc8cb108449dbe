"""Weeks of whatever happens to an office: any two evenings apart, the parts add up to what the board really showed."""

from contextlib import suppress
from datetime import date
from random import Random

import pytest

from allocator.domain.clocks.closing import Closing
from allocator.domain.errors import AllocatorError
from allocator.services.assignment.giving import assign
from allocator.services.cases.casework import add_facts
from allocator.services.cases.closings import close_case, reopen_case
from allocator.services.cases.retriage import retriage
from allocator.services.cases.wishes import Wish
from allocator.services.intake.filings import file_case
from allocator.services.loads import board
from allocator.services.loads.load_change import LoadChangeFound, explain_load_change
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import add, reload, swap
from tests.allocator.services.stories import a_complex_filing, a_debtor, a_filing

EVENINGS = 7
FACTS = ("appraisal_needed", "conflict_history", "debtor_missing", "objection_pending", "petition_high")
Shown = dict[str, tuple[int, int]]


class Story:
    """An office to which something happens every day, as chance has it."""

    def __init__(self, bureau: BureauAtWork, folder, seed: int) -> None:
        self.bureau, self.folder, self.chance, self.count = bureau, folder, Random(seed), 0
        self.open: list[int] = []
        self.closed: list[int] = []
        self.threshold = 60
        self.joined = 0
        self.happened: set[str] = set()
        self.staying = ["G09", "G13", "G06"]

    def day(self) -> None:
        """Let some things happen; what the office refuses did not."""
        for step in self.chance.choices(self.steps(), k=4):
            before = self.shown()
            with suppress(AllocatorError):
                step()
            if self.shown() != before:
                self.happened.add(step.__name__)

    def steps(self):
        """List what may happen: arrivals twice as often as anything else."""
        return (
            self.files, self.files, self.closes, self.reopens, self.learns, self.hands_on, self.goes_away, self.joins,
            self.leaves, self.weighs_otherwise,
        )  # fmt: skip

    def files(self) -> None:
        self.count += 1
        kind = self.chance.choice((a_filing, a_complex_filing))
        case = file_case(self.bureau.context, kind(self.count, a_debtor(f"债务人{self.count}")))
        assign(self.bureau.context, case.id)
        self.open.append(case.id)

    def closes(self) -> None:
        if self.open:
            number = self.open[0]
            close_case(self.bureau.context, number, Closing("withdrawn", self.bureau.clock.now.date()))
            self.closed.append(self.open.pop(0))

    def reopens(self) -> None:
        if self.closed:
            reopen_case(self.bureau.context, self.closed[-1], "登记错案号")
            self.open.append(self.closed.pop())

    def learns(self) -> None:
        if self.open:
            number = self.chance.choice(self.open)
            add_facts(self.bureau.context, number, {self.chance.choice(FACTS): True})
            assign(self.bureau.context, number)

    def hands_on(self) -> None:
        if self.open:
            assign(self.bureau.context, self.chance.choice(self.open), wish=Wish(reason="transfer"))

    def goes_away(self) -> None:
        code, first = self.chance.choice(("G03", "G08", "G12", "G19")), self.chance.randrange(8, 20)
        reload(self.bureau.context, self.folder, absences=add(f"{code},2022-10-{first:02},2022-10-{first + 5},leave"))

    def joins(self) -> None:
        people = (self.bureau.folder / "people.csv").read_text(encoding="utf-8").splitlines()
        like = self.chance.choice(("G08", "G03"))
        model = next(row for row in people if row.startswith(like + ","))
        self.joined += 1
        row = ",".join([f"G9{self.joined}", f"新人{self.joined}", *model.split(",")[2:]])
        reload(self.bureau.context, self.folder, people=add(row))

    def leaves(self) -> None:
        if not self.staying:
            return
        code = self.staying.pop()
        today = self.bureau.clock.now.date().isoformat()
        people = (self.bureau.folder / "people.csv").read_text(encoding="utf-8").splitlines()
        cells = next(row for row in people if row.startswith(code + ",")).split(",")
        gone = ",".join([*cells[:6], today, *cells[7:]])
        reload(self.bureau.context, self.folder, people=swap(",".join(cells), gone))

    def weighs_otherwise(self) -> None:
        was, self.threshold = self.threshold, self.chance.choice((0, 30, 60, 90))
        if was != self.threshold:
            reload(
                self.bureau.context, self.folder, rulebook=swap(f"threshold = {was}", f"threshold = {self.threshold}")
            )
            retriage(self.bureau.context)

    def shown(self) -> Shown:
        """Give what the board shows of everybody: minutes held and available."""
        return {one.officer: (one.load.held, one.load.available) for one in board.loads(self.bureau.context)}


def adds_up(found: LoadChangeFound) -> bool:
    """Say whether the parts are the whole difference, in minutes held and in minutes available."""
    before, after, parts = found.change.before, found.change.after, found.change.parts
    return (
        before.held + sum(part.held for part in parts) == after.held
        and before.available + sum(part.available for part in parts) == after.available
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_whatever_happened_the_sum_is_what_the_board_showed(bureau: BureauAtWork, tmp_path, seed: int) -> None:
    """Arrivals, closings undone, conversions, hand-offs, leave, joins, goings and other weights, of persons, teams, the office."""
    story = Story(bureau, tmp_path, seed)
    evenings: dict[date, Shown] = {}
    for _ in range(EVENINGS):
        story.day()
        evenings[bureau.clock.now.date()] = story.shown()
        bureau.clock.next_day()
    story.day()
    evenings[bureau.clock.now.date()] = story.shown()

    assert len(story.happened) >= 6
    days = sorted(evenings)
    for _ in range(12):
        first, last = sorted(story.chance.sample(days, 2))
        person = story.chance.choice(sorted({*evenings[first]} & {*evenings[last]}))
        own = explain_load_change(bureau.context, first, last, person=person)
        assert adds_up(own)
        ends = (own.change.before, own.change.after)
        assert tuple((end.held, end.available) for end in ends) == (evenings[first][person], evenings[last][person])
        whole = explain_load_change(bureau.context, first, last)
        assert adds_up(whole)
        assert whole.change.after.held == sum(held for held, _ in evenings[last].values())
        assert adds_up(explain_load_change(bureau.context, first, last, team=story.chance.choice(("fast", "services"))))
