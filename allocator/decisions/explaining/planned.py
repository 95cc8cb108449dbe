"""A plan that can be asked (可询问的方案): its cases, the office it saw, the instance and the options it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from allocator.decisions.allocation.translate import Lots, translate
from allocator.decisions.allocation.translate_classes import refused
from allocator.decisions.certificates.code import code_digest
from allocator.decisions.explaining.changes import called
from allocator.decisions.recommendation.eligibility import Refusal
from allocator.domain.canonical import restore
from allocator.domain.cases import normal_name
from allocator.domain.errors import NotFound
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text
from allocator.domain.workload import Load
from solver.assignment import PREFER, Instance, Plan, score
from solver.assignment.rules.rule import Prefer
from solver.search import LevelResult

DRAW = "lots"


class Stored(Sequence[CaseToPlace]):
    """The cases of a plan's document (方案所载案件): each is read when somebody asks for it, as most questions are about one."""

    def __init__(self, items: Sequence[Mapping[str, Any]]) -> None:
        self._items = items
        self._read: dict[int, CaseToPlace] = {}

    def __len__(self) -> int:
        """Count them."""
        return len(self._items)

    def __getitem__(self, place: Any) -> Any:
        """Read one, or some of them."""
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        if place not in self._read:
            self._read[place] = restore(CaseToPlace, self._items[place])
        return self._read[place]

    @property
    def numbers(self) -> list[str]:
        """Give their case numbers, without reading any."""
        return [item["case"]["filing"]["case_no"] for item in self._items]


@dataclass(frozen=True)
class Planned:
    """A plan with what it was made from; `levels` say of each level how high it may rise, `given` what it was held to.

    The last level is the draw: plans that keep what the others hold are near-equal (同等方案), and the lots decide.
    With `lots` its cases can be translated again for another office; a plan of moves has none, and where `kept` says so
    it is solved again from the instance stored with it, which tells about loads and limits. Without either the plan can be
    measured, but nothing is solved again. `seed` is the day's, `seconds` the limit it was drafted within, of which it used so
    many deterministic `milliseconds`; `cut`: the clock cut its search short.
    """

    cases: Sequence[CaseToPlace]
    snapshot: Snapshot
    instance: Instance
    plan: Plan
    levels: tuple[LevelResult, ...]
    loads: Mapping[str, tuple[Load, Load]]
    given: Mapping[str, int] = field(default_factory=dict)
    lots: Lots | None = None
    kept: bool = False
    seed: int = 0
    seconds: int = 0
    milliseconds: int = 0
    cut: bool = False

    @classmethod
    def read(cls, document: Mapping[str, Any], snapshot: Snapshot, instance: str, lots: Lots, seed: int) -> "Planned":
        """Build it from a plan's document and its instance's text.

        Solved again it can be where all the code is the same, or else today's code translates the cases to that same
        instance; a plan of moves, whose stock was translated, only where the code is the same.
        """
        cases = Stored(document["cases"])
        certificate, solved = document["certificate"], Instance.from_json(instance)
        found = cls(
            cases, snapshot, solved, Plan(np.array(document["chosen"], dtype=np.int64)),
            tuple(LevelResult(**level) for level in certificate["levels"]),
            {item["officer"]: (Load(**item["before"]), Load(**item["after"])) for item in document["loads"]},
            certificate["given"], seed=seed, seconds=document["seconds"],
            milliseconds=certificate["deterministic_milliseconds"], cut=certificate["safety_net"],
        )  # fmt: skip
        same = certificate.get("digests", {}).get("code") == code_digest()
        if document.get("kind"):
            return replace(found, kept=same)
        again = same or translate(cases, snapshot, lots).instance.same(solved)
        return replace(found, lots=lots) if again else found

    @property
    def solvable(self) -> bool:
        """Say whether it can be solved again."""
        return self.lots is not None or self.kept

    @cached_property
    def values(self) -> dict[str, int]:
        """The value of every level, measured."""
        return score(self.instance, self.plan, self.terms)

    @cached_property
    def terms(self) -> tuple[Prefer, ...]:
        """The rules whose levels the plan has."""
        names = {level.name.partition(":")[0] for level in self.levels}
        return tuple(term for term in PREFER if term.name in names)

    @property
    def decided(self) -> tuple[Prefer, ...]:
        """The rules it is solved again by: those above the draw."""
        listed = PREFER if self.lots is not None else self.terms
        return tuple(term for term in listed if term.name != DRAW)

    @cached_property
    def held(self) -> dict[str, int]:
        """How high each level above the draw may rise for a plan to count as near-equal."""
        return {level.name: level.held for level in self.levels if level.name != DRAW}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        stored = self.cases if isinstance(self.cases, Stored) else None
        names = stored.numbers if stored else [item.case.filing.case_no for item in self.cases]
        return {normal_name(name): place for place, name in enumerate(names)}

    def number(self, case_no: str) -> int:
        """Give a case's place in the plan; raises NotFound."""
        found = self._numbers.get(normal_name(case_no))
        if found is None:
            raise NotFound(
                Text(f"方案中没有案件 {case_no}。", f"The plan knows no case {case_no}."),
                Text("方案只含草拟时待分的案件。", "A plan holds the cases that waited when it was drafted."),
                code="case-not-in-plan",
            )
        return found

    def case_no(self, case: int) -> str:
        """Give a case's number as filed."""
        return self.cases[case].case.filing.case_no

    def person(self, code: str) -> Text:
        """Call somebody by name and code."""
        return called(code, self.snapshot)

    def options_of(self, case: int, officer: str | None = None) -> list[int]:
        """Give the options of a case, or only those led by one person."""
        listed: list[int] = self.instance.options_of(case).tolist()
        return [one for one in listed if officer is None or self.lead_of(one) == officer]

    def lead(self, case: int) -> str | None:
        """Give who leads a case in the plan; None where it is not placed."""
        option = int(self.plan.chosen[case])
        return None if option < 0 else self.lead_of(option)

    def lead_of(self, option: int) -> str:
        """Give the lead an option names."""
        return self.snapshot.office.officers[int(self.instance.option_lead[option])].code

    def refused(self, case: int) -> Mapping[str, tuple[Refusal, ...]]:
        """Give for everybody who may not lead a case every reason."""
        return refused(self.cases[case], self.snapshot)

    @property
    def drawn(self) -> bool:
        """Say whether lots decided among near-equals: a plan of moves has none."""
        return any(level.name == DRAW for level in self.levels)

    def load(self, code: str) -> tuple[Load, Load]:
        """Give somebody's load before and after the plan, as the plan shows it."""
        now = self.snapshot.load(code)
        return self.loads.get(code, (now, now))

    def changed(self, snapshot: Snapshot) -> "Planned":
        """Give the same plan in an office a little different, where it may be unlawful; options are numbered anew."""
        if self.lots is None:
            raise ValueError("The cases of this plan cannot be translated again.")
        translated = translate(self.cases, snapshot, self.lots).instance
        carried = replace(self, snapshot=snapshot, instance=translated)
        leads = [self.lead(case) for case in range(len(self.cases))]
        chosen = [next(iter(carried.options_of(case, lead)), -1) if lead else -1 for case, lead in enumerate(leads)]
        return replace(carried, plan=Plan(np.array(chosen, dtype=np.int64)))
