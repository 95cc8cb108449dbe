"""What apprentices are to learn and mentors to give (带教要求): the rulebook's section [learning]."""

from dataclasses import dataclass, field

from allocator.domain.rulebook.conditions import Condition
from allocator.domain.words import Text


@dataclass(frozen=True, slots=True)
class Coverage:
    """Cases an apprentice is to meet (应办案件类型): at least `least` of those it fits, within the window."""

    id: str
    when: Condition
    least: int
    text: Text
    source: str = ""


@dataclass(frozen=True, slots=True)
class Readiness:
    """What the next step of the ladder asks for (出师依据), counted within the window.

    `closed` cases closed as handler, `signed_off` of them closed under the mentor's eyes, `covered` the part of the
    rows of `Coverage` that are met, per mille.
    """

    closed: int = 0
    signed_off: int = 0
    covered: int = 0


@dataclass(frozen=True, slots=True)
class Learning:
    """What a court asks of its pairs (师徒带教要求).

    `co_handled` is the least part of an apprentice's cases handled together with the mentor (共同承办), per mille;
    `mentor_from` says whence a mentor may come: the apprentice's own "team", a team with a lane of the same "class", or
    the whole "office". `window_days` are the calendar days over which cases are counted, up to today; `weekly_minutes` what a mentor is
    to give each apprentice a week. How many apprentices a mentor may have is a lever (`Levers.most_apprentices`).
    """

    co_handled: int = 0
    mentor_from: str = "office"
    window_days: int = 90
    weekly_minutes: int = 0
    coverage: tuple[Coverage, ...] = ()
    readiness: Readiness = field(default_factory=Readiness)
    source: str = ""
