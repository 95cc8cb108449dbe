"""What an indicator may ask of a case (指标要素): each fact with its kind, its meaning and how it is found in a stretch of days."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from allocator.domain.conditions import FactValue
from allocator.domain.indicators import Stretch
from allocator.domain.words import Text


class CaseRecord(NamedTuple):
    """A case as indicators see it (统计用案件): what was filed, how it ended, where it stands; money in fen.

    `entered_on` is the day on which it was put down in the office; `no_asset` None while nobody knows; `label` is its
    livelihood kind, "" for none.
    """

    id: int
    case_no: str
    kind: str
    cause: str
    claim: int
    filed_on: date
    entered_on: date
    closed_on: date | None
    way: str
    recovered: int
    lane: str
    track: str
    label: str
    team: str
    no_asset: bool | None


Found = Callable[[CaseRecord, Stretch], FactValue]


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """A fact an indicator may name (指标要素); a `lasting` one is the same in every stretch of days."""

    kind: str
    name: Text
    found: Found
    lasting: bool = False


def _accepted(case: CaseRecord, days: Stretch) -> bool:
    return case.filed_on <= days.last and (case.closed_on is None or case.closed_on >= days.first)


def _closed(case: CaseRecord, days: Stretch) -> bool:
    return case.closed_on is not None and days.first <= case.closed_on <= days.last


def _open(case: CaseRecord, days: Stretch) -> bool:
    return case.filed_on <= days.last and (case.closed_on is None or case.closed_on > days.last)


def _age(case: CaseRecord, days: Stretch) -> int:
    """Count the days from filing to closing, or to the last day of the stretch while the case is open then."""
    end = case.closed_on if case.closed_on is not None and case.closed_on <= days.last else days.last
    return max(0, (end - case.filed_on).days)


def _of_time() -> Mapping[str, IndicatorFact]:
    def row(kind: str, zh: str, en: str, found: Found) -> IndicatorFact:
        return IndicatorFact(kind, Text(zh, en), found)

    return {
        "accepted": row("yes_no", "受理：期初未结或期内新收", "open at the beginning or filed within", _accepted),
        "filed": row("yes_no", "期内立案", "filed within", lambda case, days: days.first <= case.filed_on <= days.last),
        "closed": row("yes_no", "期内结案", "closed within", _closed),
        "open": row("yes_no", "期末未结", "open at the end", _open),
        "age": row("count", "立案至结案（未结则至期末）的天数", "days from filing to closing, or to the end", _age),
    }


def _lasting() -> Mapping[str, IndicatorFact]:
    def row(kind: str, zh: str, en: str, found: Callable[[CaseRecord], FactValue]) -> IndicatorFact:
        return IndicatorFact(kind, Text(zh, en), lambda case, _: found(case), lasting=True)

    return {
        "livelihood": row("yes_no", "涉民生", "a livelihood case", lambda case: bool(case.label)),
        "has_asset": row("yes_no", "已知有财产", "known to have assets", lambda case: case.no_asset is False),
        "no_asset": row("yes_no", "已知无财产", "known to have none", lambda case: case.no_asset is True),
        "kind": row("choice", "案件类型", "kind of case", lambda case: case.kind),
        "cause": row("choice", "案由", "cause", lambda case: case.cause),
        "label": row("choice", "涉民生类型", "livelihood kind", lambda case: case.label),
        "lane": row("choice", "通道", "lane", lambda case: case.lane),
        "track": row("choice", "繁简", "class", lambda case: case.track),
        "team": row("choice", "团队", "team of the handler", lambda case: case.team),
        "way": row("choice", "结案方式", "way of closing", lambda case: case.way),
        "claim": row("money", "执行标的额", "amount under enforcement", lambda case: case.claim),
        "recovered": row("money", "到位金额", "amount recovered", lambda case: case.recovered),
    }


FACTS: Mapping[str, IndicatorFact] = {**_of_time(), **_lasting()}
"""Every fact in the order in which documents tell them."""

KINDS: dict[str, str] = {name: fact.kind for name, fact in FACTS.items()}
SUMS = tuple(name for name, kind in KINDS.items() if kind in ("money", "count"))
