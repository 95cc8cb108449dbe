"""Minutes shared out in whole ones (分摊): by weight, so that they add up exactly, remainders to the largest, ties by code."""

from collections.abc import Mapping


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
        total, left = self._total, count
        if not total:
            return {}
        if len(self._alike) == 1:  # everybody of one weight: as most desks are
            codes = self._alike[0][1]
            part, rest = divmod(count, len(codes))
            parts = dict.fromkeys(codes, part)
            for code in codes[:rest]:
                parts[code] += 1
            return parts
        parts = {}
        rests: dict[int, list[str]] = {}
        for weight, codes in self._alike:
            part, rest = divmod(count * weight, total)
            parts.update(dict.fromkeys(codes, part))
            left -= part * len(codes)
            rests[rest] = sorted((*rests[rest], *codes)) if rest in rests else codes
        for rest in sorted(rests, reverse=True) if left else ():
            for code in rests[rest][:left]:
                parts[code] += 1
            left = max(0, left - len(rests[rest]))
        return parts
