"""The small rulebook with some places written differently, and what is wrong with it."""

import pytest

from allocator.domain.errors import BadInput
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.reading import read_rulebook
from tests.stories import small_rulebook_with


def refusal(text: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read_rulebook(text)
    return caught.value


def faults(*replaced: tuple[str, str]) -> dict[str, str]:
    """Read the small rulebook with some places written differently; give the English sentence of each fault by path."""
    return {str(fault["field"]): str(fault) for fault in refusal(small_rulebook_with(*replaced)).faults}


def cause_with(key: str, value: str) -> Rulebook:
    return read_rulebook(small_rulebook_with(("hours = {officer = 3.9", f"{key} = {value}\nhours = {{officer = 3.9")))
