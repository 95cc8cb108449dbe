"""Random offices with everything a plan must heed: pairs, absences, stops, recusals, skills, ties, reviews, a stock held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from allocator.decisions.recommendation.draw import lot
from allocator.domain.cases import LinkedCase, PartyKind
from allocator.domain.facts import CaseInput
from allocator.domain.ledgers import Ledgers
from allocator.domain.office import Office
from allocator.domain.people import (
    Absence,
    Officer,
    Pairing,
    Period,
    Recusal,
    RecusalState,
    Reduction,
    Skill,
)
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.reading import read_rulebook
from allocator.domain.snapshot import CaseToPlace, Snapshot
from tests.stories import MONDAY, SMALL_RULEBOOK, a_bureau, a_creditor, a_debtor, a_filing, a_team, an_officer

TEAMS = (
    a_team("fast"),
    a_team("regular_1", "regular"),
    a_team("regular_2", "regular"),
    a_team("services", "services", "fast"),
)
LANES = ("fast", "regular", "regular", "services")
KINDS = ("执", "执", "执恢", "执异")
CAUSES = ("民间借贷", "追索劳动报酬", "腾退", None)
SKILLS = ("reviewer", "mongolian")
RULES = """
most_load = {most_load}
most_new_in_7_days = 6
most_apprentices = {most_apprentices}
[skills]
reviewer = {{zh = "审查资格", en = "reviewer"}}
mongolian = {{zh = "蒙古语", en = "Mongolian"}}
[continuity]
credit = {{resumed = 0.15, series = 0.10, debtor = 0.08}}
most = 0.2
[reductions.stop]
zh = "暂停分案"
en = "intake stopped"
stops_intake = true
[reductions.leader]
zh = "领导职务"
en = "leadership"
most = 0.8
[kinds."执异"]
zh = "执行异议"
en = "objection"
reviews = true
[moves]
price = 10
[[moves.stages]]
id = "hostile"
when = "mood == 'hostile'"
price = 40
zh = "对立"
en = "hostile"
[[charging.pools]]
lane = "services"
role = "officer"
by = "judge"
share = 0.1
[[weights.causes]]
id = "eviction"
zh = "腾退"
en = "eviction"
hours = {{officer = 9}}
[[nodes]]
id = "inquiry"
zh = "完成财产调查"
en = "asset inquiry"
start = "handler_receives_file"
limit = {inquiry}
unit = "working"
owner = "team"
basis = "D06 6"
[[nodes]]
id = "close"
zh = "结案"
en = "close"
start = "filing"
limit = 1
unit = "months"
owner = "handler"
basis = "D06 1"
[deadlines]
price = {price}
horizons = [3, 8]
nodes = [{{node = "inquiry", share = 0.4}}, {{node = "close"}}]
[fairness]
window_days = 28
slack = {slack}
unpleasant_price = 3
causes = ["eviction"]
kinds = ["执异"]
[rotation]
most_share = 0.5
price = {price}
lanes = ["fast", "regular", "services"]
causes = ["eviction", "wage"]
[reserves.fast]
to = "regular"
share = 0.15
[learning]
co_handled = 0.3
[[learning.coverage]]
id = "wages"
when = "cause == 'wage'"
least = 2
zh = "劳动报酬"
en = "wages"
[[learning.coverage]]
id = "hostile"
when = "mood == 'hostile'"
zh = "对立"
en = "hostile"
"""


@dataclass(frozen=True)
class RandomOffice:
    """A day's cases and all that a plan may see."""

    cases: tuple[CaseToPlace, ...]
    seen: Snapshot


def lots(case_no: str, officer: str) -> int:
    """Lots by a fixed secret."""
    return lot(b"a secret of the tests, 32 bytes.", case_no, officer)


