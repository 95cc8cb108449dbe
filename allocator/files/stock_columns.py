"""Open cases as a sheet (在办案件表): the columns of a filing sheet, and beside them who has each case, since when, and how far it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial

from allocator.domain.cases import Filing, normal_name
from allocator.domain.errors import BadInput
from allocator.domain.facts import check_facts
from allocator.domain.rulebook.conditions import FactValue
from allocator.domain.scenarios.process import Process
from allocator.domain.words import Text
from allocator.files.answers import read_answer
from allocator.files.days import day
from allocator.files.filing_cells import Cells
from allocator.files.filing_context import FilingContext
from allocator.files.filing_fields import FieldNames
from allocator.files.nearness import nearest
from allocator.files.values import count, is_unknown, yes_no_unknown

KEPT = "kept"
STOCK_FIELDS = (
    FieldNames("holder", "承办人", "holder", ("承办法官", "经办人", "现承办人", "handler", "judge"), similar=False),
    FieldNames("mentor", "师傅", "mentor", ("导师", "带教人"), similar=False),
    FieldNames("held_since", "承办自", "held since", ("分案日期", "承办日期", "assigned on"), similar=False),
    FieldNames("moved_on", "改派日期", "moved on", ("变更承办人日期",), similar=False),
    FieldNames("lane", "办理通道", "lane", ("通道",), similar=False),
    FieldNames("stage", "办理环节", "stage", ("环节",), similar=False),
    FieldNames("stopped_days", "已扣除天数", "stopped days", ("扣除天数", "中止天数"), similar=False),
    FieldNames("tied", "有前案", "tied", ("关联前案",), similar=False),
    FieldNames("learned", "后来查明", "learned", ("查明事实",), similar=False),
    FieldNames(KEPT, "内部记录", KEPT, similar=False),
)
"""What a sheet of open cases says beside the filings; `kept` is written by an export alone."""
PAST_FIELDS = tuple(replace(field, aliases=()) for field in STOCK_FIELDS if field.id in ("tied", "learned", KEPT))
"""What an export says of past filings; a register tells much besides, such as who had the case, that nobody asks here."""


@dataclass(frozen=True)
class StockContext(FilingContext):
    """What the office knows that a sheet of open cases may name: besides all that a filing may name, lanes and stages."""

    process: Process | None = None
    beside: tuple[FieldNames, ...] = STOCK_FIELDS

    @property
    def past(self) -> "StockContext":
        """Give what past filings are read with: nobody asks who had them, since when, and how far they were."""
        return replace(self, beside=PAST_FIELDS)

    @cached_property
    def fields(self) -> tuple[FieldNames, ...]:
        """Every field a column may be: those of a filing sheet, then what tells where a case stands."""
        return (*super().fields, *self.beside)

    @cached_property
    def states(self) -> frozenset[str]:
        """The fields that tell where a case stands."""
        return frozenset(names.id for names in self.beside)

    @cached_property
    def lanes(self) -> Mapping[str, str]:
        """Find a lane by id and names, in normal form."""
        rows = self.rulebook.lanes.values()
        return {normal_name(name): row.id for row in rows for name in (row.name.zh, row.name.en, row.id)}

    @cached_property
    def stages(self) -> Mapping[str, str]:
        """Find a stage of the process by id and names, in normal form."""
        rows = self.process.stages if self.process else ()
        return {normal_name(name): row.id for row in rows for name in (row.text.zh, row.text.en, row.id)}


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says of a case (在办一行): filing, what is known beside it, who has it since when, and how far it is.

    `tied` None: the row does not say whether an earlier case is tied to it. `lane` and `stage` are ids, None where nothing is said;
    `stopped` are the days on which its clock stood still (扣除期间).
    """

    filing: Filing
    tied: bool | None
    learned: Mapping[str, FactValue]
    holder: str | None = None
    mentor: str | None = None
    since: date | None = None
    moved: date | None = None
    lane: str | None = None
    stage: str | None = None
    stopped: int | None = None


def told_by(cells: Cells, filing: Filing, context: StockContext) -> Told:
    """Read what a row says beside its filing; every fault is noted in `cells`."""
    holder, mentor = (_person(cells, name, context) for name in ("holder", "mentor"))
    since, moved = (cells.read(name, partial(_day, today=context.today)) for name in ("held_since", "moved_on"))
    _check_held(cells, filing, since)
    lane = _named(cells, "lane", context.lanes, tuple(context.rulebook.lanes))
    stage = _named(cells, "stage", context.stages, tuple(context.stages.values()))
    tied, stopped = cells.read("tied", yes_no_unknown), cells.read("stopped_days", count)
    _check_stopped(cells, (context.today - filing.filed_on).days, stopped)
    return Told(filing, tied, _learned(cells, context), holder, mentor, since, moved, lane, stage, stopped)


