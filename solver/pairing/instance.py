"""The pairs that may be made (可结对关系), as numbers: who may go with whom, and what each thinks of it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair that may be made: apprentice and mentor by number.

    `wish` is the mentor's place in the apprentice's list, `regard` the apprentice's in the mentor's (1 the best; equal
    places, equally liked). A `conceded` pair can only be made as a concession: one of the two said that it will not do.
    """

    apprentice: int
    mentor: int
    wish: int
    regard: int
    lot: int = 0
    conceded: bool = False


@dataclass(frozen=True)
class Instance:
    """What is to be paired.

    `slots` is how many more apprentices each mentor may take; `loads` each mentor's load (per mille) with the first,
    second, … of them, as many as could be taken at all: those beyond `slots` as concessions. `present` is the mentor
    each apprentice has now, -1 for none. Raises ValueError for what contradicts itself.
    """

    apprentices: int
    pairs: tuple[Pair, ...]
    slots: tuple[int, ...]
    loads: tuple[tuple[int, ...], ...]
    present: tuple[int, ...]

    def __post_init__(self) -> None:
        """Refuse what contradicts itself."""
        known = {(pair.apprentice, pair.mentor) for pair in self.pairs}
        inside = all(0 <= pair.apprentice < self.apprentices and 0 <= pair.mentor < self.mentors for pair in self.pairs)
        if len(known) < len(self.pairs) or not inside:
            raise ValueError("Each pair is of people who are there, and stands once.")
        if len(self.loads) != self.mentors or len(self.present) != self.apprentices:
            raise ValueError("Loads are given for each mentor, the present mentor for each apprentice.")
        if any(slots < 0 or len(loads) < slots for slots, loads in zip(self.slots, self.loads, strict=True)):
            raise ValueError("A mentor's load is given for every slot.")

    @property
    def mentors(self) -> int:
        """How many mentors there are."""
        return len(self.slots)

    @cached_property
    def of_apprentice(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of each apprentice's pairs."""
        return _grouped([pair.apprentice for pair in self.pairs], self.apprentices)

    @cached_property
    def of_mentor(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of each mentor's pairs."""
        return _grouped([pair.mentor for pair in self.pairs], self.mentors)

    @cached_property
    def digest(self) -> str:
        """Name the instance by its content."""
        text = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _grouped(owners: list[int], count: int) -> tuple[tuple[int, ...], ...]:
    found: list[list[int]] = [[] for _ in range(count)]
    for number, owner in enumerate(owners):
        found[owner].append(number)
    return tuple(map(tuple, found))
