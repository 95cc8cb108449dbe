"""What an indicator may ask of a case (指标要素): each fact with its kind, its meaning and how it is found in a stretch of days."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple, TypeAlias

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

    `no_asset` is None while nobody knows; `label` its livelihood kind, "" for none. `due_on` is the last day of the legal
    limit, `stops` the days on which it stood still, `missed` the last days of nodes that were not done by then, in order,
    `list_green` whether the check-list of its closing is green, None where none is kept of it.
    """

    id: int
    case_no: str
    kind: str
    cause: str
    claim: int
    filed_on: date
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


Cases: TypeAlias = Sequence[CaseRecord]
Column: TypeAlias = Sequence[FactValue]
Found: TypeAlias = Callable[[Cases, Stretch], Column]


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """A fact an indicator may name (指标要素), found of many cases at once; a `lasting` one is the same in every stretch of days."""

    kind: str
    name: Text
    found: Found
    lasting: bool = False

    def of(self, case: CaseRecord, days: Stretch) -> FactValue:
        """Give it for one case."""
        return self.found((case,), days)[0]


def _accepted(cases: Cases, days: Stretch) -> list[bool]:
    first, last = days.first, days.last
    return [case.filed_on <= last and (case.closed_on is None or case.closed_on >= first) for case in cases]


def _filed(cases: Cases, days: Stretch) -> list[bool]:
    first, last = days.first, days.last
    return [first <= case.filed_on <= last for case in cases]


def _closed(cases: Cases, days: Stretch) -> list[bool]:
    first, last = days.first, days.last
    return [case.closed_on is not None and first <= case.closed_on <= last for case in cases]


def _open(cases: Cases, days: Stretch) -> list[bool]:
    last = days.last
    return [case.filed_on <= last and (case.closed_on is None or case.closed_on > last) for case in cases]


def _ages(cases: Cases, days: Stretch) -> list[int]:
    """Count the days from filing to closing, or to the last day of the stretch while the case is open then."""
    return [max(0, (_end(case, days.last) - case.filed_on).days) for case in cases]


def _end(case: CaseRecord, last: date) -> date:
    return case.closed_on if case.closed_on is not None and case.closed_on <= last else last


def _net_ages(cases: Cases, days: Stretch) -> list[int]:
    """Count the same days without those on which the clock stood still (扣除停算)."""
    last = days.last
    held = (stopped_days(case.stops, case.filed_on, _end(case, last)) if case.stops else 0 for case in cases)
    return [max(0, age - stopped) for age, stopped in zip(_ages(cases, days), held, strict=True)]


def _in_time(case: CaseRecord) -> bool:
    return case.closed_on is not None and case.due_on is not None and case.closed_on <= case.due_on


def _overdue(cases: Cases, days: Stretch) -> list[bool]:
    late = (case.due_on is not None and case.due_on < days.last for case in cases)
    return [is_open and is_late for is_open, is_late in zip(_open(cases, days), late, strict=True)]


def _amounts(part: str, wait: timedelta = timedelta()) -> Found:
    """Add up the money of each case whose day, or whose wait, ended within the stretch."""
    of = attrgetter(part)

    def found(cases: Cases, days: Stretch) -> list[int]:
        """Most money is of other days, and most cases have none."""
        first, last = days.first - wait, days.last - wait
        return [sum([fen for on, _, fen in money if first <= on <= last]) if money else 0 for money in map(of, cases)]

    return found


def _payments(cases: Cases, days: Stretch) -> list[int]:
    first, last = days.first, days.last
    return [len([one for one in case.paid if first <= one.on <= last]) if case.paid else 0 for case in cases]


def _paid_in_time(case: CaseRecord, days: Stretch) -> int:
    """Add up what was paid, within their thirty days, of the receipts whose days ended within the stretch."""
    found, first, last = 0, days.first - PAYMENT_DAYS, days.last - PAYMENT_DAYS
    for on, receipt, amount in case.received:
        if first <= on <= last:
            until = on + PAYMENT_DAYS
            found += min(amount, sum([paid for day, of, paid in case.paid if of == receipt and day <= until]))
    return found


