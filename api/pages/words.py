"""Saying things on a page (页面用语): the one helper through which every text of a page goes, in both languages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import g
from markupsafe import Markup

from allocator.domain.rulebook.citing import cited
from allocator.domain.words import Text, sayable, spoken
from allocator.services.access.users import NOT_PEOPLE, names_shown
from allocator.services.reading import office_zone, read_sources
from api.language import page_language
from api.surroundings import acting

TextLike = Text | Mapping[str, str]


def language() -> str:
    """Give the language of the page of this request."""
    chosen: str | None = g.get("page_language")
    if chosen is None:
        chosen = g.page_language = page_language()
    return chosen


def t(zh: str | TextLike, en: str = "", **values: object) -> str:
    """Say a text in the language of the page: given in both languages, or as a Text or its document.

    Values fill the places named in braces; a value that is a text itself is said in the same language, and a number with the
    noun that belongs to it: `{n:case|cases}`.
    """
    chosen = language()
    said = _chosen(zh, chosen) if not isinstance(zh, str) else (zh if chosen == "zh" else en)
    return said.format(**{name: _value(value, chosen) for name, value in values.items()}) if values else said


def otherwise(text: TextLike) -> str:
    """Say a text in the language the page is not in: what a form was refused for stays to be read when one switches."""
    return _chosen(text, "en" if language() == "zh" else "zh")


def _chosen(text: TextLike, chosen: str) -> str:
    return text[chosen] if isinstance(text, Mapping) else spoken(text, chosen)


def _value(value: object, chosen: str) -> Any:
    return _chosen(value, chosen) if isinstance(value, Mapping) else _plain(value, chosen)


def _plain(value: object, chosen: str) -> object:
    """Keep what needs no language, such as a number of digits after the point or a piece of markup, as it is."""
    return sayable(value, chosen) if isinstance(value, Text | int) and not isinstance(value, bool) else value


def concerned(item: str, assets: Mapping[str, Text]) -> str:
    """Say what a clock or an event concerns: an asset by its kind's name, not by the word it is filed under."""
    kind, parted, name = item.partition(":")
    if not parted or kind not in assets:
        return item
    return t("{kind} {name}", "{kind} {name}", kind=assets[kind], name=name.strip())


def yuan(fen: int | None) -> str:
    """Say an amount in fen as yuan with separators; a dash for one nobody knows."""
    if fen is None:
        return "—"
    whole, cents = divmod(fen, 100)
    return f"{whole:,}" if not cents else f"{whole:,}.{cents:02d}"


def hours(minutes: int) -> str:
    """Say minutes as hours with one digit."""
    return f"{minutes / 60:.1f}"


def percent(permille: int | None) -> str:
    """Say a load as a whole percentage; a dash where nothing is available to be loaded."""
    return "—" if permille is None else f"{round(permille / 10)}%"


def clock(instant: datetime | str) -> str:
    """Say an instant by the office's own clock (本地时间), to the minute; what was written down in UTC is no time of anybody's day."""
    if "zone" not in g:
        g.zone = office_zone(acting())
    given = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    return given.astimezone(g.zone).strftime("%Y-%m-%d %H:%M")


def moment(instant: datetime | str) -> Markup:
    """Show an instant as `clock` says it, with the instant itself for programs."""
    exact = instant if isinstance(instant, str) else instant.isoformat()
    return Markup('<time datetime="{}">{}</time>').format(exact, clock(instant))


def who(actor: str | None) -> str:
    """Show who did something: a user by their own name, the program in words, a machine as the log has it; a dash for nobody."""
    if actor in NOT_PEOPLE:
        return spoken(NOT_PEOPLE[actor], page_language())
    if "names_shown" not in g:
        g.names_shown = names_shown(acting())
    return g.names_shown.get(actor, actor) if actor else "—"


def source(written: str, marks: Mapping[str, Text] | None = None) -> Text:
    """Say where a figure comes from (依据): by what marks mean in a version of the rules, or else in the one in force."""
    if marks is not None:
        return cited(written, marks)
    if "marks" not in g:
        g.marks, g.cited = read_sources(acting()), {}
    found: Text | None = g.cited.get(written)
    if found is None:
        found = g.cited[written] = cited(written, g.marks)
    return found
