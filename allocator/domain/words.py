"""Text for people, always in both of the office's languages."""

from collections.abc import Iterable
from dataclasses import dataclass


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
            self.zh.format(**{name: spoken(value, "zh") for name, value in values.items()}),
            self.en.format(**{name: spoken(value, "en") for name, value in values.items()}),
        )

    def as_dict(self) -> dict[str, str]:
        """Give both languages for a JSON document."""
        return {"zh": self.zh, "en": self.en}


def spoken(value: object, language: str) -> str:
    """Say a value in one language ("zh" or "en")."""
    return str(getattr(value, language)) if isinstance(value, Text) else str(value)


def listed(texts: Iterable[Text]) -> Text:
    """Join names as a list: 、 in Chinese, commas in English."""
    texts = tuple(texts)
    return Text("、".join(text.zh for text in texts), ", ".join(text.en for text in texts))
