"""Answers about a week (答复): what a change would do, seen before it is done, and one button that does exactly that."""

from collections.abc import Callable, Mapping

from flask import Response

from allocator.domain.errors import AllocatorError
from allocator.domain.words import Text
from allocator.services.fieldwork.answers import Answered
from allocator.services.fieldwork.told_answers import AnswerTold, tell
from api.errors import status_of
from api.pages.forms import new_key
from api.pages.shell import show
from api.surroundings import acting


def answer_page(
    ask: Callable[[], Answered],
    heading: Text,
    *,
    back: str,
    action: str,
    fields: Mapping[str, str],
    error: AllocatorError | None = None,
) -> Response:
    """Show what a change would do; after a refused confirmation the answer as things are now stands below the refusal."""
    return show(
        "field_week/answer.html",
        status_of(error) if error else 200,
        told=tell(acting(), ask()) if error is None else told_anew(ask),
        heading=heading,
        back=back,
        action=action,
        fields=fields,
        key=new_key,
        error=error,
    )


def told_anew(ask: Callable[[], Answered]) -> AnswerTold | None:
    """Give the answer as things are now, None where it cannot be asked for any more."""
    try:
        return tell(acting(), ask())
    except AllocatorError:
        return None
