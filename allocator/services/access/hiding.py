"""What is hidden from whoever asks (不予显示): restricted cases without leave, and every case they are recused from."""

from dataclasses import replace

from allocator.decisions.recommendation.recusal import tied
from allocator.domain.cases import normal_name
from allocator.domain.docket import Case
from allocator.domain.hidden import NOTHING, Hidden
from allocator.domain.office import Office
from allocator.domain.people import Officer
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.access.permissions import Access
from allocator.services.context import Context
from allocator.services.transaction import the_rulebook

LEAVE = "restricted:read"
_seen: dict[tuple[str, str, str | None, str | None, bool], Hidden] = {}
_KEPT = 64


def seen_by(context: Context, access: Access) -> Context:
    """Give the context as far as it is for somebody: what is hidden from them stands in no answer read through it.

    Whatever hides a case or shows it is an entry of the log, so it is worked out anew only when the log has grown.
    """
    actor = access.actor if access.session is not None else None
    with context.database.reading() as uow:
        key = (context.database.url, uow.log.head()[1], actor, access.officer, access.may(LEAVE))
        found = _seen.get(key)
        if found is None:
            found = _seen[key] = hidden_from(uow, context, actor, access.officer, leave=access.may(LEAVE))
            for old in list(_seen)[:-_KEPT]:
                _seen.pop(old, None)
    return replace(context, database=context.database.hiding(found))


def hidden_from(uow: UnitOfWork, context: Context, actor: str | None, officer: str | None, *, leave: bool) -> Hidden:
    """Work out what is hidden from a user, an officer, or somebody who is both; `leave` opens restricted cases to them.

    Who marked a case restricted, who handles it and who mentors in it know of it. Nobody's leave lifts a recusal.
    """
    with uow.for_the_office():
        restricted = () if leave else uow.restrictions.not_for(actor, officer)
        ids = {*restricted, *_recused(uow, context, officer)}
        return uow.restrictions.hiding(ids) if ids else NOTHING


def _recused(uow: UnitOfWork, context: Context, code: str | None) -> list[int]:
    office = uow.office.load() if code else None
    officer = office.officer_by_code.get(code or "") if office else None
    if office is None or officer is None:
        return []
    found = uow.cases.by_id(_touched(uow, officer, office))
    day = context.today(office)
    snapshot = Snapshot(office, the_rulebook(uow, day), day, {}, {})
    return [number for number, case in found.items() if tied(officer, _placed(case), snapshot)]


def _touched(uow: UnitOfWork, officer: Officer, office: Office) -> list[int]:
    """Find the cases a tie may concern: by a party's name or identity, by the case's number, by the officer's own name."""
    own = office.recusals_of(officer.code)
    names = [officer.name, *(one.party for one in own if one.party)]
    keys = [f"name:{normal_name(name)}" for name in names]
    keys += [f"id:{normal_name(one.identity)}" for one in own if one.identity]
    return uow.restrictions.touching(keys, [one.case_no for one in own if one.case_no])


def _placed(case: Case) -> CaseToPlace:
    standing = case.standing
    return CaseToPlace(case.input, standing.lane, standing.minutes, standing.priority)
