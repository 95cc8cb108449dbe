"""Errands (外勤任务): asked for, listed, changed, withdrawn; each change an entry of the log."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from allocator.domain.canonical import plain, restore
from allocator.domain.cases import CaseState
from allocator.domain.errors import BadInput, Conflict, NotAllowed
from allocator.domain.fieldwork.trips import Errand
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Count, Text
from allocator.files.office.field import read_errand as read_row
from allocator.files.office.field import read_errands
from allocator.persistence.errands import OPEN, WITHDRAWN, KeptErrand, stale
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.cases.casework import known_cases
from allocator.services.context import Context
from allocator.services.fieldwork.uploads import as_file
from allocator.services.transaction import the_office, the_rulebook, writing

FIXED = ("code", "case_no", "asked_on")


def add_errand(context: Context, asked: Mapping[str, Any], source: str = "api") -> KeptErrand:
    """Put an errand down, given in its plain form; without a code it gets one, without a day today's.

    Raises BadInput for a kind, town, person, skill or thing nobody knows, Conflict for a code that is there.
    """
    with writing(context) as (uow, here):
        office, rulebook = _rules(uow, here)
        given = {"code": uow.errands.next_code(), "asked_on": here.today(office).isoformat(), **_said(asked)}
        errand = restore(Errand, given)
        check_errand(errand, office, rulebook)
        kept = put_down(uow, here, errand, source)
        uow.commit()
    return kept


def add_errand_row(context: Context, cells: Mapping[str, str]) -> KeptErrand:
    """Put down one errand written field by field as in a file: names or codes, days, ``woman:1; police:2``.

    Without a code it gets one, without a day today's. Raises BadInput with every fault by field, NotAllowed for a case that is
    closed, Conflict for a code that is there.
    """
    with writing(context) as (uow, here):
        office, rulebook = _rules(uow, here)
        today = here.today(office)
        given = {"code": uow.errands.next_code(), "asked_on": today.isoformat()}
        written = {name: cell for name, cell in cells.items() if cell}
        kept = put_down(uow, here, read_row({**given, **written}, office, rulebook, today), "api")
        uow.commit()
    return kept


def add_errand_file(context: Context, file: Path) -> tuple[KeptErrand, ...]:
    """Put down the errands of a file, all or none; one that is there already word for word changes nothing.

    Raises BadInput with every fault by row, Conflict for a code that stands for something else.
    """
    with writing(context) as (uow, here):
        office, rulebook = _rules(uow, here)
        listed = read_errands(file, office, rulebook, here.today(office))
        known = uow.errands.by_code([errand.code for errand in listed])
        kept = tuple(
            known[errand.code] if errand.code in known and known[errand.code].errand == errand
            else put_down(uow, here, errand, "file")
            for errand in listed
        )  # fmt: skip
        uow.commit()
    return kept


def add_errand_upload(context: Context, name: str, data: bytes) -> tuple[KeptErrand, ...]:
    """Put down the errands of a file that was sent, CSV or XLSX by its name; raises like `add_errand_file`."""
    with as_file("errands", name, data) as file:
        return add_errand_file(context, file)


def list_errands(
    context: Context, limit: int, after: int | None = None, state: str | None = None
) -> tuple[KeptErrand, ...]:
    """List errands by id, going on after one of the page before."""
    with context.database.reading() as uow:
        return uow.errands.page(after, limit, state)


def read_errand(context: Context, ref: str | int) -> KeptErrand:
    """Give an errand by code or id; raises NotFound."""
    with context.database.reading() as uow:
        return uow.errands.get(ref)


def is_on_docket(context: Context, kept: KeptErrand) -> bool:
    """Say whether the docket has the case of an errand; if not, nobody is known to hold it but whom the errand names."""
    with context.database.reading() as uow:
        return bool(uow.cases.by_numbers([kept.errand.case_no]))


def change_errand(context: Context, ref: str | int, changes: Mapping[str, Any], expected: int | None) -> KeptErrand:
    """Change what an open errand asks; code, case and day asked stay. Raises Stale, NotAllowed, BadInput, NotFound.

    On a published trip it cannot change any more but by withdrawing the trip, or as an urgent one.
    """
    with writing(context) as (uow, here):
        kept = open_errand(uow, ref, expected)
        _check_free(uow, kept)
        fixed = sorted(set(FIXED) & changes.keys())
        if fixed:
            raise BadInput(
                Text(f"{fixed[0]} 不能更改。", f"{fixed[0]} cannot be changed."),
                Text("请撤回该任务，另提新任务。", "Withdraw the errand and ask for another."),
                code="errand-fixed",
            )
        errand = restore(Errand, {**plain(kept.errand), **plain(dict(changes))})
        check_errand(errand, *_rules(uow, here))
        saved = uow.errands.save(replace(kept, errand=errand), kept.version)
        remember(uow, here, saved, "changed")
        uow.commit()
    return saved


def withdraw_errand(context: Context, ref: str | int, expected: int | None) -> KeptErrand:
    """Withdraw an open errand that is on no published trip; raises like `change_errand`."""
    with writing(context) as (uow, here):
        kept = open_errand(uow, ref, expected)
        _check_free(uow, kept)
        saved = uow.errands.save(replace(kept, state=WITHDRAWN), kept.version)
        remember(uow, here, saved, "withdrawn")
        uow.commit()
    return saved


def put_down(uow: UnitOfWork, here: Context, errand: Errand, source: str) -> KeptErrand:
    """Put an errand down within a unit of work, with its entry of the log; raises NotAllowed for a case that is closed."""
    case = known_cases(uow, [errand.case_no]).get(errand.case_no)
    if case is not None and case.state == CaseState.CLOSED:
        raise NotAllowed(
            Text(f"任务 {errand.code}：{case.case_no} 已结案。", f"Errand {errand.code}: {case.case_no} is closed."),
            Text("请核对案号；结案后不再安排外勤。", "Check the number of the case; a closed one has no field work."),
            code="case-closed",
            facts={"errand": errand.code, "case_no": case.case_no},
        )
    kept = uow.errands.add(errand, source)
    remember(uow, here, kept, "asked")
    return kept


def remember(uow: UnitOfWork, here: Context, kept: KeptErrand, how: str) -> int:
    """Write down what became of an errand; the entry belongs to its case where the docket has it."""
    case = uow.cases.by_numbers([kept.errand.case_no]).get(kept.errand.case_no)
    body = {"how": how, "source": kept.source, "errand": kept.errand}
    return uow.log.append(here.now(), here.actor, "errand", case.id if case else None, body)


def check_errand(errand: Errand, office: Office, rulebook: Rulebook) -> None:
    """Refuse what names a kind, town, person, skill or thing that office and rulebook do not know; raises BadInput."""
    faults: list[dict[str, object]] = [
        {"field": field, "code": "name-unknown", "text": text.as_dict(), "remedy": _remedy(known).as_dict()}
        for field, name, known in _named(errand, office, rulebook)
        if name not in known
        for text in (Text(f"没有“{name}”。", f'There is no "{name}".'),)
    ]
    if faults:
        raise BadInput(
            Text(
                f"任务 {errand.code} 有 {len(faults)} 处错误。",
                f"Errand {errand.code} has {Count(len(faults)):fault|faults}.",
            ),
            Text("请更正所列各处。", "Correct each place."),
            code="errand-faulty",
            faults=faults,
        )


def _named(errand: Errand, office: Office, rulebook: Rulebook) -> Sequence[tuple[str, str, Sequence[str]]]:
    people = list(office.officer_by_code)
    brought = [skill for skills in rulebook.fieldwork.brings.values() for skill in skills]
    skills = sorted({*brought, *rulebook.skill_names, *(rule.id for rule in rulebook.skills)})
    return [
        ("kind", errand.kind, list(rulebook.errands)),
        ("place.town", errand.place.town, [town.name for town in office.towns]),
        *(("handler", name, people) for name in (errand.handler,) if name is not None),
        *(("barred", name, people) for name in errand.barred),
        *(("needs", skill, skills) for skill in errand.needs),
        *(("uses", thing, list(rulebook.fieldwork.things)) for thing in errand.uses),
    ]


def _remedy(known: Sequence[str]) -> Text:
    listed = ", ".join(known[:20])
    return Text(f"可用：{listed}。", f"Use one of: {listed}.")


def _said(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in asked.items() if value is not None}


def _rules(uow: UnitOfWork, here: Context) -> tuple[Office, Rulebook]:
    office = the_office(uow)
    return office, the_rulebook(uow, here.today(office))


def open_errand(uow: UnitOfWork, ref: str | int, expected: int | None) -> KeptErrand:
    """Give an open errand at the version a decision rests on; raises NotFound, Stale, NotAllowed."""
    with uow.as_asked():
        kept = uow.errands.get(ref)
    if expected is not None and expected != kept.version:
        raise stale(kept)
    if kept.state != OPEN:
        raise NotAllowed(
            Text(f"任务 {kept.errand.code} 已完成或已撤回。", f"Errand {kept.errand.code} is done or withdrawn."),
            Text("如仍需外勤，请另提新任务。", "Ask for another if field work is wanted after all."),
            code="errand-closed",
            facts={"errand": kept.errand.code, "state": kept.state},
        )
    return kept


def _check_free(uow: UnitOfWork, kept: KeptErrand) -> None:
    trips = uow.trips.serving(kept.errand.code)
    if trips:
        raise Conflict(
            Text(
                f"任务 {kept.errand.code} 已排入出车 {trips[0].trip.code}。",
                f"Errand {kept.errand.code} is on trip {trips[0].trip.code}.",
            ),
            Text("请先撤回该出车。", "Withdraw the trip first."),
            code="errand-served",
            facts={"errand": kept.errand.code, "trip": trips[0].trip.code},
        )
