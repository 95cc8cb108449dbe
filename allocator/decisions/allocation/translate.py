"""Between the office and the solver (翻译): a snapshot with its waiting cases becomes an instance, a plan comes back.

The room that speaks both tongues: `translate_classes` says who may lead, `translate_charges` and `translate_options` who is
charged, `translate_tallies` what is counted besides load; this file puts an instance together and reads a plan. People
are numbered in the office's order, cases in the given order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from allocator.decisions.allocation import translate_classes
from allocator.decisions.allocation.moving import move_price
from allocator.decisions.allocation.reserve import reserves
from allocator.decisions.allocation.translate_batch import Tally
from allocator.decisions.allocation.translate_classes import classes, new_cases_left
from allocator.decisions.allocation.translate_options import NOBODY, Options, options_of
from allocator.decisions.allocation.translate_tallies import tallies_of
from allocator.decisions.recommendation.eligibility import Refusal
from allocator.decisions.recommendation.recommendation import continuity_terms
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.workload import charges, members_of
from solver.arrays import Ints
from solver.assignment import Instance, Plan

Lots = Callable[[str, str], int]


@dataclass(frozen=True, slots=True)
class Option:
    """One lawful way to place one case: the lead, the mentor beside, and who carries which minutes."""

    case: int
    lead: str
    mentor: str | None
    charges: Mapping[str, int]
    minutes: Mapping[str, int]
    misfit: int


@dataclass(frozen=True, eq=False)
class Translation:
    """An instance with what its numbers mean."""

    instance: Instance
    cases: tuple[CaseToPlace, ...]
    snapshot: Snapshot
    mentor: Ints
    tallies: tuple[Tally, ...]

    def option(self, number: int) -> Option:
        """Say one option in the office's words."""
        instance, people = self.instance, self.snapshot.office.officers
        case, lead = int(instance.option_case[number]), people[int(instance.option_lead[number])]
        mentor = None if self.mentor[number] == NOBODY else people[int(self.mentor[number])].code
        placed = self.cases[case]
        track = self.snapshot.rulebook.lanes[placed.lane].track
        taken = charges(placed.minutes, track, lead, mentor, self.snapshot.capacity)
        misfit = int(instance.option_misfit[number])
        return Option(case, lead.code, mentor, taken, upper_minutes(taken, self.snapshot), misfit)

    def options(self, case: int) -> int:
        """Count the options of a case."""
        return len(self.instance.options_of(case))

    def refused(self, case: int) -> Mapping[str, tuple[Refusal, ...]]:
        """Give for everybody who was left out of a case every reason."""
        return translate_classes.refused(self.cases[case], self.snapshot)


def translate(cases: Sequence[CaseToPlace], snapshot: Snapshot, lots: Lots) -> Translation:
    """Turn cases and the office into an instance of the assignment model; a case held already may stay with its holder."""
    listed = tuple(cases)
    options = options_of(listed, list(classes(listed, snapshot)), snapshot)
    tallies = tallies_of(listed, options, snapshot)
    _freeze(
        options.case,
        options.lead,
        options.charge_start,
        options.charge_person,
        options.charge_minutes,
        options.charge_desk,
    )
    return Translation(_instance(listed, options, tallies, snapshot, lots), listed, snapshot, options.mentor, tallies)


