"""Values of a scenario as they are typed into a form (表单取值): days, whole numbers, shares, values of rules."""

import tomllib
from datetime import date
from decimal import Decimal, InvalidOperation

MOST_DIGITS = 12


def typed_day_or_number(text: str) -> object:
    """Read what is typed as a day or a whole number; what is neither stays a text, for the reader to refuse at its place."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def exact(typed: str) -> Decimal | None:
    """Read a number as it is typed, with or without a sign of per cent; None for what is none that can be written out."""
    try:
        number = Decimal(typed.removesuffix("%").strip())
    except InvalidOperation:
        return None
    return number if is_plain(number) else None


def is_plain(number: object) -> bool:
    """Say whether a number can be written out in a few digits."""
    if isinstance(number, Decimal):
        return number.is_finite() and abs(number.adjusted()) < MOST_DIGITS
    return isinstance(number, int)


def typed_value(text: str) -> object:
    """Read a value as TOML has it; what is none is a text, such as a condition."""
    try:
        found = tomllib.loads(f"value = {text}", parse_float=Decimal)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        return text
    value = found["value"]
    return text if len(found) > 1 or (isinstance(value, Decimal) and not is_plain(value)) else value
