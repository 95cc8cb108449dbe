"""Recording what happened in cases (登记办案事件): one case's by hand or over the API, or a whole file of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from allocator.domain.canonical import plain
from allocator.domain.clocks.events import CaseEvent
from allocator.domain.clocks.histories import contradictions
from allocator.domain.clocks.lone_events import Told
from allocator.domain.docket import Case
from allocator.domain.errors import AllocatorError, BadInput
from allocator.domain.words import Count, Text
from allocator.files.faults import Place
from allocator.files.office.case_events import EventRow, read_event_rows, read_typed_event
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.cases.casework import find_case, known_cases
from allocator.services.cases.wishes import check_note
from allocator.services.clocks.clock_keeping import desk
from allocator.services.clocks.clock_work import Desk
from allocator.services.context import Context
from allocator.services.transaction import writing


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was put down (登记结果): how many events were news, how many were there word for word, of how many cases."""

    added: int
    known: int
    cases: int


@dataclass(frozen=True, slots=True)
class _Asked:
    """An event to be put down: in which place it stands, and of which case, None where nobody knows it."""

    place: Place
    event: CaseEvent
    case: Case | None


def record_events(context: Context, ref: str | int, events: Sequence[CaseEvent]) -> Recorded:
    """Put events of one case down, all or none; one that is there word for word changes nothing.

    Raises NotFound, and BadInput with every contradiction by its place in the list and its field.
    """
    with writing(context) as (uow, here):
        case = find_case(uow, ref)
        asked = [
            _Asked(Place("events", number), replace(event, case_no=case.case_no), case)
            for number, event in enumerate(events, start=1)
        ]
        done = _record(uow, here, asked, desk(uow, here), Text("事件", "The list of events"))
        uow.commit()
    return done


def record_typed_event(context: Context, ref: str | int, cells: Mapping[str, str]) -> Recorded:
    """Put one event of a case down, written field by field as in a file: amounts in yuan, days as ISO dates.

    Raises like `record_events`.
    """
    with context.database.reading() as uow:
        case, rulebook = find_case(uow, ref), desk(uow, context).rulebook
    return record_events(context, case.id, [read_typed_event({**cells, "case_no": case.case_no}, rulebook)])


def record_event_file(context: Context, file: Path) -> Recorded:
    """Put the events of a CSV or XLSX file down, all or none; raises BadInput with every fault by row and column."""
    with writing(context) as (uow, here):
        by = desk(uow, here)
        rows = read_event_rows(file, by.rulebook)
        cases = known_cases(uow, list(dict.fromkeys(row.event.case_no for row in rows)))
        asked = [_asked(row, cases) for row in rows]
        done = _record(uow, here, asked, by, Text(f"“{file.name}”", f'"{file.name}"'))
        uow.commit()
    return done


def _asked(row: EventRow, cases: Mapping[str, Case]) -> _Asked:
    case = cases.get(row.event.case_no)
    return _Asked(row.place, replace(row.event, case_no=case.case_no) if case else row.event, case)


def _record(uow: UnitOfWork, here: Context, asked: Sequence[_Asked], by: Desk, what: Text) -> Recorded:
    faults = [_unknown_case(one) for one in asked if one.case is None]
    cases = {one.case.id: one.case for one in asked if one.case is not None}
    by_case = _by_case(asked)
    kept, given = uow.events.of(by_case), uow.clocks.first_given(by_case)
    fresh: dict[int, list[CaseEvent]] = {}
    for number, own in by_case.items():
        news, found = _news(own, kept.get(number, ()))
        told = Told(by.matter(cases[number], given.get(number)), by.rulebook, by.office.calendar, by.today)
        faults += found or _faults(news, kept.get(number, ()), told)
        fresh[number] = [one.event for one in news]
    if faults:
        raise _refused(faults, what)
    fresh = {number: events for number, events in fresh.items() if events}
    _remember(uow, here, fresh)
    added = sum(map(len, fresh.values()))
    return Recorded(added, len(asked) - added, len(by_case))


def _by_case(asked: Sequence[_Asked]) -> dict[int, list[_Asked]]:
    found: dict[int, list[_Asked]] = {}
    for one in asked:
        if one.case is not None:
            found.setdefault(one.case.id, []).append(one)
    return found


def _news(asked: Sequence[_Asked], kept: Sequence[CaseEvent]) -> tuple[list[_Asked], list[dict[str, object]]]:
    """Give what is not there yet, and a fault for each key that stands for something else already."""
    known, news, faults = {event.key: event for event in kept}, [], []
    for one in asked:
        there = known.setdefault(one.event.key, one.event)
        if there is one.event:
            news.append(one)
        elif there != one.event:
            text = Text(f"编号“{one.event.key}”已是另一事件。", f'The key "{one.event.key}" is of another event.')
            remedy = Text(
                "请另取编号；更正请登记更正事件。", "Choose another key; take a wrong event back with a correction."
            )
            faults.append(_fault(one.place, "key", "event-key-taken", text, remedy))
    return news, faults


def _faults(news: Sequence[_Asked], kept: Sequence[CaseEvent], told: Told) -> list[dict[str, object]]:
    places = {one.event.key: one.place for one in news}
    found = [
        _fault(places[wrong.event.key], wrong.field, wrong.code, wrong.text, wrong.remedy)
        for wrong in contradictions(kept, [one.event for one in news], told)
    ]
    for one in news:
        try:
            check_note(one.event.note)
        except AllocatorError as error:
            found.append(_fault(one.place, "note", error.code, error.text, error.remedy))
    return found


def _unknown_case(one: _Asked) -> dict[str, object]:
    text = Text(f"没有案件“{one.event.case_no}”。", f'There is no case "{one.event.case_no}".')
    return _fault(one.place, "case_no", "case-unknown", text, Text("请核对案号。", "Check the number."))


def _fault(place: Place, field: str, code: str, text: Text, remedy: Text) -> dict[str, Any]:
    return Place(place.file, place.row, field).fault(code, text, remedy).as_dict()


def _refused(faults: Sequence[dict[str, Any]], what: Text) -> BadInput:
    return BadInput(
        Text(f"{what.zh}有 {len(faults)} 处错误，未作任何改动。", f"{what.en} has {Count(len(faults)):fault|faults}."),
        Text("请逐处更正后重新登记。", "Correct each and record them again; nothing was changed."),
        code="events-faulty",
        faults=sorted(faults, key=_row),
    )


def _row(fault: dict[str, Any]) -> int:
    """Give the row of a fault, by which a file is gone through from the top."""
    return int(fault["row"] or 0)


def _remember(uow: UnitOfWork, here: Context, fresh: Mapping[int, Sequence[CaseEvent]]) -> None:
    """Write the events down with an entry of the log for each case."""
    at = here.now()
    entries = uow.log.append_many(
        (at, here.actor, "events", number, {"events": [plain(event) for event in events]})
        for number, events in fresh.items()
    )
    uow.events.add(fresh, dict(zip(fresh, entries, strict=True)))