def upper_minutes(taken: Mapping[str, int], snapshot: Snapshot) -> dict[str, int]:
    """Turn charges on people and desks into minutes by person, each part of a desk rounded up.

    Desks share their whole sum to the minute; adding up cases rounded up can only overstate a load, never hide one.
    """
    found: dict[str, int] = {}
    for holder, count in taken.items():
        own = holder in snapshot.office.officer_by_code
        members = {holder: 1} if own else members_of(holder, snapshot.capacity)
        total = sum(members.values())
        for code, weight in members.items():
            found[code] = found.get(code, 0) - (-count * weight // total)
    return found


def _instance(
    cases: tuple[CaseToPlace, ...], options: Options, tallies: tuple[Tally, ...], snapshot: Snapshot, lots: Lots
) -> Instance:
    codes = [officer.code for officer in snapshot.office.officers]
    place = {code: number for number, code in enumerate(codes)}
    names, levers = [case.case.filing.case_no for case in cases], snapshot.rulebook.levers
    reserved = reserves(cases, snapshot)
    pairs = zip(options.case.tolist(), options.lead.tolist(), strict=True)
    return Instance(
        capacity=_numbers(snapshot.capacity.minutes[code] for code in codes),
        held=_numbers(snapshot.minutes_held[code] + reserved.get(code, 0) for code in codes),
        priority=_numbers(urgency(case, snapshot) for case in cases),
        option_case=options.case,
        option_lead=options.lead,
        charge_start=options.charge_start,
        charge_person=options.charge_person,
        charge_minutes=options.charge_minutes,
        charge_desk=options.charge_desk,
        option_misfit=_misfit(cases, options, snapshot),
        option_lot=_numbers(lots(names[case], codes[lead]) for case, lead in pairs),
        holder=_numbers(place.get(case.holder or "", NOBODY) for case in cases),
        move_price=_numbers(move_price(case, snapshot) if case.holder else 1 for case in cases),
        most_new=_numbers(new_cases_left(snapshot)),
        together=_together(cases),
        ceiling=levers.most_load,
        spread_step=levers.spread_step,
        peak_tolerance=levers.peak_tolerance,
        spread_tolerance=levers.spread_tolerance,
        misfit_tolerance=levers.misfit_tolerance,
        **_tally_arrays(tallies),
    )


def _tally_arrays(tallies: tuple[Tally, ...]) -> dict[str, Ints]:
    """Put the tallies one after the other, as the instance wants them."""
    sizes = [len(tally.options) for tally in tallies]
    nothing = np.zeros(0, dtype=np.int64)
    found: dict[str, Ints] = {
        "tally_kind": _numbers(tally.kind for tally in tallies),
        "tally_person": _numbers(tally.person for tally in tallies),
        "tally_held": _numbers(tally.held for tally in tallies),
        "tally_limit": _numbers(tally.limit for tally in tallies),
        "tally_price": _numbers(tally.price for tally in tallies),
        "tally_side": _numbers(tally.side for tally in tallies),
        "entry_tally": np.repeat(np.arange(len(tallies)), sizes),
        "entry_option": np.concatenate([nothing, *(tally.options for tally in tallies)]),
        "entry_amount": np.concatenate([nothing, *(tally.amounts for tally in tallies)]),
    }
    _freeze(*found.values())
    return found


def _freeze(*arrays: Ints) -> None:
    """Let nobody change arrays any more, so that the instance need not copy them."""
    for array in arrays:
        array.setflags(write=False)


def _misfit(cases: tuple[CaseToPlace, ...], options: Options, snapshot: Snapshot) -> Ints:
    """Give each option the credit of continuity its lead lacks; only former handlers of linked cases have any."""
    most, people = snapshot.rulebook.continuity.most, snapshot.office.officers
    misfit = np.full(len(options.case), most, dtype=np.int64)
    start = np.searchsorted(options.case, np.arange(len(cases) + 1))
    for number, case in enumerate(cases):
        former = {link.handler for link in case.linked if link.sure}
        for option in range(start[number], start[number + 1]) if former else ():
            lead = people[int(options.lead[option])].code
            if lead in former:
                credit = -sum(term.amount for term in continuity_terms(lead, case, snapshot))
                misfit[option] = max(0, most - credit)
    return misfit


def urgency(case: CaseToPlace, snapshot: Snapshot) -> int:
    """Give the rank in which a case is served: by the rulebook's priority, and in each the overdue ones first.

    Overdue is what has waited the days within which a handler must be named (D06 2), so that newer work never
    overtakes it: priority p becomes rank 2p when overdue and 2p + 1 otherwise.
    """
    waited = (snapshot.day - case.case.filing.filed_on).days
    return 2 * case.priority + (0 if waited >= snapshot.rulebook.levers.assign_within_days else 1)


def _numbers(values: object) -> Ints:
    return np.fromiter(values, dtype=np.int64)  # type: ignore[call-overload,no-any-return]


def _together(cases: tuple[CaseToPlace, ...]) -> tuple[tuple[int, ...], ...]:
    """Group waiting cases that are surely tied to each other (关联案件): same series, same debtor, resumed."""
    number = {case.case.filing.case_no: place for place, case in enumerate(cases)}
    root = list(range(len(cases)))

    def find(place: int) -> int:
        """Give the first case of a case's group, and shorten the way to it."""
        while root[place] != place:
            root[place] = root[root[place]]
            place = root[place]
        return place

    for place, case in enumerate(cases):
        for link in case.linked:
            if link.sure and link.case_no in number and cases[number[link.case_no]].lane == case.lane:
                root[find(place)] = find(number[link.case_no])
    groups: dict[int, list[int]] = {}
    for place in range(len(cases)):
        groups.setdefault(find(place), []).append(place)
    return tuple(tuple(members) for members in groups.values() if len(members) > 1)


def chosen(translation: Translation, plan: Plan) -> tuple[Option | None, ...]:
    """Give the option each case has in a plan, None where it stays unplaced."""
    return tuple(translation.option(place) if place >= 0 else None for place in plan.chosen.tolist())
