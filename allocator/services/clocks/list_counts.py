"""How many clocks a list holds by light (清单计数), as they were counted last: counting goes over the whole list, a page shows a hundred."""

from collections.abc import Callable, Hashable, Mapping

from allocator.persistence.unit_of_work import UnitOfWork

Lights = Mapping[str, int]
_counted: dict[tuple[Hashable, ...], tuple[tuple[int, str], Lights]] = {}
_KEPT = 64


def lights_kept(uow: UnitOfWork, asked: tuple[Hashable, ...], count: Callable[[], Lights]) -> Lights:
    """Give the counts of a list, counted anew only when the log has grown since: whatever moves a clock is an entry of it.

    `asked` names all else they rest on: the database, the list, its day, whose it is, and the rules the clocks were worked out by.
    """
    head, key = uow.log.head(), (*asked, uow.hidden)
    found = _counted.pop(key, None)
    if found is None or found[0] != head:
        for old in list(_counted)[: max(0, len(_counted) - _KEPT + 1)]:
            _counted.pop(old, None)
        found = (head, count())
    _counted[key] = found
    return found[1]
