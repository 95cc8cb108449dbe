"""A scenario put on an office's stage (方案落地): who serves when, in which teams, by which rules, with which vehicles."""

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache

from allocator.domain.canonical import digest
from allocator.domain.docket import Case
from allocator.domain.facts import CaseInput
from allocator.domain.fieldwork.means import NO_MEANS, FieldMeans
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.scenarios.check import check_scenario
from allocator.domain.scenarios.faults import ScenarioFaults
from allocator.domain.scenarios.process import Process
from allocator.domain.scenarios.process_check import names_gone
from allocator.domain.scenarios.rules import rulebook_for
from allocator.domain.scenarios.scenario import Arrivals, Fieldwork, Policy, Rebalance, Scenario
from allocator.domain.special_actions import SpecialAction
from allocator.domain.words import Text
from allocator.simulation.arranging import Phase, phases
from allocator.simulation.flood import check_flood
from allocator.simulation.opening import Opening

UNPACKED = 4  # stagings kept as they were sent, as many as timetables are


@dataclass(frozen=True)
class Staged:
    """All that a run needs (落地方案); equal stagings and replications give equal paths.

    `warm_up_days` None: the runs themselves tell. Who joins or leaves is in every phase and serves between two dates.
    """

    name: Text
    first: date
    days: int
    warm_up_days: int | None
    seed: int
    policy: Policy
    rulebook: Rulebook
    process: Process
    arrivals: Arrivals
    phases: tuple[Phase, ...]
    stock: tuple[Case, ...]
    bank: tuple[CaseInput, ...]
    actions: tuple[SpecialAction, ...] = ()
    rebalance: Rebalance | None = None
    moved: Mapping[str, date] = field(default_factory=dict)
    fieldwork: Fieldwork = Fieldwork.POOL
    means: FieldMeans = NO_MEANS
    reached: Mapping[str, str] = field(default_factory=dict)
    stopped: Mapping[str, int] = field(default_factory=dict)

    @property
    def office(self) -> Office:
        """Give the office of the first day."""
        return self.phases[0].office

    def office_on(self, day: date) -> Office:
        """Give the office as it is arranged on a day."""
        return next((phase.office for phase in reversed(self.phases) if phase.first <= day), self.office)

    @cached_property
    def digest(self) -> str:
        """Name what is simulated: two stagings of one digest give the same figures."""
        offices = [[phase.first, phase.office.digest] for phase in self.phases]
        frame = [self.first, self.days, self.warm_up_days, self.seed, self.policy, self.arrivals]
        parts = [frame, offices, self.rulebook.digest, self.process.digest, self.stock, self.bank]
        more = [{"rebalance": self.rebalance, "moved": self.moved}] if self.rebalance else []
        more += [{"reached": self.reached}] if self.reached else []
        more += [{"stopped": self.stopped}] if self.stopped else []
        return digest([*parts, *([self.actions] if self.actions else []), *more, *self._field])

    @property
    def _field(self) -> list[object]:
        """Give what planned weeks of field work are made from; a pool asks for nothing but the hours in which people are taken."""
        if self.fieldwork == Fieldwork.WEEKS:
            return [self.fieldwork, self.means]
        return [self.means.engagements] if self.means.engagements else []

    @cached_property
    def ground(self) -> str:
        """Name all but seed and warm-up: what is worked out before a run begins is the same on one ground."""
        offices = [[phase.first, phase.office.digest] for phase in self.phases]
        frame = [self.first, self.days, self.policy, self.arrivals]
        parts = [
            self.rulebook.digest,
            self.process.digest,
            self.stock,
            self.bank,
            self.actions,
            self.rebalance,
            self.moved,
            self.reached,
            self.stopped,
            *self._field,
        ]
        return digest([frame, offices, *parts])

    def under(self, seed: int, warm_up_days: int | None) -> "Staged":
        """Give the same under another luck and warm-up, on the same ground."""
        found = replace(self, seed=seed, warm_up_days=warm_up_days)
        vars(found)["ground"] = self.ground
        return found

    @cached_property
    def _sent(self) -> bytes:
        _ = self.digest, self.ground
        return pickle.dumps(vars(self))

    def __reduce__(self) -> tuple[Callable[[bytes], "Staged"], tuple[bytes]]:
        """Pack and unpack once what is sent again and again: to each helping process with every run."""
        return unpacked, (self._sent,)


