"""Figures of other courts (同类法院指标): brought in by file, kept in the log, shown beside one's own of the same days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from allocator.domain.canonical import plain
from allocator.domain.indicators.peers import PeerFigure, newest, no_court, objection
from allocator.domain.indicators.words import shown
from allocator.domain.office import Office
from allocator.files.office.peers import PeerRow, peers_faulty, read_peer_rows
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.fieldwork.uploads import as_file
from allocator.services.indicators.numbers import Question, Reading, read_indicators
from allocator.services.transaction import the_office, the_rulebook, writing

PEERS = "peers"
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class PeersPutDown:
    """What was put down (登记结果): how many figures were news, how many were there word for word."""

    added: int
    known: int


@dataclass(frozen=True, slots=True)
class Beside:
    """A peer's figure beside our own number of the same days (并列数值); None where our rules know the indicator no more."""

    figure: PeerFigure
    own: Reading | None


def import_peers(context: Context, file: Path) -> PeersPutDown:
    """Put the figures of a file down, all or none; raises BadInput with every fault by row and column."""
    with writing(context) as (uow, here):
        today = here.today(the_office(uow))
        rows = read_peer_rows(file, the_rulebook(uow, today).indicators)
        known, office = list(_kept(uow)), the_office(uow)
        faults = [fault for row in rows if (fault := _fault(row, known, office, today))]
        if faults:
            raise peers_faulty(file.name, faults)
        fresh = [row.figure for row in rows if row.figure not in known]
        if fresh:
            uow.log.append(here.now(), here.actor, PEERS, None, {"figures": [plain(one) for one in fresh]})
            uow.commit()
    return PeersPutDown(len(fresh), len(rows) - len(fresh))


def import_peers_upload(context: Context, name: str, data: bytes) -> PeersPutDown:
    """Put the figures of a file that was sent down, CSV or XLSX by its name; raises like `import_peers`."""
    with as_file("peers", name, data) as file:
        return import_peers(context, file)


def _fault(row: PeerRow, known: Sequence[PeerFigure], office: Office, today: date) -> dict[str, object] | None:
    found = no_court(row.figure, office) or objection(row.figure, known, today)
    if found is None:
        return None
    field, text, remedy = found
    return row.place.fault("peer-figure-contradicts", text, remedy).as_dict() | {"field": field}


def _kept(uow: UnitOfWork) -> Iterator[PeerFigure]:
    for entry in uow.log.walk(kind=PEERS):
        for one in entry.body["figures"]:
            days = (date.fromisoformat(one["first"]), date.fromisoformat(one["last"]))
            published = date.fromisoformat(one["published"])
            yield PeerFigure(one["court"], one["indicator"], *days, Fraction(one["value"]), one["source"], published)


def peer_days(context: Context) -> tuple[Days, ...]:
    """Give the spans of days of which there are figures, those that ended last first."""
    with context.database.reading() as uow:
        found = {(one.first, one.last) for one in _kept(uow)}
    return tuple(sorted(found, key=lambda days: (days[1], days[0]), reverse=True))


def peers_beside(context: Context, indicator: str | None = None, days: Days | None = None) -> tuple[Beside, ...]:
    """Give the newest figures, of one indicator or all, of some days or all, each beside our own of the same days as it stands today."""
    with context.database.reading() as uow:
        asked = (one for one in newest(_kept(uow)) if days in (None, (one.first, one.last)))
        figures = [one for one in asked if indicator in (None, one.indicator)]
    ours = {days: _ours(context, *days) for days in dict.fromkeys((one.first, one.last) for one in figures)}
    return tuple(Beside(one, ours[one.first, one.last].get(one.indicator)) for one in figures)


def _ours(context: Context, first: date, last: date) -> dict[str, Reading]:
    return {one.indicator.id: one for one in read_indicators(context, Question(first, last)).readings}


def peers_view(found: Sequence[Beside]) -> dict[str, Any]:
    """Show peers' figures with their source and day, and our own beside each."""
    return {"items": [_beside(one) for one in found]}


def _beside(one: Beside) -> dict[str, Any]:
    figure, own = one.figure, one.own
    return {
        "court": figure.court,
        "indicator": figure.indicator,
        "name": own.indicator.name.as_dict() if own else None,
        "from": figure.first.isoformat(),
        "to": figure.last.isoformat(),
        "value": str(figure.value),
        "text": shown(own.indicator, figure.value).as_dict() if own else None,
        "source": figure.source,
        "published": figure.published.isoformat(),
        "own": None if own is None or own.measure.value is None else str(own.measure.value),
        "own_text": shown(own.indicator, own.measure.value).as_dict() if own else None,
    }