def _day(text: str, today: date) -> date | None:
    return None if is_unknown(text) else day(text, today)


def _person(cells: Cells, name: str, context: StockContext) -> str | None:
    written = cells.text(name)
    if is_unknown(written):
        return None
    code = context.officer_code(written)
    if code is None:
        near = nearest(written, (one.name for one in context.office.officers))
        text = Text(
            f"“{written}”不在人员表中，或有同名。", f'"{written}" is not in the table of people, or not the only one.'
        )
        cells.error(name, "person-unknown", text, _write_one(near, Text("人员编号", "the code of a person")))
    return code


def _named(cells: Cells, name: str, known: Mapping[str, str], ids: tuple[str, ...]) -> str | None:
    written = cells.text(name)
    if is_unknown(written) or normal_name(written) in known:
        return known.get(normal_name(written))
    text = Text(f"没有“{written}”。", f'There is no "{written}".')
    cells.error(name, f"{name}-unknown", text, _write_one(tuple(dict.fromkeys(ids)), Text("留空", "nothing")))
    return None


def _write_one(names: tuple[str, ...], other: Text) -> Text:
    """Tell what may be written instead."""
    zh, en = "、".join((*names, other.zh)), ", ".join((*names, other.en))
    return Text(f"可填：{zh}。", f"Write one of: {en}.")


def _check_held(cells: Cells, filing: Filing, since: date | None) -> None:
    """Tell of a holder without a day, a day without a holder, and one before the case came in."""
    held, told = not is_unknown(cells.text("holder")), not is_unknown(cells.text("held_since"))
    if held and not told:
        remedy = Text("请填写分给该承办人的日期。", "Give the day on which the holder got the case.")
        cells.error(
            "held_since", "held-since-missing", Text("为空，而有承办人。", "It is blank, with a holder."), remedy
        )
    elif not held and (told or not is_unknown(cells.text("mentor"))):
        text = Text("为空，而写了师傅或承办日期。", "It is blank, with a mentor or a day of assignment.")
        cells.error(
            "holder", "holder-missing", text, Text("请填写承办人，或清空那几项。", "Name the holder, or clear those.")
        )
    elif since is not None and since < filing.filed_on:
        text = Text(
            f"{since} 早于立案日期 {filing.filed_on}。", f"{since} is before the filing date {filing.filed_on}."
        )
        cells.error("held_since", "held-before-filing", text, Text("请更正其中之一。", "Correct one of them."))


def _check_stopped(cells: Cells, age: int, stopped: int | None) -> None:
    """Tell of a clock that stood still for longer than the case is there."""
    if stopped is not None and stopped > age:
        text = Text(
            f"{stopped} 天多于立案至今的 {age} 天。", f"{stopped} days are more than the {age} since its filing."
        )
        cells.error(
            "stopped_days",
            "stopped-too-long",
            text,
            Text("请更正天数或立案日期。", "Correct the days or the filing date."),
        )


def _learned(cells: Cells, context: StockContext) -> Mapping[str, FactValue]:
    """Read what was learned since the filing: 名称=值, several divided by a semicolon."""
    items = [item.strip() for item in cells.text("learned").replace("；", ";").split(";") if item.strip()]
    said = dict(_answers(items, context))
    faults = [Text(f"“{item}”不是 名称=值。", f'"{item}" is not NAME=VALUE.') for item in items if "=" not in item]
    try:
        check_facts(said, context.rulebook)
    except BadInput as error:
        faults += [Text(**fault["text"]) for fault in error.faults if isinstance(fault["text"], dict)]
    remedy = Text(
        "例如 full_cash=是；可用事实见规则手册 [facts]。",
        "For example full_cash=yes; the rulebook's [facts] lists them.",
    )
    for text in faults:
        cells.error("learned", "learned-refused", text, remedy)
    return said


def _answers(items: list[str], context: StockContext) -> Iterator[tuple[str, FactValue]]:
    for name, sign, value in (item.partition("=") for item in items):
        if sign:
            yield name.strip(), read_answer(name.strip(), value.strip(), context.rulebook)
