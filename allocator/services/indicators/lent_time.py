"""What special actions take of the office while they last (专项抽调): lent people and vehicles, and the cases that fill lent time."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from allocator.decisions.loads.load_turns import Carried
from allocator.domain.docket import Case
from allocator.domain.fieldwork.trips import Errand
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.special_actions import lent_people, of_action
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.indicators.opened_campaigns import opened_in

WEEK = timedelta(days=7)


def filling(
    uow: UnitOfWork, office: Office, rulebook: Rulebook, day: date, held: Iterable[tuple[Case, str]]
) -> dict[int, str]:
    """Give by id those of some held cases, each with who leads it, that fill time lent to a special action on a day or later.

    A case fills it while its facts meet the action's filter, whatever became known since it was given.
    """
    lent = lent_people(office, day)
    led = [(case, code) for case, code in held if code in lent]
    found: dict[int, str] = {}
    for one in opened_in(uow) if led else ():
        if one.last >= day:
            mine = {case.id: code for case, code in led if code in one.action.people}
            meant, _ = of_action([case for case, _ in led if case.id in mine], one.action, office, rulebook)
            found.update({case.id: mine[case.id] for case in meant})
    return found


def filled_now(uow: UnitOfWork, office: Office, rulebook: Rulebook, day: date) -> dict[str, int]:
    """Give by officer the minutes of open work that fill time lent to special actions (专项在手工作量)."""
    led = uow.cases.led_by(sorted(lent_people(office, day)))
    held = {case.id: case.holding for case in led if case.holding is not None}
    found = filling(uow, office, rulebook, day, ((case, held[case.id].officer) for case in led if case.id in held))
    return _sums((code, held[number].charges.get(code, 0)) for number, code in found.items())


def filled_then(
    uow: UnitOfWork, office: Office, rulebook: Rulebook, day: date, carried: Mapping[int, Carried]
) -> dict[str, int]:
    """Give the same of a day gone by, from who carried what then; facts are those known now."""
    lent = lent_people(office, day)
    owners = {number: next(iter(lent & one.own.keys()), "") for number, one in carried.items()} if lent else {}
    theirs = uow.cases.by_id([number for number, code in owners.items() if code])
    found = filling(uow, office, rulebook, day, ((case, owners[number]) for number, case in theirs.items()))
    return _sums((code, carried[number].charges[code]) for number, code in found.items())


def _sums(parts: Iterable[tuple[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for code, minutes in parts:
        total[code] = total.get(code, 0) + minutes
    return total


def special_errands(
    uow: UnitOfWork, office: Office, rulebook: Rulebook, monday: date, asked: Iterable[tuple[Errand, Case | None]]
) -> dict[str, tuple[str, ...]]:
    """Give by special action the errands of its cases in a week in which it takes anything (专项外勤任务)."""
    sunday = monday + WEEK - date.resolution
    known = {
        one.action for one in office.lendings if one.period.first <= sunday and (one.period.last or sunday) >= monday
    }
    served = [(errand.code, case) for errand, case in asked if case is not None]
    found: dict[str, tuple[str, ...]] = {}
    for one in opened_in(uow) if known else ():
        if one.action.code in known:
            meant, _ = of_action({case.id: case for _, case in served}.values(), one.action, office, rulebook)
            numbers = {case.id for case in meant}
            found[one.action.code] = tuple(code for code, case in served if case.id in numbers)
    return {action: codes for action, codes in found.items() if codes}
