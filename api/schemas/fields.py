"""Fields of our schemas (字段): text without control characters, strict integers, days, facts, cursors."""

import base64
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from allocator.files.folding import seen
from api.tidy import LARGEST

ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
LINE_PATTERN = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
PROSE_PATTERN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
NO_CONTROL = "Control characters are not allowed."
NO_BLANK = "Needs text on one line, without control characters."
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DIGITS = re.compile(r"[0-9]{1,16}")
CURSOR = re.compile(r"[A-Za-z0-9_-]{1,80}")
LONGEST_FACT = 500


class Line(fields.String):
    """Text on one line, not blank, of at most some length; signs nobody sees are left out, as they are of a file's cells."""

    def __init__(self, most: int, least: int = 1, **options: Any) -> None:
        rules = [validate.Length(least, most), validate.Regexp(re.compile(LINE_PATTERN), error=NO_BLANK)]
        super().__init__(validate=rules, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any) -> Any:
        return super()._deserialize(seen(value) if isinstance(value, str) else value, attr, data, **options)


class Flag(fields.Boolean):
    """True or false; neither 0 nor 1, which Python takes for the same."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return bool(super()._deserialize(value, attr, data, **options))


class Prose(fields.String):
    """Text of several lines, of at most some length; may be empty."""

    def __init__(self, most: int, **options: Any) -> None:
        rules = [validate.Length(0, most), validate.Regexp(re.compile(PROSE_PATTERN), error=NO_CONTROL)]
        super().__init__(validate=rules, **options)


class Whole(fields.Integer):
    """A whole number of a body, within bounds: never a float, never text."""

    def __init__(self, least: int, most: int, **options: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(least, most), **options)


class Fen(Whole):
    """An amount in fen (分)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(0, LARGEST, **options)


class Count(fields.Integer):
    """A whole number of a query, where everything is text, within bounds."""

    def __init__(self, least: int, most: int, **options: Any) -> None:
        super().__init__(validate=validate.Range(least, most), **options)

    def _validated(self, value: Any) -> int:
        if isinstance(value, str) and not DIGITS.fullmatch(value):
            raise self.make_error("invalid", input=value)
        number: int = super()._validated(value)
        return number


class Read(fields.Field[Any]):
    """A value read by a function of ours; what that refuses with ValueError or TypeError is `invalid`."""

    def read(self, value: Any) -> Any:
        """Read a value; raises ValueError or TypeError."""
        raise NotImplementedError

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> Any:  # noqa: ARG002
        try:
            return self.read(value)
        except (TypeError, ValueError) as error:
            raise self.make_error("invalid") from error


class Day(Read):
    """A date in the one form YYYY-MM-DD."""

    default_error_messages = {"invalid": "Not a valid date."}  # noqa: RUF012

    def read(self, value: Any) -> date:
        """Read the date."""
        if not DAY.fullmatch(value):
            raise ValueError(value)
        return date.fromisoformat(value)


class Truth(Read):
    """Yes or no in a query: the words true and false."""

    default_error_messages = {"invalid": "Not a valid boolean."}  # noqa: RUF012

    def read(self, value: Any) -> bool:
        """Read the word."""
        return bool(("false", "true").index(value))


class Fact(Read):
    """The value of a fact: true, false, a whole number, text, or null for unknown."""

    default_error_messages = {"invalid": "Not a valid fact."}  # noqa: RUF012

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_none=True, metadata=FACT_SHAPE, **options)

    def read(self, value: Any) -> bool | int | str:
        """Take the value as it is."""
        if isinstance(value, bool) or (isinstance(value, int) and abs(value) <= LARGEST):
            return value
        if isinstance(value, str) and len(value) <= LONGEST_FACT and re.match(ONE_LINE, value):
            return value
        raise ValueError(value)


FACT_SHAPE = {
    "type": ["boolean", "integer", "string"],
    "minimum": -LARGEST,
    "maximum": LARGEST,
    "maxLength": LONGEST_FACT,
    "pattern": ONE_LINE,
}


class Cursor(Read):
    """Where a list goes on: a mark of ours that callers hand back unread."""

    default_error_messages = {"invalid": "Not a cursor of this list."}  # noqa: RUF012

    def read(self, value: Any) -> str:
        """Read the mark."""
        if not CURSOR.fullmatch(value):
            raise ValueError(value)
        return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode("ascii")


def cursor(mark: object) -> str:
    """Make the cursor that goes on after a mark."""
    return base64.urlsafe_b64encode(str(mark).encode()).decode().rstrip("=")


def facts_by_name(least: int, most: int | None, **options: Any) -> fields.Dict:
    """Make a field for facts by name, of at least and at most so many."""
    bounds = {"minProperties": least, **({"maxProperties": most} if most else {})}
    number = validate.Length(least, most, error=f"Needs between {least} and {most} facts.")
    return fields.Dict(keys=Line(100), values=Fact(), validate=_Uncounted(number), metadata=bounds, **options)


def counts_by_name(most: int, **options: Any) -> fields.Dict:
    """Make a field for how many are wanted, by name, of at most so many names."""
    number = validate.Length(0, most, error=f"Needs at most {most} names.")
    bounds = {"maxProperties": most}
    return fields.Dict(keys=Line(100), values=Whole(1, 99), validate=_Uncounted(number), metadata=bounds, **options)


class _Uncounted:
    """A rule that is not described as the length of a text."""

    def __init__(self, rule: validate.Validator) -> None:
        self._rule = rule

    def __call__(self, value: Any) -> Any:
        """Check a value."""
        return self._rule(value)


class Asked(ma.Schema):
    """What comes in: whatever is not named here is a fault."""

    class Meta:
        """Nothing unknown."""

        unknown = ma.RAISE


class Answer(ma.Schema):
    """What goes out: every field is always there unless its metadata says `optional`, and no other one is."""

    class Meta:
        """Nothing unknown, so that the description says so."""

        unknown = ma.RAISE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:  # noqa: ARG002
        """Require every field in the description."""
        field_obj.required = not field_obj.metadata.get("optional", False)
