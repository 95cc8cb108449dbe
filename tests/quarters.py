"""What is drawn, in `make fast`: a quarter of the seeds of each story, and of the examples of each property.

The whole of either is drawn by `make test`. Seeds beyond the first quarter are marked slow like any other test that takes its
time; of a property fewer examples are asked for where what is slow is left out, and a test that goes through many alike
takes them from the fixture `in_turn`.
"""

from collections import defaultdict
from collections.abc import Iterable

import pytest
from hypothesis import settings

PARTS = 4
SETTINGS = "_hypothesis_internal_use_settings"  # where Hypothesis keeps what a property asks for


def is_hurried(config: pytest.Config) -> bool:
    """Say whether what is slow is left out."""
    return bool(config.getoption("markexpr") == "not slow")


def quarter(count: int) -> int:
    """Give a quarter of some number, one at least."""
    return -(-count // PARTS)


def mark_later_seeds(items: Iterable[pytest.Item]) -> None:
    """Mark every test with a `seed` that is not of the first quarter of its seeds as slow."""
    told = defaultdict[object, list[tuple[object, pytest.Item]]](list)
    for item in items:
        params = getattr(item, "callspec", None) and item.callspec.params  # type: ignore[attr-defined]
        if params and "seed" in params:
            told[item.path, item.originalname].append((params["seed"], item))  # type: ignore[attr-defined]
    for own in told.values():
        seeds = list(dict.fromkeys(seed for seed, _ in own))
        for seed, item in own:
            if seed in seeds[quarter(len(seeds)) :]:
                item.add_marker(pytest.mark.slow)


def draw_fewer(items: Iterable[pytest.Item]) -> None:
    """Ask for a quarter of the examples of each property."""
    for function in {item.function for item in items if isinstance(item, pytest.Function)}:
        asked = getattr(function, SETTINGS, None)
        if asked is not None:
            setattr(function, SETTINGS, settings(asked, max_examples=quarter(asked.max_examples)))
