"""What past trips say of those who learn (出车记录): the last trip beside a mentor, and which kinds of errand were seen."""

from collections.abc import Iterable
from datetime import date

from allocator.domain.fieldwork.trips import Ride
from allocator.domain.ledgers import Counts
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook


def joint_days(rides: Iterable[Ride], office: Office) -> dict[str, date]:
    """Find the day of each apprentice's last ride with a mentor."""
    found = dict[str, date]()
    for ride in rides:
        for code in ride.people:
            if not set(ride.people).isdisjoint(office.mentors_on(code, ride.day)):
                found[code] = max(ride.day, found.get(code, ride.day))
    return found


def kinds_seen(rides: Iterable[Ride], office: Office, rulebook: Rulebook) -> Counts:
    """Count the errands each apprentice saw, by kind."""
    learners = {one.code for one in office.officers if (role := rulebook.roles.get(one.role)) and role.learns}
    found = dict[str, dict[str, int]]()
    for ride in rides:
        for code in learners.intersection(ride.people):
            kinds = found.setdefault(code, {})
            for kind in ride.kinds:
                kinds[kind] = kinds.get(kind, 0) + 1
    return found
