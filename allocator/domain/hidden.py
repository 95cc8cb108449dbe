"""What somebody may not know of (不予显示): restricted cases, and those they are recused from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from allocator.domain.cases import normal_name

BLACKED_OUT = "▇▇▇"
"""What stands in a sentence in the place of a number that must not be told, in every language."""

_NAMING = ("case_no", "case", "errand", "code", "subject")
_AROUND = ("case", "filing", "input", "errand")
_REASONED = {"errand", "reasons"}  # why an errand has no place, and what would give it one: others may be named there


@dataclass(frozen=True)
class Hidden:
    """The cases hidden from whoever asks (不予显示的案件): their ids, their numbers as filed, and codes of their errands."""

    ids: frozenset[int] = frozenset()
    numbers: frozenset[str] = frozenset()
    errands: frozenset[str] = frozenset()

    @cached_property
    def keys(self) -> frozenset[str]:
        """Give the numbers in their normal form."""
        return frozenset(map(normal_name, self.numbers))

    def hides(self, case_no: str) -> bool:
        """Say whether a case, however its number is written, is not for whoever asks."""
        return bool(self.numbers) and normal_name(case_no) in self.keys

    def told(self, value: Any) -> Any:
        """Give a document without what it says of hidden cases.

        Items of lists that name one are left out, and so is what stands under its number; within a sentence the number
        is blacked out, and where reasons of an errand are given, the codes of hidden errands that they name.
        """
        if isinstance(value, Mapping):
            kept = ((name, part) for name, part in value.items() if not self._names(name))
            found = {self.told(name): self._part(part) for name, part in kept}
            return self._without_codes(found) if found.keys() >= _REASONED else found
        if isinstance(value, list | tuple):
            return [self.told(item) for item in value if not self.is_of(item)]
        return self.blacked_out(value) if isinstance(value, str) else value

    def blacked_out(self, text: str) -> str:
        """Give a text without the numbers of hidden cases."""
        for number in self.numbers:
            text = text.replace(number, BLACKED_OUT)
        return text

    def _without_codes(self, value: Any) -> Any:
        """Black out codes of hidden errands that stand as words of their own within sentences."""
        if isinstance(value, Mapping):
            return {name: self._without_codes(part) for name, part in value.items()}
        if isinstance(value, list):
            return [self._without_codes(item) for item in value]
        return self._codes.sub(BLACKED_OUT, value) if isinstance(value, str) and self.errands else value

    @cached_property
    def _codes(self) -> re.Pattern[str]:
        """Codes of hidden errands as words: W1 is not in W10, nor in W1-2, and Chinese may stand close to it."""
        longest_first = sorted(self.errands, key=lambda code: (-len(code), code))
        return re.compile(f"(?<![\\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\\w-])", re.ASCII)

    def is_of(self, item: Any) -> bool:
        """Say whether an item of a document is about a hidden case: named by it, of its id, or a row with its number."""
        if isinstance(item, Mapping):
            number = item.get("case_id")
            named = any(self._names(item.get(name)) for name in _NAMING)
            numbered = isinstance(number, int) and number in self.ids
            return named or numbered or any(self._around(item.get(name)) for name in _AROUND)
        if isinstance(item, list | tuple):
            return any(isinstance(part, str) and self.hides(part) for part in item)
        return self._names(item)

    def names_any(self, value: Any) -> bool:
        """Say whether a document names a hidden case anywhere."""
        return bool(self.ids) and self.told(value) != value

    def _part(self, value: Any) -> Any:
        return None if isinstance(value, Mapping) and self.is_of(value) else self.told(value)

    def _around(self, value: Any) -> bool:
        return isinstance(value, Mapping) and self.is_of(value)

    def _names(self, value: Any) -> bool:
        return isinstance(value, str) and (value in self.errands or self.hides(value))


NOTHING = Hidden()
"""What is hidden from the office itself, and from who decides in its name."""
