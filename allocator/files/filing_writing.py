"""Filings written as a sheet (收案登记表): the columns a clerk fills in, in Chinese or English; read again, they are the same."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from allocator.domain.cases import Filing, PartySide
from allocator.domain.facts import CORE
from allocator.domain.office import Office
from allocator.domain.rulebook.book import FactKind, Rulebook
from allocator.domain.rulebook.conditions import FactValue

Cell = str
Read = Callable[["FilingWriter", Filing], Cell]
UNITS: Mapping[str, tuple[int, str]] = {"元": (100, "yuan"), "万元": (100_0000, "10k yuan")}
TRUTH = {"zh": {True: "是", False: "否", None: "未知"}, "en": {True: "yes", False: "no", None: "unknown"}}
MONEY = ("claim", "preserved")


@dataclass(frozen=True)
class FilingWriter:
    """Writes filings for an office: `language` is "zh" or "en", `unit` that of the money columns (元 or 万元)."""

    office: Office
    rulebook: Rulebook
    language: str = "zh"
    unit: str = "元"

    @property
    def facts(self) -> tuple[FactKind, ...]:
        """Give the rulebook's facts that have a column of their own (要素)."""
        return tuple(fact for name, fact in self.rulebook.facts.items() if name not in CORE)

    def header(self) -> list[Cell]:
        """Give the names of the columns."""
        return [*(self._heading(field) for field in COLUMNS), *(self.called(fact) for fact in self.facts)]

    def row(self, filing: Filing) -> list[Cell]:
        """Give the cells of one filing; what is unknown is blank, an unknown fact as `unknown` says."""
        cells = [read(self, filing) for _, _, read in COLUMNS.values()]
        return [*cells, *(self.fact(fact, filing.traits.get(fact.id)) for fact in self.facts)]

    def rows(self, filings: Iterable[Filing]) -> list[list[Cell]]:
        """Give header and rows."""
        return [self.header(), *(self.row(filing) for filing in filings)]

    def called(self, fact: FactKind) -> Cell:
        """Head the column of a fact: by its id, which no other column bears."""
        return fact.id

    @property
    def unknown(self) -> Cell:
        """Give what is written of a fact that nobody knows."""
        return ""

    def fact(self, kind: FactKind, value: FactValue) -> Cell:
        """Write what is known of a fact."""
        if value is None:
            return self.unknown
        if kind.kind == "yes_no":
            return self.truth(value)
        return f"{self.money(int(value))}{self.unit}" if kind.kind == "money" else str(value)

    def truth(self, value: FactValue) -> Cell:
        """Write yes, no or unknown."""
        return TRUTH[self.language][None if value is None else bool(value)]

    def money(self, fen: int | None) -> Cell:
        """Write an amount in the sheet's unit, exactly."""
        return "" if fen is None else format(Decimal(fen) / UNITS[self.unit][0], "f")

    def assets(self, known: frozenset[str] | None) -> Cell:
        """Write the kinds of asset known: 无 for none found, blank while nobody has looked."""
        if known is None:
            return ""
        order = [name for name in self.rulebook.assets if name in known]
        if self.language == "en":
            return ", ".join(order) or "none"
        return "、".join(self.rulebook.assets[name].zh for name in order) or "无"

    def handler(self, code: str | None) -> Cell:
        """Write a former handler by name."""
        officer = self.office.officer_by_code.get(code or "")
        return officer.name if officer else code or ""

    def _heading(self, field: str) -> Cell:
        zh, en, _ = COLUMNS[field]
        name = zh if self.language == "zh" else en
        if field not in MONEY:
            return name
        return f"{name}（{self.unit}）" if self.language == "zh" else f"{name} ({UNITS[self.unit][1]})"


def _names(filing: Filing, side: PartySide) -> Cell:
    return "、".join(party.name for party in filing.side(side))


def _ids(filing: Filing, side: PartySide) -> Cell:
    """Write the numbers in the order of the names; a party without one leaves its place empty."""
    numbers = [party.identity or "" for party in filing.side(side)]
    return "、".join(numbers) if any(numbers) else ""


COLUMNS: Mapping[str, tuple[str, str, Read]] = {
    "case_no": ("案号", "case_no", lambda _, filing: filing.case_no),
    "kind": ("案件类型", "kind", lambda _, filing: filing.kind),
    "title": ("案件名称", "title", lambda _, filing: filing.title),
    "cause": ("案由", "cause", lambda _, filing: filing.cause or ""),
    "claim": ("执行标的额", "claim", lambda writer, filing: writer.money(filing.claim)),
    "creditors": ("申请执行人", "creditors", lambda _, filing: _names(filing, PartySide.CREDITOR)),
    "creditor_ids": ("申请执行人证件号", "creditor_ids", lambda _, filing: _ids(filing, PartySide.CREDITOR)),
    "debtors": ("被执行人", "debtors", lambda _, filing: _names(filing, PartySide.DEBTOR)),
    "debtor_ids": ("被执行人证件号", "debtor_ids", lambda _, filing: _ids(filing, PartySide.DEBTOR)),
    "town": ("乡镇", "town", lambda _, filing: filing.town or ""),
    "filed_on": ("立案日期", "filed_on", lambda _, filing: filing.filed_on.isoformat()),
    "preserved": ("已保全金额", "preserved", lambda writer, filing: writer.money(filing.preserved)),
    "assets": ("已知财产", "assets", lambda writer, filing: writer.assets(filing.assets)),
    "origin_case_no": ("原案号", "origin_case_no", lambda _, filing: filing.origin_case_no or ""),
    "previous_handler": (
        "原承办人",
        "previous_handler",
        lambda writer, filing: writer.handler(filing.previous_handler),
    ),
    "series": ("系列案", "series", lambda _, filing: filing.series or ""),
}
