"""Shapes that several answers share (共用形状)."""

from typing import Any

from marshmallow import fields

from api.schemas.fields import Answer, Asked, Count, Cursor

PER_PAGE, MOST_PER_PAGE = 50, 200


class Bilingual(Answer):
    """A text in Chinese and English."""

    zh = fields.String()
    en = fields.String()


class Load(Answer):
    """Minutes held and available in the horizon, and per mille; null where nobody is available, never 0."""

    held = fields.Integer()
    available = fields.Integer()
    permille = fields.Integer(allow_none=True)
    text = fields.Nested(Bilingual)


class Alarm(Answer):
    """What the pool guard says of a pool."""

    code = fields.String()
    text = fields.Nested(Bilingual)
    facts = fields.Dict(keys=fields.String())


class RulebookName(Answer):
    """Which rulebook."""

    version = fields.String()
    digest = fields.String()


class Page(Asked):
    """Which part of a list."""

    limit = Count(1, MOST_PER_PAGE, load_default=PER_PAGE, metadata={"description": "How many at most."})
    after = Cursor(metadata={"type": "string", "description": "The `next` of the page before.", "maxLength": 80})


def by_name(**options: Any) -> fields.Dict:
    """Make a field of minutes by role or person."""
    return fields.Dict(keys=fields.String(), values=fields.Integer(), **options)


def text_list(**options: Any) -> fields.List[str]:
    """Make a field of texts."""
    return fields.List(fields.String(), **options)


def nothing_or(schema: type[Answer], **options: Any) -> fields.Nested:
    """Make a field that holds a document or null."""
    return fields.Nested(schema, allow_none=True, **options)
