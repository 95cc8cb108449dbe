"""质效指标 Indicators: every number of some days with its band and its year before; each opens the cases it comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response

from allocator.domain.errors import BadInput, NotFound
from allocator.domain.indicators.definitions import How, Indicator, Part
from allocator.domain.indicators.facts import FACTS
from allocator.domain.words import Text
from allocator.services.indicators.numbers import Question, Reading, Statement, read_behind, read_indicators
from allocator.services.indicators.views import behind_view, heading_view, reading_view
from allocator.services.reading import read_office
from allocator.services.rules.rehearsal import rulebook_of
from api.errors import status_of
from api.pages.asked import choice, day, number, typed
from api.pages.shell import Entry, Page, show
from api.pages.words import yuan
from api.surroundings import acting

NAME = Text("质效指标", "Indicators")
PURPOSE = Text(
    "结案率、到位率、用时等指标，点开即见构成它的案件。",
    "Closing and recovery rates, days to close; each opens the cases behind it.",
)
PERMISSION = "indicators:read"
page = Page("numbers", "/indicators", Entry(NAME, PURPOSE, PERMISSION))
FIELDS = ("from", "to", "as_of", "team", "lane", "cause")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: a number, what it is counted of, and its changes on the year before."""

    shown: Mapping[str, Any]
    numerator: str
    denominator: str | None
    changes: tuple[Mapping[str, Any], ...]


@page.get("")
@page.needs(PERMISSION)
def index() -> Response:
    """Show every number of the days asked for, those of this year so far at first."""
    form = _form()
    try:
        found = read_indicators(acting(), _question(form["today"]))
    except (BadInput, NotFound) as error:
        return show("numbers/index.html", status_of(error), form=form, error=error)
    pairs = [(reading_view(mean), reading_view(middle)) for mean, middle in _twins(found)]
    return show(
        "numbers/index.html",
        form=form,
        heading=heading_view(found),
        lines=_lines(found),
        pairs=pairs,
        query=_query(found),
    )


@page.get("/<name>")
@page.needs(PERMISSION)
def behind(name: str) -> Response:
    """Show one number with its definition and, a page at a time, the cases it comes from."""
    form = _form()
    try:
        found = read_behind(acting(), name, _question(form["today"]), number("after"))
    except BadInput as error:
        return show("numbers/index.html", status_of(error), form=form, error=error)
    base = _base(found.reading.indicator, found.statement)
    return show(
        "numbers/behind.html",
        form=form,
        found=behind_view(found),
        line=_line(found.statement, found.reading, ()),
        definition=_definition(found.statement, base),
        above=[_amount(base.numerator, member.numerator) for member in found.members],
        below=[_amount(base.denominator, member.denominator) for member in found.members],
        after=number("after"),
        changes=base is not found.reading.indicator,
        query=_query(found.statement),
    )


def _question(today: date) -> Question:
    last = day("to") or today
    part = (choice("team"), choice("lane"), choice("cause"))
    return Question(day("from") or last.replace(month=1, day=1), last, day("as_of"), *part)


def _form() -> dict[str, Any]:
    """Give what may be chosen, and what was."""
    (office, today), rulebook = read_office(acting()), rulebook_of(acting())
    return {
        "today": today,
        "choices": {
            "team": {team.code: team.name for team in office.teams},
            "lane": {lane: row.name for lane, row in rulebook.lanes.items()},
            "cause": {cause.id: cause.name for cause in (*rulebook.weights.causes, rulebook.weights.other)},
        },
        "asked": {name: typed(name) for name in FIELDS if typed(name)},
    }


def _query(found: Statement) -> dict[str, str]:
    """Give the whole question as the files to take along are asked with it."""
    heading = heading_view(found)
    return {name: heading[name] for name in FIELDS if heading[name]}


def _lines(found: Statement) -> list[Line]:
    """Give the rows in the rulebook's order; a change on the year before stands in the row of what it is a change of."""
    changes: dict[str, list[Reading]] = {}
    for reading in found.readings:
        changes.setdefault(reading.indicator.base, []).append(reading)
    return [_line(found, reading, changes.get(reading.indicator.id, ())) for reading in changes.get("", ())]


def _line(found: Statement, reading: Reading, changes: Any) -> Line:
    base = _base(reading.indicator, found)
    return Line(
        reading_view(reading),
        _amount(base.numerator, reading.measure.numerator),
        _amount(base.denominator, reading.measure.denominator) if base.denominator else None,
        tuple(reading_view(change) for change in changes),
    )


def _twins(found: Statement) -> Iterator[tuple[Reading, Reading]]:
    """Give the shares that are told both over all amounts and as the middle of the cases' own (按金额、个案中位数)."""
    shares = [reading for reading in found.readings if reading.indicator.how == How.RATIO]
    for middle in (reading for reading in found.readings if reading.indicator.how == How.MEDIAN):
        parts = (middle.indicator.numerator, middle.indicator.denominator)
        of_both = (one for one in shares if (one.indicator.numerator, one.indicator.denominator) == parts)
        yield from ((mean, middle) for mean in of_both)


def _base(indicator: Indicator, found: Statement) -> Indicator:
    """Give what an indicator is a change of, else itself."""
    return found.rulebook.indicators.get(indicator.base, indicator)


def _definition(found: Statement, base: Indicator) -> Mapping[str, str]:
    """Give the words of the rulebook that define an indicator."""
    row = dict(found.rulebook.source)["indicators"][base.id]  # type: ignore[index]
    return {
        key: str(row[key]) for key in ("numerator", "numerator_sum", "denominator", "denominator_sum") if key in row
    }


def _amount(part: Part | None, value: int | None) -> str:
    """Write what a part adds up: money in yuan, anything else as it is counted."""
    if part is None or value is None:
        return "—"
    return yuan(value) if part.sum and FACTS[part.sum].kind == "money" else f"{value:,}"
