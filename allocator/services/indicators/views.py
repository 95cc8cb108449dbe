"""Indicators as documents (指标视图): every number with its definition, the digest that names it, and the rules it rests on."""

from typing import Any

from allocator.domain.indicators.measuring import Member
from allocator.domain.indicators.words import band_shown, in_unit, shown
from allocator.services.indicators.numbers import Behind, Reading, Statement


def statement_view(statement: Statement) -> dict[str, Any]:
    """Show a statement: the question, the rules in force, every indicator."""
    return {**heading_view(statement), "items": [reading_view(reading) for reading in statement.readings]}


def heading_view(statement: Statement) -> dict[str, Any]:
    """Show what was asked and which rules answered."""
    question, rulebook = statement.question, statement.rulebook
    return {
        "from": question.first.isoformat(),
        "to": question.last.isoformat(),
        "as_of": statement.as_of.isoformat(),
        "team": question.team,
        "lane": question.lane,
        "cause": question.cause,
        "rulebook": {"version": rulebook.version, "digest": rulebook.digest},
        "resting": statement.resting.as_dict(),
    }


def reading_view(reading: Reading) -> dict[str, Any]:
    """Show one number: exact, rounded in its unit, and in words; its band; its definition."""
    indicator, found, band = reading.indicator, reading.measure, reading.band
    return {
        "id": indicator.id,
        "name": indicator.name.as_dict(),
        "unit": indicator.unit.value,
        "numerator": found.numerator,
        "denominator": found.denominator,
        "value": None if found.value is None else str(found.value),
        "rounded": None if found.value is None else in_unit(found.value, indicator.unit),
        "text": shown(indicator, found.value).as_dict(),
        "before": None if found.before is None else str(found.before),
        "from": reading.days.first.isoformat(),
        "to": reading.days.last.isoformat(),
        "band": band_shown(indicator, band.least, band.most).as_dict(),
        "within": reading.within,
        "meaning": indicator.note.as_dict(),
        "source": indicator.source,
        "definition": indicator.digest,
    }


def behind_view(behind: Behind) -> dict[str, Any]:
    """Show a page of the cases behind a number."""
    return {
        **heading_view(behind.statement),
        "indicator": reading_view(behind.reading),
        "count": behind.count,
        "not_shown": behind.left_out,
        "items": [member_view(member) for member in behind.members],
        "next": behind.next,
    }


def member_view(member: Member) -> dict[str, Any]:
    """Show a case with what it gives to numerator and denominator; null where it is not in that part."""
    case = member.case
    return {
        "id": case.id,
        "case_no": case.case_no,
        "kind": case.kind,
        "cause": case.cause,
        "lane": case.lane,
        "team": case.team or None,
        "filed_on": case.filed_on.isoformat(),
        "closed_on": case.closed_on.isoformat() if case.closed_on else None,
        "closed_as": case.way or None,
        "numerator": member.numerator,
        "denominator": member.denominator,
    }
