"""What is wrong in a scenario (推演方案的差错): each fault with the path of its key, and the names that may be meant."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from allocator.domain.errors import BadInput
from allocator.domain.words import Count, Text

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ScenarioFault:
    """One fault (差错) at a path such as ``people.leave[1].who``; `known` are the names that could have stood there."""

    path: str
    text: Text
    remedy: Text
    word: str = ""
    known: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Give the fault as one JSON-ready document."""
        return {"field": self.path, "text": self.text.as_dict(), "remedy": self.remedy.as_dict()}


@dataclass(slots=True)
class ScenarioFaults:
    """Collects the faults of one scenario (差错清单), so that the planner hears of all at once."""

    found: list[ScenarioFault] = field(default_factory=list)

    def add(self, path: str, text: Text, remedy: Text) -> None:
        """Note a fault."""
        self.found.append(ScenarioFault(path, text, remedy))

    def unknown(self, path: str, word: str, what: Text, known: Iterable[str]) -> None:
        """Note a name that the office or its rulebook does not have."""
        names = tuple(dict.fromkeys(known))
        text = Text("没有{what}“{word}”。", 'There is no {what} "{word}".').fill(what=what, word=word)
        self.found.append(ScenarioFault(path, text, one_of(names), word, names))

    def stop_if_any(self) -> None:
        """Raise BadInput with all that was found, if anything was."""
        if self.found:
            raise scenario_faulty(self.found)


def numbered(table: str, rows: Iterable[T]) -> Iterator[tuple[str, T]]:
    """Walk the rows of a table of the file, or the elements of a list, each with its path."""
    return ((f"{table}[{number}]", row) for number, row in enumerate(rows, start=1))


def one_of(names: tuple[str, ...]) -> Text:
    """Say which names there are."""
    if not names:
        return Text("请删除此项。", "Leave it out.")
    return Text(f"可用：{'、'.join(names)}。", f"Use one of: {', '.join(names)}.")


def scenario_faulty(found: Iterable[ScenarioFault]) -> BadInput:
    """Make the error that carries the faults of a scenario."""
    faults = [fault.as_dict() for fault in found]
    return BadInput(
        Text(f"推演方案有 {len(faults)} 处错误。", f"The scenario has {Count(len(faults)):fault|faults}."),
        Text("请按 faults 逐处更正。", "Correct each of them."),
        code="scenario-faulty",
        faults=faults,
    )
