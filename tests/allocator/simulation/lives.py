"""Small offices to live through: random people, filings and scenarios, under the small rulebook and process."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from allocator.domain.calendar import WorkCalendar
from allocator.domain.facts import CaseInput
from allocator.domain.office import Office
from allocator.domain.people import Pairing, Vehicle
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.scenarios.process import Process
from allocator.domain.scenarios.scenario import Arrivals, People, Policy, Rebalance, Scenario
from allocator.domain.words import Text
from allocator.simulation.opening import Opening
from allocator.simulation.staging import Staged, staged
from tests.allocator.processes import a_process, nodes_rulebook
from tests.stories import a_debtor, a_filing, a_period, an_office, an_officer, away

FIRST = date(2023, 1, 2)
DAYS = 140


def a_bank(count: int = 40, seed: int = 1) -> tuple[CaseInput, ...]:
    """Filings of a year: small and large loans, some with a deposit or a car known, some of one debtor."""
    random = Random(seed)
    return tuple(
        CaseInput(
            a_filing(
                f"（2022）内0222执{number}号",
                claim=random.choice((500_000, 3_000_000, 60_000_000)),
                parties=(a_debtor(f"赵{number}", identity=f"id{number - number % 3}"),),
                filed_on=date(2022, 1, 3) + timedelta(days=number * 360 // count),
                assets=random.choice((None, frozenset({"deposit"}), frozenset({"vehicle"}), frozenset())),
            )
        )
        for number in range(count)
    )


def a_small_bureau(**more: Any) -> Office:
    """Everybody a small case needs, an apprentice with a mentor, and one vehicle."""
    people = (
        an_officer("fast_judge", "judge", "fast"),
        an_officer("fast_clerk", "clerk", "fast"),
        an_officer("judge", "judge"),
        an_officer("officer"),
        an_officer("clerk", "clerk"),
        an_officer("apprentice", "apprentice", entered=date(2022, 8, 1)),
        an_officer("pool", "clerk", "services"),
    )
    given: dict[str, Any] = {
        "pairings": (Pairing("officer", "apprentice", a_period("2022-08-01")),),
        "vehicles": (Vehicle("V1", "一号", "van", 5),),
        "calendar": WorkCalendar(holidays=frozenset({date(2023, 1, 23)})),
        **more,
    }
    return an_office(*more.pop("officers", people), **{key: value for key, value in given.items() if key != "officers"})


def a_stage(
    office: Office | None = None,
    rulebook: Rulebook | None = None,
    process: Process | None = None,
    bank: Sequence[CaseInput] | None = None,
    **asked: Any,
) -> Staged:
    """A scenario of some months on the small bureau."""
    given: dict[str, Any] = {
        "first": FIRST,
        "days": DAYS,
        "arrivals": Arrivals(per_year=300),
        **asked,
    }
    given.setdefault("warm_up_days", given["days"] // 5)
    stock = given.pop("stock", ())
    opening = Opening(
        office or a_small_bureau(),
        rulebook or nodes_rulebook(),
        process or a_process(),
        stock,
        a_bank() if bank is None else tuple(bank),
    )
    return staged(opening, Scenario(Text("试", "a try"), **given))


def a_random_stage(seed: int) -> Staged:
    """An office with absences, somebody who leaves, somebody who comes, any policy, few or many filings, loads levelled or not."""
    random = Random(seed)
    gone = date(2023, 3, 1) + timedelta(days=random.randrange(40))
    officers = (
        an_officer("fast_judge", "judge", "fast", left=gone if random.random() < 0.3 else None),
        an_officer("fast_judge_2", "judge", "fast", share=random.choice((500, 1000))),
        an_officer("fast_clerk", "clerk", "fast"),
        an_officer("judge", "judge", left=gone if random.random() < 0.3 else None),
        an_officer("officer", left=gone if random.random() < 0.5 else None),
        an_officer("officer_2", entered=date(2023, 2, 1)),
        an_officer("clerk", "clerk", left=gone if random.random() < 0.3 else None),
        an_officer("apprentice", "apprentice", entered=date(2022, random.choice((4, 8, 12)), 1)),
        an_officer("pool", "clerk", "services", left=gone if random.random() < 0.3 else None),
    )
    absences = tuple(
        away(one.code, str(first), str(first + timedelta(days=random.randrange(20))))
        for one in officers
        if random.random() < 0.4
        for first in (FIRST + timedelta(days=random.randrange(DAYS)),)
    )
    mentor = random.choice(("officer", "officer_2"))
    office = a_small_bureau(
        officers=officers, absences=absences, pairings=(Pairing(mentor, "apprentice", a_period("2022-08-01")),)
    )
    policy = random.choice(list(Policy))
    return a_stage(
        office,
        seed=seed,
        policy=policy,
        arrivals=Arrivals(per_year=random.choice((60, 250, 700))),
        people=People(),
        rebalance=random.choice((None, Rebalance(7, 2), Rebalance(30, hand_over=True)))
        if policy != Policy.ONE_PERSON
        else None,
    )