@cache
def a_random_office(seed: int, cases: int = 12) -> RandomOffice:
    """Draw an office, its stock and a day's cases."""
    chance = Random(seed)
    rulebook = _rulebook(*(chance.choice(some) for some in CHOICES))
    office = _office(chance)
    bare = Snapshot(office, rulebook, MONDAY)
    held = {code: chance.randrange(minutes) for code, minutes in bare.capacity.minutes.items() if minutes}
    held |= {desk: chance.randrange(900) for desk in bare.capacity.desks}
    recent = {officer.code: chance.randrange(8) for officer in office.officers if chance.random() < 0.3}
    seen = Snapshot(office, rulebook, MONDAY, held, recent, _ledgers(chance, office, held))
    return RandomOffice(tuple(_case(chance, number, office) for number in range(cases)), seen)


CHOICES: tuple[tuple[Any, ...], ...] = ((0.8, 1.1, 2.0), (2, 7), (1, 4), (0.0, 0.1), (1, 2))


@cache
def _rulebook(most_load: float, inquiry: int, price: int, slack: float, most_apprentices: int) -> Rulebook:
    head, levers = SMALL_RULEBOOK.split("[reductions]")
    more = RULES.format(
        most_load=most_load, inquiry=inquiry, price=price, slack=slack, most_apprentices=most_apprentices
    )
    cut = more.index("[[charging.pools]]")
    return read_rulebook(head + more[cut:] + "[reductions]" + levers + more[:cut])


def _office(chance: Random) -> Office:
    people = tuple(_people(chance))
    codes = [officer.code for officer in people]
    return Office(
        bureau=a_bureau(),
        teams=TEAMS,
        officers=people,
        pairings=tuple(_pairings(chance, people)),
        absences=tuple(_absences(chance, codes)),
        reductions=tuple(_reductions(chance, codes)),
        recusals=tuple(_recusals(chance, codes)),
    )


def _people(chance: Random):
    for team in TEAMS:
        roles = ["judge", "officer", "officer", "clerk", "apprentice", "apprentice"][: chance.randint(3, 6)]
        for number, role in enumerate(roles):
            if chance.random() < 0.9:
                yield _person(chance, f"{team.code}_{role}_{number}", role, team.code)
    yield _person(chance, "veteran", "clerk", "regular_1")


def _person(chance: Random, code: str, role: str, team: str) -> Officer:
    months = chance.choice((1, 4, 8, 30)) if role == "apprentice" else 60
    left = MONDAY - timedelta(days=1) if chance.random() < 0.04 else None
    skills = tuple(_skill(chance, name) for name in SKILLS if chance.random() < 0.7)
    entered = MONDAY - timedelta(days=31 * months if chance.random() < 0.95 else -3)  # who comes on Thursday counts too
    share = chance.choice((1000, 1000, 720, 400))
    return an_officer(code, role, team, name=f"某{code}", share=share, entered=entered, left=left, skills=skills)


def _skill(chance: Random, name: str) -> Skill:
    expires = chance.choice((None, MONDAY, MONDAY - timedelta(days=1), MONDAY + timedelta(days=90)))
    return Skill(name, "证书", expires)


def _pairings(chance: Random, people: Sequence[Officer]):
    mentors = [officer.code for officer in people if officer.role in ("judge", "officer") or officer.code == "veteran"]
    for officer in people:
        if officer.role == "apprentice" and mentors and chance.random() < 0.85:
            yield Pairing(chance.choice(mentors), officer.code, Period(MONDAY - timedelta(days=chance.randint(0, 60))))


def _absences(chance: Random, codes: Sequence[str]):
    for code in codes:
        if chance.random() < 0.15:
            first = MONDAY + timedelta(days=chance.randint(-5, 6))
            yield Absence(code, Period(first, chance.choice((None, first + timedelta(days=chance.randint(0, 9))))))


def _reductions(chance: Random, codes: Sequence[str]):
    for code in codes:
        if chance.random() < 0.2:
            first = MONDAY + timedelta(days=chance.randint(-20, 3))
            kind, part = chance.choice((("stop", 0), ("leader", 700), ("duty", 400), ("duty", 1000)))
            yield Reduction(code, kind, part, Period(first, first + timedelta(days=chance.randint(1, 60))))


