"""How another version of the rules comes into force (规则上线): rehearsed first, then released by a second person."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Releasing:
    """What the rulebook in force asks of the one that shall follow it.

    `required`: no other version may come into force without a rehearsal. `second_person`: who released it may not be
    who had it rehearsed (双人复核); where the office's people sign in, no folder may then bring in other values of the sections
    `by_two` on one person's word, the levers (参数) before all. The rehearsal looks back over the filings of `back_days` calendar days and simulates
    `ahead_days` of them `replications` times.
    """

    required: bool = False
    second_person: bool = True
    by_two: tuple[str, ...] = ("levers", "release")
    back_days: int = 365
    ahead_days: int = 90
    replications: int = 10
    source: str = ""
