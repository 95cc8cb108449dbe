"""What must be true of the office at every moment, whoever was killed or came first (不变式)."""

from collections import Counter
from collections.abc import Sequence

from allocator.domain.cases import CaseState
from allocator.domain.docket import Case
from allocator.persistence.log import Entry
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.audit import RUNNERS, replay
from allocator.services.cases.flag_entries import ASKED, FLAGS
from allocator.services.context import Context

CHANGES = ("facts", "assignment", "placement", "lane", "lane_undone", *FLAGS)


def assert_whole(context: Context, *, replayed: bool = False) -> tuple[Case, ...]:
    """Look at cases, loads and log at one instant and find them in agreement; gives the cases."""
    with context.database.reading() as uow:
        cases, log = tuple(uow.cases.all()), uow.log.entries()
        assert uow.log.verify() == []
        _assert_log(log)
        _assert_loads(uow, cases)
    by_case: dict[int | None, list[Entry]] = {}
    for entry in log:
        by_case.setdefault(entry.case_id, []).append(entry)
    assert {number for number in by_case if number is not None} == {case.id for case in cases}
    for case in cases:
        _assert_case(case, by_case[case.id])
    if replayed:
        assert [entry.seq for entry in log if entry.kind in RUNNERS and not replay(context, entry.seq).identical] == []
    return cases


def _assert_log(log: Sequence[Entry]) -> None:
    """No number is missing or twice, and each day's draw was committed once, before anything was drawn."""
    assert [entry.seq for entry in log] == list(range(1, len(log) + 1))
    days = [entry.body["day"] for entry in log if entry.kind == "draw_day"]
    assert len(days) == len(set(days))
    kinds = [entry.kind for entry in log]
    if "filing" in kinds:
        assert kinds.index("draw_day") < kinds.index("filing")


def _assert_loads(uow: UnitOfWork, cases: Sequence[Case]) -> None:
    """What people hold is what the open cases they hold charge them with, and nothing else."""
    charged: Counter[str] = Counter()
    for case in cases:
        if case.holding and case.state == CaseState.ASSIGNED:
            charged.update(case.holding.charges)
    assert uow.cases.held() == dict(charged)
    assert len({case.case_no for case in cases}) == len(cases)


def _assert_case(case: Case, entries: Sequence[Entry]) -> None:
    """One filing, one entry for each change, and the last one who was given the case holds it."""
    kinds = [entry.kind for entry in entries]
    assert kinds.count("filing") == 1
    assert kinds[0] == "filing"
    changed = [one for one in entries if one.kind in CHANGES and not (one.kind == ASKED and one.body["because"] == "")]
    assert case.version == 1 + len(changed)
    given = [entry for entry in entries if entry.kind in ("assignment", "placement")]
    assert (case.state == CaseState.ASSIGNED) == (case.holding is not None) == bool(given)
    if case.holding:
        assert (case.holding.decision, case.holding.officer) == (given[-1].seq, given[-1].body["officer"])
