"""What everybody has to give (可用工时), worked out once while the same office is asked for."""

from collections.abc import Mapping
from datetime import date

from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.workload import Capacity

_LATEST: list[Capacity] = []
_KEPT = 8


def capacity_on(day: date, office: Office, rulebook: Rulebook, filled: Mapping[str, int] | None = None) -> Capacity:
    """Give everybody's minutes from a day on; worked out once while the same office and rulebook are asked for."""
    for known in tuple(_LATEST):
        if known.office is office and known.rulebook is rulebook and (known.day, known.filled) == (day, filled or {}):
            return known
    found = Capacity(office, rulebook, day, filled or {})
    _LATEST.append(found)
    del _LATEST[:-_KEPT]
    return found