def _recusals(chance: Random, codes: Sequence[str]):
    for code in codes:
        if chance.random() < 0.3:
            tie: dict[str, Any] = chance.choice(
                (
                    {"party": f"债务人{chance.randrange(6)}"},
                    {"identity": f"id-{chance.randrange(6)}"},
                    {"case_no": _no(chance.randrange(12))},
                    {"party": f"某{code}"},
                )
            )
            yield Recusal(code, "亲属", chance.choice(list(RecusalState)), **tie)


def _case(chance: Random, number: int, office: Office) -> CaseToPlace:
    codes = [officer.code for officer in office.officers]
    one_in = lambda times: chance.random() < 1 / times  # noqa: E731  (said five times below)
    debtor = f"某{chance.choice(codes)}" if one_in(10) else f"债务人{chance.randrange(6)}"
    party = a_debtor(debtor, PartyKind.PERSON, f"id-{chance.randrange(6)}" if one_in(2) else None)
    filing = a_filing(
        _no(number),
        kind=chance.choice(KINDS),
        cause=chance.choice(CAUSES),
        parties=(a_creditor(), party),
        filed_on=MONDAY - timedelta(days=chance.choice((0, 3, 9, 40, 170))),
    )
    roles = {"officer": chance.randint(30, 900), "judge": chance.randint(0, 200), "clerk": chance.randint(0, 300)}
    facts = {"mood": chance.choice(("willing", "hostile", None))}
    return CaseToPlace(
        CaseInput(filing, learned=facts),
        lane=chance.choice(LANES),
        minutes={role: count for role, count in roles.items() if count},
        priority=chance.randrange(3),
        skills=tuple(skill for skill in SKILLS if one_in(5)),
        linked=tuple(_links(chance, number, codes)),
        barred=(chance.choice(codes),) if one_in(6) else (),
        holder=chance.choice(codes) if one_in(5) else None,
        declined=(codes[number % len(codes)],) if number % 4 == 0 else (),
    )


def _links(chance: Random, number: int, codes: Sequence[str]):
    for _ in range(chance.choice((0, 0, 1, 2))):
        other = chance.randrange(12)
        if other != number:
            handler = chance.choice((None, *codes))
            since = None if handler is None else MONDAY - timedelta(days=chance.randint(0, 400))
            tie = chance.choice(("resumed", "series", "debtor"))
            yield LinkedCase(_no(other), tie, chance.random() < 0.8, handler, since, open=chance.random() < 0.5)


def _ledgers(chance: Random, office: Office, held: dict[str, int]) -> Ledgers:
    codes = [officer.code for officer in office.officers]
    learners = [officer.code for officer in office.officers if officer.role == "apprentice"]
    effort = {code: chance.randrange(4000) for code in codes}
    led = {code: chance.randrange(5) for code in learners}
    return Ledgers(
        moved={_no(chance.randrange(12)): date(2022, 8, chance.randint(1, 31))},
        due={holder: _due(chance, minutes) for holder, minutes in held.items()},
        open={lane: chance.randrange(3000) for lane in LANES},
        effort=effort,
        unpleasant={code: chance.randrange(1 + minutes) for code, minutes in effort.items()},
        kinds={code: {cause: chance.randrange(4) for cause in ("eviction", "wage")} for code in codes},
        led=led,
        beside={code: chance.randint(0, count) for code, count in led.items()},
        met={code: {"wages": chance.randrange(3), "hostile": chance.randrange(2)} for code in learners},
    )


def _due(chance: Random, minutes: int) -> dict[str, int]:
    days = {(MONDAY + timedelta(days=chance.randrange(12))).isoformat() for _ in range(2)}
    return {day: chance.randint(0, minutes // 2) for day in sorted(days)}


def _no(number: int) -> str:
    return f"（2022）内0222执{number}号"