def _petitions(case: CaseRecord, days: Stretch) -> int:
    """Count the petitions open at the beginning or received within."""
    return sum(
        one.received <= days.last and (one.settled is None or one.settled >= days.first) for one in case.petitions
    )


def _settled(case: CaseRecord, days: Stretch) -> int:
    return sum(one.settled is not None and days.first <= one.settled <= days.last for one in case.petitions)


def _missed(cases: Cases, days: Stretch) -> list[int]:
    """Count the nodes whose last day fell within the stretch; the last days of a case stand in order."""
    first, last = days.first, days.last
    return [bisect_left(case.missed, last) - bisect_left(case.missed, first) if case.missed else 0 for case in cases]


def _where(part: str, found: Callable[[CaseRecord, Stretch], int]) -> Found:
    """Find a number of those cases that have any of some part of their history; of most it is nothing."""
    of = attrgetter(part)
    return lambda cases, days: [found(case, days) if of(case) else 0 for case in cases]


def _of_time() -> Mapping[str, IndicatorFact]:
    def row(kind: str, zh: str, en: str, found: Found) -> IndicatorFact:
        return IndicatorFact(kind, Text(zh, en), found)

    return {
        "accepted": row("yes_no", "受理：期初未结或期内新收", "open at the beginning or filed within", _accepted),
        "filed": row("yes_no", "期内立案", "filed within", _filed),
        "closed": row("yes_no", "期内结案", "closed within", _closed),
        "open": row("yes_no", "期末未结", "open at the end", _open),
        "age": row("count", "立案至结案（未结则至期末）的天数", "days from filing to closing, or to the end", _ages),
        "net_age": row("count", "同上，扣除停算日", "the same days without those that do not count", _net_ages),
        "overdue": row("yes_no", "期末未结且已过法定期限", "open at the end, past its legal limit", _overdue),
        "petitions": row(
            "count", "信访受理（期初未办结与新收）", "petitions open at the beginning or received",
            _where("petitions", _petitions),
        ),
        "petitions_settled": row("count", "期内办结信访", "petitions settled within", _where("petitions", _settled)),
        "missed_nodes": row("count", "期内超期节点", "nodes gone overdue within", _missed),
    }  # fmt: skip


def _of_money() -> Mapping[str, IndicatorFact]:
    def row(kind: str, zh: str, en: str, found: Found) -> IndicatorFact:
        return IndicatorFact(kind, Text(zh, en), found)

    return {
        "received": row("money", "期内案款到账", "case money received within", _amounts("received")),
        "paid": row("money", "期内案款发放", "case money paid out within", _amounts("paid")),
        "payments": row("count", "期内发放笔数", "payments made within", _payments),
        "due_30": row(
            "money", "期内满30日的到账", "money whose thirty days ended within", _amounts("received", PAYMENT_DAYS)
        ),
        "paid_30": row("money", "其中30日内发放", "of it, paid out within those days", _where("paid", _paid_in_time)),
    }


def _lasting() -> Mapping[str, IndicatorFact]:
    def row(kind: str, zh: str, en: str, found: Callable[[CaseRecord], FactValue]) -> IndicatorFact:
        return IndicatorFact(kind, Text(zh, en), lambda cases, _: [*map(found, cases)], lasting=True)

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
        "kind": row("choice", "案件类型", "kind of case", attrgetter("kind")),
        "cause": row("choice", "案由", "cause", attrgetter("cause")),
        "label": row("choice", "涉民生类型", "livelihood kind", attrgetter("label")),
        "lane": row("choice", "通道", "lane", attrgetter("lane")),
        "track": row("choice", "繁简", "class", attrgetter("track")),
        "team": row("choice", "团队", "team of the handler", attrgetter("team")),
        "way": row("choice", "结案方式", "way of closing", attrgetter("way")),
        "claim": row("money", "执行标的额", "amount under enforcement", attrgetter("claim")),
        "recovered": row("money", "到位金额", "amount recovered", attrgetter("recovered")),
    }


FACTS: Mapping[str, IndicatorFact] = {**_of_time(), **_of_money(), **_lasting()}
"""Every fact in the order in which documents tell them."""

KINDS: dict[str, str] = {name: fact.kind for name, fact in FACTS.items()}
SUMS = tuple(name for name, kind in KINDS.items() if kind in ("money", "count"))
