"""What a history of a case must not say (办案事件校验): events that contradict the case, the rules or one another."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, timedelta

from allocator.domain.clocks.clock import clocks, milestones
from allocator.domain.clocks.events import CORRECTION, CaseEvent, standing_events
from allocator.domain.clocks.lone_events import Contradiction, Found, Told, alone_wrong
from allocator.domain.clocks.nodes import ClockStop
from allocator.domain.words import Text


def contradictions(kept: Sequence[CaseEvent], fresh: Sequence[CaseEvent], told: Told) -> tuple[Contradiction, ...]:
    """Give all that is wrong with fresh events, given those that are kept; none when they may be put down together.

    First each event alone, then, if all of them are sound, the history they make with the others.
    """
    alone = tuple(fault for event in fresh for fault in alone_wrong(event, told))
    if alone:
        return alone
    taken = tuple(_corrections(kept, fresh))
    if taken:
        return taken
    twice = tuple(_twice(kept, fresh, told))
    if twice:
        return twice
    history = standing_events([*kept, *fresh])
    found = [fault for check in HISTORY for fault in check(history, told)]
    return tuple(_blamed(fault, fresh) for fault in found if fresh)


def _blamed(fault: Contradiction, fresh: Sequence[CaseEvent]) -> Contradiction:
    """Let a fresh event bear what is wrong: a kept one is wrong only since something fresh took its ground away."""
    kept = fault.event
    if kept in fresh:
        return fault
    zh, en = (
        f"{kept.on} 已登记的事件“{kept.key}”因此不再成立：",
        f'The event "{kept.key}" of {kept.on} no longer holds then: ',
    )
    text = Text(zh + fault.text.zh, en + fault.text.en)
    remedy = Text("请先更正或一并更正该事件。", "Take that event back as well, or first.")
    return Contradiction(fresh[-1], fault.field, fault.code, text, remedy)


def _corrections(kept: Sequence[CaseEvent], fresh: Sequence[CaseEvent]) -> Found:
    """A correction must name an event that stands and is none itself."""
    gone = {event.item for event in kept if event.kind == CORRECTION}
    keys = {event.key for event in (*kept, *fresh) if event.kind != CORRECTION} - gone
    for event in fresh:
        if event.kind == CORRECTION:
            if event.item not in keys:
                text = Text(f"没有可更正的事件“{event.item}”。", f'There is no event "{event.item}" to take back.')
                yield Contradiction(
                    event, "item", "correction-of-nothing", text, Text("请核对编号。", "Check its key.")
                )
            keys.discard(event.item)


def _twice(kept: Sequence[CaseEvent], fresh: Sequence[CaseEvent], told: Told) -> Found:
    """The same facts under another key are the same event told twice (重复登记): it would be counted, or paid out, twice.

    What really happened twice on a day tells itself apart by its note, such as two creditors paid alike out of one receipt.
    What only ends something and says nothing more may be told of each thing it ends.
    """
    telling = _telling(told)
    standing = {event.key for event in standing_events([*kept, *fresh])}
    known = {_facts(event): event for event in kept if event.key in standing}
    for event in (event for event in fresh if event.key in standing and event.kind in telling):
        there = known.setdefault(_facts(event), event)
        if there is not event:
            name = told.rulebook.happenings.kinds[event.kind].name
            text = Text(
                f"{event.on} 的“{name.zh}”已以编号“{there.key}”登记，内容相同。",
                f'The same "{name.en}" of {event.on} is there already under the key "{there.key}".',
            )
            remedy = Text(
                "重复的不再登记；确为另一笔（另一件）的，请在备注中写明区别。",
                "Leave it out; if it really is another one, say in its note what tells them apart.",
            )
            yield Contradiction(event, "key", "event-told-twice", text, remedy)


def _telling(told: Told) -> set[str]:
    """Name the kinds that begin something, carry facts of their own or move money: told twice, they count twice."""
    happenings = told.rulebook.happenings
    begin = {kind for node in told.rulebook.nodes for kind in node.starts} | {stop.begins for stop in happenings.stops}
    facts = {kind.id for kind in happenings.kinds.values() if kind.needs or kind.money or kind.extends}
    return (begin | facts) - {CORRECTION}


def _facts(event: CaseEvent) -> tuple[object, ...]:
    """Give all that an event says but its key."""
    item, approver, note = (" ".join(word.split()) for word in (event.item, event.approver, event.note))
    return event.kind, event.on, item, event.amount, event.until, approver, note


def _stops(history: Sequence[CaseEvent], told: Told) -> Found:
    for stop in told.rulebook.happenings.stops:
        marks = [event for event in history if event.kind in (stop.begins, stop.ends)]
        for item in dict.fromkeys(event.item for event in marks):
            yield from _stop(stop, [event for event in marks if event.item == item], told)


def _stop(stop: ClockStop, marks: Sequence[CaseEvent], told: Told) -> Found:
    """Walk one stop of one thing: it begins, it ends, it begins again; never twice at once and never out of nothing."""
    opened: CaseEvent | None = None
    zh, en = stop.name.zh, stop.name.en
    for event in sorted(marks, key=lambda event: (event.on, event.kind != stop.begins, event.key)):
        runs = opened is not None and (opened.until is None or opened.until > event.on)
        if event.kind == stop.ends and opened is None:
            text = Text(f"“{zh}”并未开始。", f'"{en}" never began.')
            yield Contradiction(
                event, "kind", "stop-never-began", text, Text("请先登记其开始。", "Record its beginning.")
            )
        elif event.kind == stop.begins and runs and opened is not None:
            text = Text(f"“{zh}”自 {opened.on} 起尚未结束。", f'"{en}" runs since {opened.on}.')
            yield Contradiction(event, "on", "stop-overlaps", text, Text("请先登记其结束。", "Record its end first."))
        opened = event if event.kind == stop.begins else None
        if event.kind == stop.begins and event.until is None and not stop.open_ended:
            text = Text(f"“{zh}”没有截止日，将永不结束。", f'"{en}" has no last day and would never end.')
            yield Contradiction(event, "until", "stop-never-ends", text, Text("请写明截止日。", "Say until when."))
    closed = told.matter.closed_on
    if opened is not None and closed is not None and (opened.until or date.max) > closed >= opened.on:
        text = Text(f"“{zh}”至 {closed} 结案时仍未结束。", f'"{en}" never ended before the closing on {closed}.')
        yield Contradiction(opened, "on", "stop-never-ends", text, Text("请登记其结束。", "Record its end."))


def _money(history: Sequence[CaseEvent], told: Told) -> Found:
    """Nothing is paid out of a receipt before or beyond what came in."""
    kinds = told.rulebook.happenings.kinds
    left: dict[str, int] = {}
    money = {kind.id: kind.money for kind in kinds.values() if kind.money}
    moved = [event for event in history if event.kind in money]
    for event in sorted(moved, key=lambda event: (event.on, money[event.kind] == "paid", event.key)):
        amount = event.amount or 0
        if money[event.kind] == "received":
            left[event.item] = left.get(event.item, 0) + amount
        elif amount > left.get(event.item, 0):
            rest = left.get(event.item, 0)
            yield Contradiction(
                event, "amount", "payment-above-receipt",
                Text(
                    f"“{event.item}”只余 {_yuan(rest)} 元，不能发放 {_yuan(amount)} 元。",
                    f"{event.item} holds {_yuan(rest)} yuan, not {_yuan(amount)}.",
                ),
                Text("请核对金额和到账编号。", "Check the amount and the receipt."),
            )  # fmt: skip
        else:
            left[event.item] -= amount


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"


def _endings(history: Sequence[CaseEvent], told: Told) -> Found:
    """What only fulfils nodes that events begin needs one of them to have begun."""
    days = milestones(told.matter, told.rulebook)
    ends: dict[str, list[tuple[str, ...]]] = {}
    for node in told.rulebook.nodes:
        for kind in node.ends:
            ends.setdefault(kind, []).append(node.starts)
    for stop in (stop for stop in told.rulebook.happenings.stops if stop.ends in ends):
        ends[stop.ends].append((stop.begins,))
    free_kinds = {kind.id for kind in told.rulebook.happenings.kinds.values() if kind.money or kind.alone}
    for event in (event for event in history if event.kind not in free_kinds):
        starts = ends.get(event.kind, [])
        free = any(not _events_only(kinds, days) for kinds in starts)
        if starts and not free and not any(_begun(event, kinds, history) for kinds in starts):
            known = told.rulebook.happenings.kinds.get(event.kind)
            name = known.name if known else Text(event.kind, event.kind)
            yield Contradiction(
                event, "kind", "end-without-beginning",
                Text(f"“{name.zh}”没有对应的开始事件。", f'"{name.en}" ends what never began.'),
                _first(starts, told),
            )  # fmt: skip


def _first(starts: Iterable[tuple[str, ...]], told: Told) -> Text:
    """Name what may begin it, so that nobody has to guess."""
    kinds, ways = told.rulebook.happenings.kinds, told.rulebook.closings.values()
    own = {"closing": Text("结案", "closing"), **{way.happens: way.name for way in ways if way.happens}}
    named = dict.fromkeys(name for row in starts for name in row)
    names = [kinds[name].name if name in kinds else own.get(name, Text(name, name)) for name in named]
    zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
    return Text(f"须先有（事项一致）：{zh}。", f"One of these comes first, with the same item: {en}.")


def _events_only(kinds: Iterable[str], days: Collection[str]) -> bool:
    """Say whether a node begins with events alone; what begins with the case, or with its end once it has come, is free."""
    return not any(kind in days or kind in ("filing", "assignment", "handler_receives_file") for kind in kinds)


def _begun(event: CaseEvent, kinds: Collection[str], history: Sequence[CaseEvent]) -> bool:
    fitting = (one for one in history if one.kind in kinds and one is not event and one.on <= event.on)
    return any(not one.item or not event.item or one.item == event.item for one in fitting)


def _extensions(history: Sequence[CaseEvent], told: Told) -> Found:
    kinds = {kind.id for kind in told.rulebook.happenings.kinds.values() if kind.extends}
    nodes = {node.id: node for node in told.rulebook.nodes}
    for place, event in enumerate(event for event in history if event.kind in kinds):
        node = nodes.get(event.item)
        if node is None or node.extension is None:
            text = Text(f"“{event.item}”不能延长。", f'"{event.item}" cannot be prolonged.')
            can = ", ".join(node.id for node in nodes.values() if node.extension)
            yield Contradiction(event, "item", "extension-unknown", text, Text(f"可用：{can}。", f"Use one of: {can}."))
            continue
        earlier = [one for one in history if one.kind in kinds][:place]
        if sum(one.item == event.item for one in earlier) >= node.extension.times:
            text = Text(f"“{event.item}”已延长 {node.extension.times} 次。", f"{event.item} was prolonged already.")
            yield Contradiction(event, "item", "extension-twice", text, Text("不能再延长。", "It cannot be again."))
        yield from _asked(event, history, node.extension.ask, told)


def _asked(event: CaseEvent, history: Sequence[CaseEvent], ask: int, told: Told) -> Found:
    before = [one for one in history if one is not event and one.on <= event.on and one.key != event.key]
    found = clocks(told.matter, before, told.rulebook, told.calendar, event.on)
    running = [clock.due for clock in found if clock.node == event.item and clock.is_open(event.on)]
    if not running:
        text = Text(f"{event.item} 当日没有在计的期限。", f"{event.item} does not run on {event.on}.")
        yield Contradiction(event, "on", "extension-of-nothing", text, Text("请核对日期。", "Check the day."))
    for due in running:
        if due is not None and event.on > due - timedelta(days=ask):
            yield Contradiction(
                event, "on", "extension-late",
                Text(f"须在 {due} 届满前 {ask} 日提出。", f"It must be asked {ask} days before {due}."),
                Text("逾期不能延长。", "It can no longer be prolonged."),
            )  # fmt: skip


HISTORY: tuple[Callable[[Sequence[CaseEvent], Told], Found], ...] = (_stops, _money, _endings, _extensions)
