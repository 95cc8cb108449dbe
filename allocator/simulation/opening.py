"""Where a simulation begins (推演起点): an office as it stands, its rules, its way of working, its open and past cases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from allocator.domain.docket import Case
from allocator.domain.facts import CaseInput
from allocator.domain.fieldwork.means import NO_MEANS, FieldMeans
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.scenarios.process import Process
from allocator.domain.special_actions import SpecialAction


@dataclass(frozen=True)
class Opening:
    """The office on the eve of the first day (期初).

    `stock` are the open cases as they stand; `bank` the filings of about the last year (案源库), from which those to come
    are drawn: each is a template that gets a number and parties of its own, series and links kept. `changed` is the last
    day on which an open case came in or was given to somebody, also where the stock itself is left out. `actions` are the
    special actions that take people's time, each to the last day on which it does. `moved` is by case number the day on which
    an open case last went from one handler to another, as far back as the rulebook looks. `means` is what field work
    shares, and who is engaged when. `reached` is by case number the stage an open case is in, where a file says it; of any
    other it is told by its age. `stopped` are by case number the days before the first on which the clock of its limit stood still.
    """

    office: Office
    rulebook: Rulebook
    process: Process
    stock: tuple[Case, ...] = ()
    bank: tuple[CaseInput, ...] = ()
    changed: date | None = None
    actions: tuple[SpecialAction, ...] = ()
    moved: Mapping[str, date] = field(default_factory=dict)
    means: FieldMeans = NO_MEANS
    reached: Mapping[str, str] = field(default_factory=dict)
    stopped: Mapping[str, int] = field(default_factory=dict)
