"""Signals for the head (异常提示): whether numbers of some days may have been helped, each with its cases."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from allocator.domain.indicators.definitions import Stretch
from allocator.domain.indicators.signals import Looked, Signal, signals
from allocator.services.context import Context
from allocator.services.indicators.numbers import Question, Sight, see
from allocator.services.transaction import the_office


@dataclass(frozen=True)
class Signalled:
    """The signals of some days (提示结果), as they are seen today or on the day asked for, and when their cases were put down."""

    sight: Sight
    signals: tuple[Signal, ...]
    entered: Mapping[int, date]


def read_signals(context: Context, question: Question) -> Signalled:
    """Give every signal of some days; raises like `read_indicators`.

    The closings looked at are those that stood at the end of the last day, whatever became of them since.
    """
    sight = see(context, question)
    then = see(context, replace(question, as_of=sight.asked.last))
    nodes = {node.id: node for node in then.rulebook.nodes}
    ways = then.rulebook.closings.values()
    kinds = [kind.id for kind in then.rulebook.happenings.kinds.values() if not kind.after_closing]
    looked = Looked(
        then.shown.listed(), Stretch(sight.asked.first, sight.asked.last), then.rulebook.signals,
        {way.id: nodes[way.earliest] for way in ways if way.earliest in nodes}, {},
    )  # fmt: skip
    with context.database.reading() as uow:
        undone, zone = uow.measured.undone(sight.asked.last), ZoneInfo(the_office(uow).bureau.timezone)
        written = {**uow.measured.put_down(), **{case: one.put_down for case, one in undone.items()}}
        received = uow.measured.received([case.id for case in (*looked.filed, *looked.closed)])
        last_steps = uow.measured.last_steps(kinds)
    entered = {case: at.astimezone(zone).date() for case, at in received.items()}
    put_down = {case: datetime.fromisoformat(at).astimezone(zone).date() for case, at in written.items()}
    since = {case: one.closing.on for case, one in undone.items()}
    looked = replace(looked, undone=since, put_down=put_down, last_step=last_steps, entered=entered)
    return Signalled(sight, signals(looked), entered)


def signals_view(found: Signalled) -> dict[str, Any]:
    """Show the signals, each with its cases by id."""
    question, rulebook = found.sight.question, found.sight.rulebook
    return {
        "from": question.first.isoformat(),
        "to": question.last.isoformat(),
        "as_of": found.sight.as_of.isoformat(),
        "rulebook": {"version": rulebook.version, "digest": rulebook.digest},
        "items": [_signal(signal, found.entered) for signal in found.signals],
    }


def _signal(signal: Signal, entered: Mapping[int, date]) -> dict[str, Any]:
    return {
        "id": signal.id,
        "name": signal.name.as_dict(),
        "text": signal.text.as_dict(),
        "flagged": signal.flagged,
        "count": len(signal.cases),
        "of": signal.of,
        "cases": [
            {
                "id": case.id,
                "case_no": case.case_no,
                "filed_on": case.filed_on.isoformat(),
                "entered_on": entered[case.id].isoformat(),
                "closed_on": case.closed_on.isoformat() if case.closed_on else None,
            }
            for case in signal.cases
        ],
    }
