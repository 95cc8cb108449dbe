"""What a single event of a case must not say (单个事件校验): kinds nobody knows, facts that are missing, days that cannot be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from allocator.domain.calendar import WorkCalendar
from allocator.domain.clocks.clock import Matter
from allocator.domain.clocks.events import CaseEvent
from allocator.domain.clocks.nodes import FROM_CASE, Happening
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Text


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One thing that is wrong with an event (矛盾): at which field, why, and what to do."""

    event: CaseEvent
    field: str
    code: str
    text: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class Told:
    """What a check of a history may see (校验依据): the case, the rules, the calendar, the day."""

    matter: Matter
    rulebook: Rulebook
    calendar: WorkCalendar
    today: date


Found = Iterator[Contradiction]
FIELDS = {
    "item": Text("事项", "item"), "asset": Text("事项（种类:名称）", "item (kind:name)"), "amount": Text("金额", "amount"),
    "until": Text("截止日期", "last day"), "approver": Text("批准人", "approver"), "note": Text("备注", "note"),
}  # fmt: skip


def alone_wrong(event: CaseEvent, told: Told) -> Found:
    """Say what is wrong with an event whatever else happened: its kind, what it needs, its days."""
    kind = told.rulebook.happenings.kinds.get(event.kind)
    if kind is None:
        yield _unknown(event, told)
        return
    yield from _needs(event, kind, told)
    yield from _days(event, kind, told)


def _unknown(event: CaseEvent, told: Told) -> Contradiction:
    if event.kind in FROM_CASE:
        return Contradiction(
            event, "kind", "event-from-case",
            Text(f"“{event.kind}”由案件本身记载，不再登记。", f'"{event.kind}" is told by the case itself.'),
            Text("请用立案、分案或结案登记。", "File, assign or close the case instead."),
        )  # fmt: skip
    listed = list(told.rulebook.happenings.kinds.values())
    zh = "、".join(f"{kind.name.zh}（{kind.id}）" for kind in listed)
    en = ", ".join(f"{kind.id} ({kind.name.en})" for kind in listed)
    return Contradiction(
        event, "kind", "event-kind-unknown",
        Text(f"没有事件种类“{event.kind}”。", f'There is no kind of event "{event.kind}".'),
        Text(f"可用：{zh or '无'}。", f"Use one of: {en or 'none'}."),
    )  # fmt: skip


def _needs(event: CaseEvent, kind: Happening, told: Told) -> Found:
    given = {
        "item": event.item, "asset": event.item, "amount": event.amount, "until": event.until,
        "approver": event.approver, "note": event.note,
    }  # fmt: skip
    for need in kind.needs:
        if given[need] in ("", None):
            field, said = "item" if need == "asset" else need, FIELDS[need]
            yield Contradiction(
                event, field, "event-incomplete",
                Text(f"“{kind.name.zh}”须写{said.zh}。", f'"{kind.name.en}" needs its {said.en}.'),
                Text(f"请补充{said.zh}。", f"Add the {said.en}."),
            )  # fmt: skip
    if "amount" in kind.needs and event.amount == 0:
        text = Text(f"“{kind.name.zh}”的金额为 0。", f'"{kind.name.en}" has an amount of 0.')
        remedy = Text("没有款项往来的，不登记。", "Record nothing where no money came or went.")
        yield Contradiction(event, "amount", "event-amount-nought", text, remedy)
    if "asset" in kind.needs and event.item and event.item.partition(":")[0] not in told.rulebook.assets:
        known = ", ".join(told.rulebook.assets)
        yield Contradiction(
            event, "item", "event-asset-unknown",
            Text(f"“{event.item}”未以财产种类开头。", f'"{event.item}" does not begin with a kind of asset.'),
            Text(f"写作“种类:名称”，种类可为 {known}。", f"Write kind:name; kinds are {known}."),
        )  # fmt: skip


def _days(event: CaseEvent, kind: Happening, told: Told) -> Found:
    matter = told.matter
    if event.on > told.today:
        text = Text(f"{event.on} 尚未到来。", f"{event.on} is yet to come.")
        yield Contradiction(event, "on", "event-in-future", text, Text("请核对日期。", "Check the date."))
    if event.on < matter.filed_on and event.kind != "application_received":
        text = Text(f"{event.on} 早于立案日期 {matter.filed_on}。", f"It was filed on {matter.filed_on}.")
        yield Contradiction(event, "on", "event-before-filing", text, Text("请更正日期。", "Correct the date."))
    if matter.closed_on is not None and event.on > matter.closed_on and not kind.after_closing:
        yield Contradiction(
            event, "on", "event-after-closing",
            Text(f"案件已于 {matter.closed_on} 结案。", f"The case was closed on {matter.closed_on}."),
            Text("请核对案号和日期；须续办的以恢复执行立案。", "Check case and day; file a resumed case for more."),
        )  # fmt: skip
    if event.until is not None and event.until < event.on:
        text = Text(f"截止日 {event.until} 早于 {event.on}。", f"It ends on {event.until}, before {event.on}.")
        yield Contradiction(event, "until", "event-ends-first", text, Text("请更正其中一个。", "Correct one of them."))
