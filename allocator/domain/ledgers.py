"""What the office remembers of the past weeks (滚动台账), as far as a plan must know it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Ledgers:
    """The rolling books of the office at one instant.

    `moved` gives by case number the day on which an open case last went from one handler to another (变更承办人), as far
    back as the rulebook forbids a second move.
    """

    moved: Mapping[str, date] = field(default_factory=dict)
