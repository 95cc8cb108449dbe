"""Minutes shared out in whole ones (分摊): by weight, so that they add up exactly, remainders to the largest, ties by code."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

Portion = tuple[int, list[str], int, int]
"""Of those of one weight: that weight, who they are by code, the minutes of each, and how many of them, the first, have one more."""


def shared(count: int, members: Mapping[str, int]) -> dict[str, int]:
    """Share minutes by weight in whole minutes that add up exactly (largest remainder, ties by code)."""
    return Sharers(members).share(count)


class Sharers:
    """Who shares minutes by weight (分摊人员): of a desk most have one weight, so that a share is worked out by weight."""

    __slots__ = ("_alike", "_total")

    def __init__(self, members: Mapping[str, int]) -> None:
        alike: dict[int, list[str]] = {}
        for code in sorted(members):
            alike.setdefault(members[code], []).append(code)
        self._alike, self._total = tuple(alike.items()), sum(members.values())

    def share(self, count: int) -> dict[str, int]:
        """Share some minutes in whole ones that add up exactly (largest remainder, ties by code)."""
        parts: dict[str, int] = {}
        for _, codes, part, more in self.portions(count):
            parts.update(dict.fromkeys(codes, part))
            for code in codes[:more]:
                parts[code] += 1
        return parts

    def portions(self, count: int) -> list[Portion]:
        """Share some minutes by weight: what each of a weight has, and how many of them have one minute more."""
        if not self._total:
            return []
        if len(self._alike) == 1:  # everybody of one weight: as most desks are
            weight, codes = self._alike[0]
            return [(weight, codes, *divmod(count, len(codes)))]
        found = [(weight, codes, *divmod(count * weight, self._total)) for weight, codes in self._alike]
        left = count - sum([part * len(codes) for _, codes, part, _ in found])
        more = _ones_more(found, left)
        return [(weight, codes, part, more.get(weight, 0)) for weight, codes, part, _ in found]


def _ones_more(found: Sequence[Portion], left: int) -> dict[int, int]:
    """Deal out what is left one by one, the largest remainder first, of equal ones by code; gives how many by weight."""
    more: dict[int, int] = {}
    for rest in sorted({rest for *_, rest in found}, reverse=True):
        if left <= 0:
            break
        equal = [(weight, codes) for weight, codes, _, own in found if own == rest]
        who = equal[0][1] if len(equal) == 1 else sorted(code for _, codes in equal for code in codes)
        for weight, codes in equal:
            more[weight] = bisect_right(codes, who[min(left, len(who)) - 1])
        left -= len(who)
    return more
