"""Reading once what a process keeps (预热), so that nobody waits who asks first: weeks gone by, cases of indicators, scenarios."""

from collections.abc import Callable
from datetime import date

from allocator.domain.errors import AllocatorError
from allocator.services.assignment.desk import desk
from allocator.services.cases.case_file import case_file
from allocator.services.clocks.deadlines import Portion, due_list
from allocator.services.context import Context
from allocator.services.indicators.numbers import Question, read_indicators
from allocator.services.loads.load_weeks import read_load_weeks
from allocator.services.loads.team_board import read_team_board
from allocator.services.reading import read_office
from allocator.services.staffing.laboratory import ready_questions
from allocator.services.staffing.scenario_files import scenario_files


def _numbers_of_this_year(context: Context) -> object:
    today = read_office(context)[1]
    return read_indicators(context, Question(date(today.year, 1, 1), today))


def _a_waiting_case(context: Context) -> object:
    chosen = desk(context).chosen
    return case_file(context, chosen.waiting.case.id) if chosen else None


def _clocks(context: Context) -> object:
    return due_list(context, portion=Portion(most=1))


def _laboratory(context: Context) -> object:
    return scenario_files(context), ready_questions(context)


READINGS: tuple[Callable[[Context], object], ...] = (
    _a_waiting_case,
    read_team_board,
    _clocks,
    _laboratory,
    _numbers_of_this_year,
    read_load_weeks,
)
"""What is asked for, the most urgent page leading."""


def warm(context: Context) -> None:
    """Ask once for all that stays in the memory of a process; what an office cannot be asked yet is left out."""
    for reading in READINGS:
        try:
            reading(context)
        except AllocatorError:
            continue  # no office is loaded yet, or nobody may be asked: whoever asks is told so
