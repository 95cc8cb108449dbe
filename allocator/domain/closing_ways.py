"""The ways in which a case may be closed (结案方式), as the rulebook lists them in [closings]."""

from dataclasses import dataclass

from allocator.domain.rulebook_section import Section
from allocator.domain.words import Text


@dataclass(frozen=True, slots=True)
class ClosingWay:
    """One way of closing: for which kinds of case (empty: all), not before which node's day, whether an amount is due.

    `happens` is what such a closing is for the nodes that begin with it (终本裁定), beside being a closing.
    """

    id: str
    name: Text
    kinds: tuple[str, ...] = ()
    earliest: str = ""
    recovers: bool = False
    source: str = ""
    happens: str = ""


def read_closing_way(name: str, section: Section) -> ClosingWay:
    """Read one way of closing."""
    return ClosingWay(
        name,
        section.names(),
        section.strings("kinds"),
        section.text("earliest", ""),
        section.flag("recovers"),
        section.text("source", ""),
        section.text("happens", ""),
    )
