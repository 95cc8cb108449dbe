"""Text for people, always in both of the office's languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol


class Count(int):
    """A number that a text says with its noun (数词): `{n:case|cases}` is "1 case", "2 cases"; without the noun a plain number."""

    def __format__(self, spec: str) -> str:
        """Say the number with the first of two nouns where it is one, with the second where it is not."""
        one, choice, many = spec.partition("|")
        return f"{int(self)} {one if self == 1 else many}" if choice else format(int(self), spec)


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or name in Chinese and in English (双语文本)."""

    zh: str
    en: str

    def __add__(self, other: "Text") -> "Text":
        """Put a sentence behind another."""
        return Text(self.zh + other.zh, f"{self.en} {other.en}".strip())

    def fill(self, **values: object) -> "Text":
        """Fill the places named in braces, the same in both languages; a `Text` value gives each its own."""
        return Text(
            self.zh.format(**{name: sayable(value, "zh") for name, value in values.items()}),
            self.en.format(**{name: sayable(value, "en") for name, value in values.items()}),
        )

    def as_dict(self) -> dict[str, str]:
        """Give both languages for a JSON document."""
        return {"zh": self.zh, "en": self.en}


class Named(Protocol):
    """What has a name in both languages (有名称的), such as a lane or a kind of errand of the rulebook."""

    @property
    def name(self) -> Text:
        """Give its name."""


def name_in(things: Mapping[str, Named], code: str) -> Text:
    """Give the name of what has a code among some things; what is no more among them has only its code."""
    return things[code].name if code in things else Text(code, code)


def spoken(value: object, language: str) -> str:
    """Say a value in one language ("zh" or "en")."""
    return str(getattr(value, language)) if isinstance(value, Text) else str(value)


def sayable(value: object, language: str) -> object:
    """Give a value as a text can be filled with it: a text in one language, a whole number with its noun, others as they are said."""
    return Count(value) if isinstance(value, int) and not isinstance(value, bool) else spoken(value, language)


def listed(names: Iterable[Text | str]) -> Text:
    """Join names as a list: 、 in Chinese, commas in English; a plain `str` is called the same in both."""
    names = tuple(names)
    return Text("、".join(spoken(name, "zh") for name in names), ", ".join(spoken(name, "en") for name in names))
