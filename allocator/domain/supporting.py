"""Desks that only support (配合岗位): nobody of them leads cases or teaches, so that what each of their people has makes no price below the whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from allocator.domain.workload import Capacity


@dataclass(frozen=True, slots=True)
class Support:
    """The supporting desks of a day (配合岗位): minutes of all members of each, and the least of one.

    `usual` are those who hold minutes of open work as a rule: staffed desks, and people who are at no supporting one.
    """

    desks: Mapping[str, tuple[int, int]]
    usual: frozenset[str]


def support_of(capacity: Capacity) -> Support:
    """Find the desks of roles that neither lead cases nor teach."""
    office, staffed = capacity.office, capacity.desks
    people = office.officer_by_code
    apart = {one.role for one in capacity.leaders}
    apart |= {people[pair.mentor].role for pair in office.pairings if pair.mentor in people}
    found = {key: own for key, own in staffed.items() if key.rpartition("/")[2] not in apart}
    usual = {*staffed, *people.keys()}.difference(*found.values())
    return Support({key: (sum(own.values()), min(own.values())) for key, own in found.items()}, frozenset(usual))
