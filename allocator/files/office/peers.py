"""A file of figures other courts have published (同类法院指标表): court, indicator, days, value, source, day of publication."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from unicodedata import normalize

from allocator.domain.errors import BadInput
from allocator.domain.indicators.definitions import Indicator
from allocator.domain.indicators.peers import PeerFigure
from allocator.domain.scenarios.figures import Unit
from allocator.domain.words import Count, Text
from allocator.files.amounts import money
from allocator.files.faults import Place, ValueFault
from allocator.files.office.checks import once
from allocator.files.office.columns import PEERS
from allocator.files.office.findings import Findings
from allocator.files.office.sheet import Entry, Names, names_of, read_table_of

INDICATOR = Text("指标", "indicator")
NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)(%?)")
PERCENT = 100


@dataclass(frozen=True, slots=True)
class PeerRow:
    """One row: the figure, and where it is written."""

    place: Place
    figure: PeerFigure


def read_peer_rows(file: Path, indicators: Mapping[str, Indicator]) -> tuple[PeerRow, ...]:
    """Read a CSV or XLSX file of peers' figures; raises BadInput with every fault by row and column."""
    findings = Findings()
    names = names_of((one.id, (one.name.zh, one.name.en)) for one in indicators.values())
    rows = read_table_of(file, PEERS, findings).built(lambda entry: _row(entry, names, indicators))
    once(rows, "value", lambda row: (*row.figure.of, row.figure.published))
    faults = [fault.as_dict() for fault in findings.found if fault.is_error]
    if faults:
        raise peers_faulty(file.name, faults)
    return tuple(row for _, row in rows)


def peers_faulty(name: str, faults: list[dict[str, object]]) -> BadInput:
    """Make the error that carries what is wrong with a file of peers' figures."""
    return BadInput(
        Text(f"“{name}”有 {len(faults)} 处错误，未作任何改动。", f'"{name}" has {Count(len(faults)):fault|faults}.'),
        Text("请逐行更正后重新载入。", "Correct each row and bring it in again; nothing was changed."),
        code="peers-faulty",
        faults=faults,
    )


def _row(entry: Entry, names: Names, indicators: Mapping[str, Indicator]) -> PeerRow:
    name = entry.known("indicator", INDICATOR, names)
    first, last = entry.first_day("first"), entry.first_day("last")
    value = _value(entry, indicators[name].unit) if name in indicators else Fraction(0)
    published = entry.first_day("published")
    return PeerRow(
        entry.place,
        PeerFigure(entry.text("court"), name, first, last, value, entry.text("source"), published),
    )


def _value(entry: Entry, unit: Unit) -> Fraction:
    """Read a value in the unit in which ours is shown: a share must bear its %, as 80 and 0.8 might both be meant."""
    word = normalize("NFKC", entry.text("value")).replace(",", "").replace(" ", "")
    if unit == Unit.FEN:
        return _money(entry)
    found = NUMBER.fullmatch(word)
    share = unit in (Unit.SHARE, Unit.POINTS)
    if word and (found is None or bool(found[2]) != (unit == Unit.SHARE)):
        example = "80.13%" if unit == Unit.SHARE else "99.1"
        text = Text(
            f"“{entry.cell('value')}”不能用于此指标。", f'"{entry.cell("value")}" is no value of this indicator.'
        )
        entry.fault("value", "peer-value-unreadable", text, Text(f"写作 {example}。", f"Write it like {example}."))
    return Fraction(found[1]) / (PERCENT if share else 1) if found else Fraction(0)


def _money(entry: Entry) -> Fraction:
    try:
        return Fraction(money(entry.cell("value")) or 0)
    except ValueFault as fault:
        entry.fault("value", fault.code, fault.text, fault.remedy)
        return Fraction(0)
