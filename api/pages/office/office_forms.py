"""Forms that change the office (机构变更表单): what a change touches is told first, then it is made once."""

from collections.abc import Callable, Iterable, Sequence

from flask import Response, request

from allocator.domain.difference import Change
from allocator.domain.errors import AllocatorError
from allocator.domain.words import Text
from allocator.files.office.editing import RowChange
from allocator.services.office.office_changes import OfficeChanged, change_office
from allocator.services.office.office_words import change_words
from api.pages.forms import KEY, NOT_OF_THE_REQUEST, field, new_key, number, once
from api.pages.said import Done
from api.pages.shell import show
from api.surroundings import acting

CONFIRMED = "confirmed"
Refused = Callable[[AllocatorError], Response]


def cells_of(names: Iterable[str]) -> dict[str, str]:
    """Give the cells of a row as they were typed; a blank one is blank."""
    return {name: field(name, needed=False) for name in names}


class _ToldFirst(Exception):
    """Ends the unit of work of a change that nobody confirmed, with what it touches."""

    def __init__(self, told: OfficeChanged) -> None:
        super().__init__()
        self.told = told


def change(wanted: Sequence[RowChange], back: str, refused: Refused) -> Response:
    """Make changes and go back; told first where they touch cases, pairs or trips. `refused` shows what stands in the way."""
    try:
        return _changed(wanted, back)
    except _ToldFirst as first:
        words = [change_words(one) for one in first.told.changes]
        return show("office/told.html", told=first.told, words=words, back=back, fields=_fields(), key=new_key)
    except AllocatorError as error:
        return refused(error)


@once
def _changed(wanted: Sequence[RowChange], back: str) -> Done:
    told = change_office(acting(), wanted, number("version"), field("because", needed=False))
    if told.touched and not field(CONFIRMED, needed=False):
        raise _ToldFirst(told)
    return Done(back, _said(told.changes))


def _said(changes: Sequence[Change]) -> Text:
    words = [change_words(one) for one in changes]
    zh, en = "；".join(one.zh for one in words), "; ".join(one.en for one in words)
    return Text(f"已登记：{zh}。", f"Put down: {en}.")


def _fields() -> list[tuple[str, str]]:
    """Give the fields of the form, to be sent again once they are confirmed."""
    left = {*NOT_OF_THE_REQUEST, KEY, CONFIRMED}
    return [(name, value) for name, value in request.form.items(multi=True) if name not in left]