@lru_cache(maxsize=UNPACKED)
def unpacked(sent: bytes) -> Staged:
    """Give a staging that was sent here; the last few are kept, for runs of one come one after the other."""
    found = object.__new__(Staged)
    vars(found).update(pickle.loads(sent))  # noqa: S301 - packed by our own process
    return found


def staged(opening: Opening, scenario: Scenario) -> Staged:
    """Put a scenario on an office's stage; raises BadInput with each fault at the scenario's own field."""
    faults = ScenarioFaults()
    check_scenario(scenario, opening.office, opening.rulebook, faults)
    _check_stock(opening, scenario, faults)
    check_flood(scenario.arrivals, opening.bank, faults)
    faults.stop_if_any()
    rulebook = rulebook_for(scenario, opening.rulebook)
    opening = _with_fieldwork(opening, scenario, faults)
    _check_process(opening, rulebook, faults)
    faults.stop_if_any()
    return Staged(
        name=scenario.name,
        first=scenario.first,
        days=scenario.days,
        warm_up_days=scenario.warm_up_days,
        seed=scenario.seed,
        policy=scenario.policy,
        rulebook=rulebook,
        process=opening.process,
        arrivals=scenario.arrivals,
        phases=tuple(phases(opening.office, scenario)),
        stock=opening.stock,
        bank=opening.bank,
        actions=opening.actions,
        rebalance=scenario.rebalance,
        moved=opening.moved if scenario.rebalance else {},
        fieldwork=scenario.fieldwork,
        means=opening.means,
        reached=opening.reached,
        stopped=opening.stopped,
    )


def _check_stock(opening: Opening, scenario: Scenario, faults: ScenarioFaults) -> None:
    """What is open stands as it does today: days before it came in, or was given to somebody, cannot be played with it."""
    days = [case.holding.since if case.holding else case.input.filing.filed_on for case in opening.stock]
    last = max([*days, *([opening.changed] if opening.changed else [])], default=scenario.first)
    if last > scenario.first:
        text = Text(
            f"首日 {scenario.first} 早于在办案件的最近变动 {last}。",
            f"{scenario.first} is before {last}, when open cases last came in or were given to somebody.",
        )
        remedy = Text(
            f"请把 first 改为 {last} 或以后；或用 --office 推演没有存量的机构。",
            f"Begin on {last} or later, or play an office without a stock by --office.",
        )
        faults.add("first", text, remedy)


def _check_process(opening: Opening, rulebook: Rulebook, faults: ScenarioFaults) -> None:
    """The way of handling goes on under other rules: what it names there must still be named by them."""
    missing = set(names_gone(opening.process, opening.rulebook))
    for path, name, where in (gone for gone in names_gone(opening.process, rulebook) if gone not in missing):
        text = Text(
            f"办案流程的 {path} 用到“{name}”，改后规则的 {where} 中没有。",
            f'The process names "{name}" at {path}; the rules as changed have it no more in {where}.',
        )
        faults.add(
            "rules", text, Text("请保留它，或同时修改 process.toml。", "Keep it, or change process.toml as well.")
        )


def _with_fieldwork(opening: Opening, scenario: Scenario, faults: ScenarioFaults) -> Opening:
    """Give the way of handling as field work is to be done: a pool asks for no errands, weeks for one wherever a vehicle goes."""
    if scenario.fieldwork == Fieldwork.POOL:
        return replace(opening, process=opening.process.without_errands)
    out = [stage for stage in opening.process.stages if stage.vehicle]
    lacking = ", ".join(stage.id for stage in out if not stage.errand)
    if lacking or not out:
        text = Text(
            f"办案流程没有写环节 {lacking} 要哪种外勤任务。" if lacking else "办案流程没有用车的环节，无周可排。",
            f"The process does not say which errand the stages {lacking} ask for."
            if lacking
            else "No stage of the process takes a vehicle; there is nothing to plan.",
        )
        remedy = Text("请在 process.toml 的环节写 errand。", "Give such stages of process.toml an `errand`.")
        faults.add("fieldwork", text, remedy)
    return opening
