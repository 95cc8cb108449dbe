"""What an indicator may ask of a case (指标要素): each fact with its kind, its meaning and how it is found in a stretch of days."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from allocator.domain.clocks.running import Span, stopped_days
from allocator.domain.indicators.definitions import Stretch
from allocator.domain.rulebook.conditions import FactValue
from allocator.domain.words import Text

PAYMENT_DAYS = timedelta(days=30)  # the rate is called by it: 30日发放率 (D17 7)


class Money(NamedTuple):
    """Case money received or paid (案款): on a day, under the receipt's number, in fen."""

    on: date
    receipt: str
    amount: int


class Petition(NamedTuple):
    """A petition (信访): when it came, and when it was settled."""

    received: date
    settled: date | None


class CaseRecord(NamedTuple):
    """A case as indicators see it (统计用案件): what was filed, how it ended, where it stands; money in fen.

    `entered_on` is the day on which it was put down in the office; `no_asset` None while nobody knows; `label` is its
    livelihood kind, "" for none. `due_on` is the last day of the legal limit, `stops` the days on which it stood still,
    `missed` the last days of nodes that were not done by then, `list_green` whether the check-list of its closing is
    green, None where none is kept of it.
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
    due_on: date | None = None
    stops: tuple[Span, ...] = ()
    received: tuple[Money, ...] = ()
    paid: tuple[Money, ...] = ()
    petitions: tuple[Petition, ...] = ()
    missed: tuple[date, ...] = ()
    list_green: bool | None = None


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
    return max(0, (_end(case, days) - case.filed_on).days)


def _end(case: CaseRecord, days: Stretch) -> date:
    return case.closed_on if case.closed_on is not None and case.closed_on <= days.last else days.last


def _net_age(case: CaseRecord, days: Stretch) -> int:
    """Count the same days without those on which the clock stood still (扣除停算)."""
    if not case.stops:
        return _age(case, days)
    return max(0, _age(case, days) - stopped_days(case.stops, case.filed_on, _end(case, days)))


def _in_time(case: CaseRecord) -> bool:
    return case.closed_on is not None and case.due_on is not None and case.closed_on <= case.due_on


def _overdue(case: CaseRecord, days: Stretch) -> bool:
    return _open(case, days) and case.due_on is not None and case.due_on < days.last


def _within(money: Iterable[Money], days: Stretch) -> Iterator[Money]:
    return (one for one in money if days.first <= one.on <= days.last)


def _due_money(case: CaseRecord, days: Stretch) -> list[Money]:
    """List the receipts whose thirty days ended within the stretch."""
    return [one for one in case.received if days.first <= one.on + PAYMENT_DAYS <= days.last]


def _paid_in_time(case: CaseRecord, days: Stretch) -> int:
    """Add up what of those receipts was paid out within their thirty days."""
    return sum(
        min(
            one.amount,
            sum(paid.amount for paid in case.paid if paid.receipt == one.receipt and paid.on <= one.on + PAYMENT_DAYS),
        )
        for one in _due_money(case, days)
    )


def _petitions(case: CaseRecord, days: Stretch) -> int:
    """Count the petitions open at the beginning or received within."""
    return sum(
        one.received <= days.last and (one.settled is None or one.settled >= days.first) for one in case.petitions
    )


def _settled(case: CaseRecord, days: Stretch) -> int:
    return sum(one.settled is not None and days.first <= one.settled <= days.last for one in case.petitions)


def _of_time() -> Mapping[str, IndicatorFact]:
    def row(kind: str, zh: str, en: str, found: Found) -> IndicatorFact:
        return IndicatorFact(kind, Text(zh, en), found)

    return {
        "accepted": row("yes_no", "受理：期初未结或期内新收", "open at the beginning or filed within", _accepted),
        "filed": row("yes_no", "期内立案", "filed within", lambda case, days: days.first <= case.filed_on <= days.last),
        "closed": row("yes_no", "期内结案", "closed within", _closed),
        "open": row("yes_no", "期末未结", "open at the end", _open),
        "age": row("count", "立案至结案（未结则至期末）的天数", "days from filing to closing, or to the end", _age),
        "net_age": row("count", "同上，扣除停算日", "the same days without those that do not count", _net_age),
        "overdue": row("yes_no", "期末未结且已过法定期限", "open at the end, past its legal limit", _overdue),
        "petitions": row(
            "count", "信访受理（期初未办结与新收）", "petitions open at the beginning or received", _petitions
        ),
        "petitions_settled": row("count", "期内办结信访", "petitions settled within", _settled),
        "missed_nodes": row(
            "count",
            "期内超期节点",
            "nodes gone overdue within",
            lambda case, days: sum(days.first <= due < days.last for due in case.missed),
        ),
    }


def _of_money() -> Mapping[str, IndicatorFact]:
    def row(kind: str, zh: str, en: str, found: Found) -> IndicatorFact:
        return IndicatorFact(kind, Text(zh, en), found)

    def total(money: Iterable[Money]) -> int:
        return sum(one.amount for one in money)

    return {
        "received": row(
            "money", "期内案款到账", "case money received within", lambda case, days: total(_within(case.received, days))
        ),
        "paid": row(
            "money", "期内案款发放", "case money paid out within", lambda case, days: total(_within(case.paid, days))
        ),
        "payments": row(
            "count", "期内发放笔数", "payments made within", lambda case, days: len(list(_within(case.paid, days)))
        ),
        "due_30": row(
            "money", "期内满30日的到账", "money whose thirty days ended within",
            lambda case, days: total(_due_money(case, days)),
        ),
        "paid_30": row("money", "其中30日内发放", "of it, paid out within those days", _paid_in_time),
    }  # fmt: skip


def _lasting() -> Mapping[str, IndicatorFact]:
    def row(kind: str, zh: str, en: str, found: Callable[[CaseRecord], FactValue]) -> IndicatorFact:
        return IndicatorFact(kind, Text(zh, en), lambda case, _: found(case), lasting=True)

    return {
        "in_time": row("yes_no", "在法定期限内结案", "closed within the legal limit", _in_time),
        "list_kept": row(
            "yes_no",
            "结案核查清单在系统内核查",
            "the closing has a check-list that is kept here",
            lambda case: case.list_green is not None,
        ),
        "list_green": row(
            "yes_no", "结案核查清单全部合格", "every item of that list is green", lambda case: case.list_green is True
        ),
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


FACTS: Mapping[str, IndicatorFact] = {**_of_time(), **_of_money(), **_lasting()}
"""Every fact in the order in which documents tell them."""

KINDS: dict[str, str] = {name: fact.kind for name, fact in FACTS.items()}
SUMS = tuple(name for name, kind in KINDS.items() if kind in ("money", "count"))
