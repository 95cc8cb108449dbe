"""Hours in which people and vehicles of a simulated office are taken otherwise (值班、开庭、保养占用): no case is worked on then."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from allocator.domain.fieldwork.means import Engagement, EngagementKind
from allocator.domain.fieldwork.trips import Span

AT_THE_DESK = frozenset({EngagementKind.COMMAND})
"""Whoever holds the seat in the command centre works on at it until an action calls."""


def minutes_left(engagements: Iterable[Engagement], day: date, open_: Span, day_minutes: int) -> Mapping[str, int]:
    """Give by code what is left of a day's minutes to those who are taken in the office's hours; a day's minutes lie evenly in them."""
    spans: dict[str, list[Span]] = {}
    for one in engagements:
        span = one.hours.on(day)
        if span is not None and span.meets(open_) and one.kind not in AT_THE_DESK:
            spans.setdefault(one.holder, []).append(span)
    length = open_.ends - open_.begins
    return {code: day_minutes * (length - _covered(own, open_)) // length for code, own in spans.items()}


def _covered(spans: Iterable[Span], within: Span) -> int:
    """Count the minutes of a stretch that some others cover, each once."""
    return sum(ends - begins for begins, ends in _apart(spans, within))


def _apart(spans: Iterable[Span], within: Span) -> Iterator[tuple[int, int]]:
    at = within.begins
    for span in sorted(spans):
        begins, ends = max(at, span.begins), min(within.ends, span.ends)
        if begins < ends:
            yield begins, ends
            at = ends
