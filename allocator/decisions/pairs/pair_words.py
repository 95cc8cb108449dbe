"""What is said of pairs proposed (结对说明): what each rests on, why somebody stays alone, what a way out asks for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allocator.decisions.pairs.mentoring import NEVER, Round, former_mentor
from allocator.decisions.pairs.pair_checker import Matched
from allocator.domain.words import Text, listed
from allocator.domain.workload import Load

OBSTACLES = {
    "far_team": Text("团队不相邻", "not near enough"),
    "no_minutes": Text("无可用工时", "no minutes"),
    "no_place": Text("名额已满", "no place left"),
    "not_acceptable": Text("一方不接受", "one of the two will not"),
    "preferred_others": Text("名额已给更合意者", "places went to others they prefer"),
    "absent": Text("代管期间不在岗", "away in that time"),
    "recused": Text("须回避其在办案件", "recused in an open case"),
    "skill_missing": Text("缺少所需资格", "lacks a skill needed"),
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A pair proposed (拟结对): the places each has in the other's list, the mentor before, and the mentor's load.

    `wish` and `regard` are places, 1 the best; `before` and `after` the mentor's load without and with all who come.
    """

    apprentice: str
    mentor: str
    former: str | None
    wish: int
    regard: int
    before: Load
    after: Load
    text: Text


@dataclass(frozen=True, slots=True)
class Alone:
    """An apprentice who stays without a mentor: how many were refused for which reason (未能结对)."""

    apprentice: str
    reasons: Mapping[str, int]
    text: Text


@dataclass(frozen=True, slots=True)
class Concession:
    """One exception of the cheapest way out (破例): a place more for a mentor, or a pair somebody said will not do."""

    kind: str
    mentor: str
    apprentice: str | None
    amount: int
    text: Text


def say_proposed(asked: Round, made: Sequence[Matched]) -> tuple[Proposed, ...]:
    """Say of each pair what it rests on."""
    coming = Counter(pair.mentor for pair in made)
    return tuple(_proposed(asked, pair, coming[pair.mentor]) for pair in made)


def _proposed(asked: Round, pair: Matched, coming: int) -> Proposed:
    wish, regard = asked.wishes[pair.apprentice, pair.mentor], asked.wishes[pair.mentor, pair.apprentice]
    before, after = asked.load(pair.mentor), asked.load(pair.mentor, coming)
    former = former_mentor(pair.apprentice, asked.snapshot)
    text = Text(
        "{one}的第 {wish} 志愿，{other}的第 {regard} 志愿；师傅负荷 {before} → {after}",
        "place {wish} with {one}, place {regard} with {other}; the mentor's load {before} → {after}",
    ).fill(
        one=_name(pair.apprentice, asked), other=_name(pair.mentor, asked), wish=wish, regard=regard,
        before=before.words, after=after.words,
    )  # fmt: skip
    return Proposed(pair.apprentice, pair.mentor, former, wish, regard, before, after, text)


def say_alone(asked: Round, made: Sequence[Matched]) -> tuple[Alone, ...]:
    """Say of each who stays without a mentor what stood in the way."""
    paired = {pair.apprentice for pair in made}
    return tuple(_alone(asked, code) for code in asked.apprentices if code not in paired)


def _alone(asked: Round, apprentice: str) -> Alone:
    counts = Counter(_obstacle(asked, apprentice, mentor) for mentor in asked.mentors)
    reasons = dict(sorted(counts.items()))
    said = listed(OBSTACLES.get(code, Text(code, code)) + Text(f" {n} 名", f"({n})") for code, n in reasons.items())
    name = _name(apprentice, asked)
    nobody = Text("没有可带教的人员", "nobody may mentor")
    text = Text("{name}没有师傅：{why}", "{name} stays without a mentor: {why}")
    return Alone(apprentice, reasons, text.fill(name=name, why=said if reasons else nobody))


def _obstacle(asked: Round, apprentice: str, mentor: str) -> str:
    refused = asked.refused[apprentice, mentor]
    if refused:
        return refused[0].code
    if NEVER in (asked.wishes[apprentice, mentor], asked.wishes[mentor, apprentice]):
        return "not_acceptable"
    return "preferred_others" if asked.slots(mentor) else "no_place"


def say_concessions(asked: Round, made: Sequence[Matched]) -> tuple[Concession, ...]:
    """Name every exception a way out asks for."""
    coming = Counter(pair.mentor for pair in made)
    over = [(mentor, count - asked.slots(mentor)) for mentor, count in sorted(coming.items())]
    places = tuple(_place_more(asked, mentor, more) for mentor, more in over if more > 0)
    return (*places, *(_accepted(asked, pair) for pair in made if _is_refused(asked, pair)))


def _place_more(asked: Round, mentor: str, more: int) -> Concession:
    had, slots = asked.taken(mentor), asked.slots(mentor)
    text = Text(
        "{name}带徒名额加 {more}，共 {all} 名", "give {name} {more:place|places} more, {all} apprentices in all"
    )
    said = text.fill(name=_name(mentor, asked), more=more, all=had + slots + more)
    return Concession("place", mentor, None, more, said)


def _is_refused(asked: Round, pair: Matched) -> bool:
    both = ((pair.apprentice, pair.mentor), (pair.mentor, pair.apprentice))
    return NEVER in (asked.wishes[one] for one in both)


def _accepted(asked: Round, pair: Matched) -> Concession:
    one = (pair.apprentice, pair.mentor)
    sides = [person for person, other in (one, one[::-1]) if asked.wishes[person, other] == NEVER]
    names = listed(Text(name, name) for name in (_name(side, asked) for side in sides))
    text = Text("{who}同意由{mentor}带教{apprentice}", "{mentor} mentors {apprentice}, with the consent of {who}")
    told = text.fill(who=names, mentor=_name(pair.mentor, asked), apprentice=_name(pair.apprentice, asked))
    return Concession("consent", pair.mentor, pair.apprentice, 1, told)


def _name(code: str, asked: Round) -> str:
    return asked.snapshot.office.officer_by_code[code].name
