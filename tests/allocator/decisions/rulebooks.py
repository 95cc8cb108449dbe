"""Small rulebooks made at random, and the same rules said again without the code under test: by going through all."""

import itertools
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import strategies as st

from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.reading import read_rulebook

LANES = {"fast": "fast", "services": "fast", "regular": "regular"}
WORDS = ("盐碱", "盐", "碱地")
TEXTS = tuple("、".join(words) for count in range(4) for words in itertools.combinations(WORDS, count))
WIDE: dict[str, tuple[Any, ...]] = {
    "ill": (True, False),
    "rich": (True, False),
    "far": (True, False),
    "mood": ("calm", "cross", "gone"),
    "visits": tuple(range(8)),
    "preserved": tuple(range(20)),
    "note": TEXTS,
}
"""Every value an open fact may take; amounts well beyond the highest threshold of the atoms below."""

PLAIN_ATOMS = ("ill", "rich", "far", "mood == 'calm'", "mood != 'gone'", "mood in ('cross', 'gone')")
NUMBER_ATOMS = (
    "visits >= 2",
    "visits == 3",
    "2 * visits - 3 > 0",
    "preserved >= claim",
    "preserved > claim + 1",
    "preserved < percent(50, claim)",
    "percent(40, preserved) >= claim - 3",
    "preserved == 4",
    "claim >= 3",
    "1 <= preserved <= 6",
)
TEXT_ATOMS = ("mentions(note, '盐碱')", "mentions(note, '盐')", "mentions(note, '碱地', '盐碱')")
ATOMS = PLAIN_ATOMS + NUMBER_ATOMS + TEXT_ATOMS

HEADER = """
version = "random"
effective_from = 2022-01-01
name = {zh = "随机", en = "random"}
lanes.fast = {class = "fast", zh = "快", en = "fast"}
lanes.services = {class = "fast", zh = "集约", en = "services"}
lanes.regular = {class = "regular", zh = "普", en = "regular"}
kinds."执" = {zh = "执", en = "first"}
roles.officer = {zh = "执行员", en = "officer", leads = true}
roles.clerk = {zh = "书记员", en = "clerk"}
charging = {lead_role = "officer"}
continuity = {half_life_days = 180}
levers = {}
"""
CAUSES = """
[[weights.causes]]
id = "loan"
zh = "借贷"
en = "loan"
hours = {officer = 2, clerk = 1}
[[weights.causes]]
id = "eviction"
zh = "腾退"
en = "eviction"
hours = {officer = 9}
low = 0.5
high = 2
[[weights.causes]]
id = "fee"
zh = "诉讼费"
en = "court fee"
hours = {officer = 0.2, clerk = 0.3}
"""


@dataclass(frozen=True)
class Rules:
    """A rulebook in the words of its file, so that it can be read by the code and, differently, by the test."""

    rows: tuple[tuple[str, str], ...] = ()
    points: tuple[tuple[str, int], ...] = ()
    threshold: int = 10
    ends: tuple[str, str] = ("regular", "fast")
    chances: tuple[int, int, int] = (500, 500, 500)
    assumed: dict[str, Any] = field(default_factory=dict)
    adders: tuple[tuple[str, float, float, str], ...] = ()
    factors: tuple[tuple[str, float], ...] = ()
    least: int = 30

    def book(self) -> Rulebook:
        """Read it as the office does."""
        return read_rulebook(self.text())

    def text(self) -> str:
        """Write it as a file."""
        return "\n".join((HEADER, *self._facts(), *self._triage(), *self._weights(), CAUSES, ""))

    def _facts(self):
        yield "[facts]"
        for name, chance in zip(("ill", "rich", "far"), self.chances, strict=True):
            yield f'{name} = {{kind = "yes_no", zh = "{name}", en = "{name}", chance = {chance / 1000}{self._given(name)}}}'
        yield f'mood = {{kind = "choice", zh = "态度", en = "mood", values = ["calm", "cross", "gone"]{self._given("mood")}}}'
        yield f'visits = {{kind = "count", zh = "次数", en = "visits"{self._given("visits")}}}'
        yield f'note = {{kind = "text", zh = "备注", en = "note"{self._given("note")}}}'
        if "preserved" in self.assumed:
            yield f"preserved = {{assume = {self.assumed['preserved']}}}"

    def _given(self, name: str) -> str:
        if name not in self.assumed:
            return ""
        value = self.assumed[name]
        return f", assume = {str(value).lower() if isinstance(value, (bool, int)) else repr(value)}"

    def _triage(self):
        for number, (when, lane) in enumerate(self.rows, start=1):
            yield f'[[triage.rules]]\nid = "R{number}"\nwhen = "{when}"\nlane = "{lane}"\nzh = "规则{number}"\nen = "row {number}"'
        for number, (when, worth) in enumerate(self.points, start=1):
            yield f'[[triage.points]]\nid = "P{number}"\nwhen = "{when}"\npoints = {worth}\nzh = "计分{number}"\nen = "point {number}"'
        above, below = self.ends
        yield f'[triage.score]\nthreshold = {self.threshold}\nat_or_above = "{above}"\nbelow = "{below}"'

    def _weights(self):
        yield f"[weights]\nleast_minutes = {self.least}"
        for number, (when, officer, clerk, more) in enumerate(self.adders, start=1):
            yield f'[[weights.adders]]\nid = "A{number}"\nwhen = "{when}"\nhours = {{officer = {officer}, clerk = {clerk}}}'
            yield f'{more}\nzh = "加{number}"\nen = "adder {number}"'
        for number, (when, factor) in enumerate(self.factors, start=1):
            yield f'[[weights.factors]]\nid = "F{number}"\nwhen = "{when}"\nfactor = {factor}\nzh = "系数"\nen = "factor"'

    def lane(self, facts) -> str:
        """Say the lane of a case whose facts are all known, by Python's own reading of each sentence."""
        row = next((lane for when, lane in self.rows if holds(when, facts)), None)
        score = sum(worth for when, worth in self.points if holds(when, facts))
        return row or self.ends[0 if score >= self.threshold else 1]


def holds(sentence: str, facts) -> bool:
    """Read a condition as plain Python."""
    return bool(eval(compiled(sentence), READING, facts))


@cache
def compiled(sentence: str):
    """Compile a sentence once."""
    return compile(sentence, "rulebook", "eval")


READING = {
    "__builtins__": {},
    "yuan": lambda count: 100 * count,
    "percent": lambda share, amount: Fraction(share * amount, 100),
    "mentions": lambda text, *words: any(word in text for word in words),
}


def completions(facts) -> list[dict[str, Any]]:
    """Fill in the open facts in every way there is."""
    names = [name for name in WIDE if facts[name] is None]
    ways = itertools.product(*(WIDE[name] for name in names))
    return [{**facts, **dict(zip(names, way, strict=True))} for way in ways]


def sentences(atoms=ATOMS, *, negated: bool = True):
    """Conditions of some depth over these atoms."""

    def grow(inner):
        pair = st.tuples(inner, inner)
        ways = [pair.map("({0[0]} and {0[1]})".format), pair.map("({0[0]} or {0[1]})".format)]
        return st.one_of(*ways, *([inner.map("not ({})".format)] if negated else []))

    return st.recursive(st.sampled_from(atoms), grow, max_leaves=3)


def rules(atoms=ATOMS):
    """Rulebooks with a few rows and points over these atoms."""
    given = {
        "ill": st.booleans(),
        "mood": st.sampled_from(WIDE["mood"]),
        "visits": st.integers(0, 5),
        "preserved": st.integers(0, 9),
        "note": st.sampled_from(TEXTS[1:]),
    }
    return st.builds(
        Rules,
        rows=st.lists(st.tuples(sentences(atoms), st.sampled_from(tuple(LANES))), max_size=4).map(tuple),
        points=st.lists(st.tuples(sentences(atoms), st.sampled_from((-12, -5, 4, 6, 10, 15))), max_size=4).map(tuple),
        threshold=st.sampled_from((0, 5, 10)),
        ends=st.sampled_from((("regular", "fast"), ("services", "fast"), ("regular", "services"), ("fast", "regular"))),
        chances=st.tuples(*[st.sampled_from((100, 300, 500, 900))] * 3),
        assumed=st.fixed_dictionaries({}, optional=given),
        adders=st.lists(adders(), max_size=4).map(tuple),
        factors=st.lists(st.tuples(sentences(atoms), st.sampled_from((0.5, 0.6, 1, 1.5))), max_size=2).map(tuple),
        least=st.sampled_from((1, 30, 200)),
    )


def adders(atoms=ATOMS, hours=(-1.5, -0.1, 0, 0.5, 4), *, negated: bool = True):
    """Traits that add or take effort, some by a count."""
    times = st.sampled_from(("", "", 'times = "visits"\nat_most = 3', 'times = "4 - visits"\nat_most = 5'))
    return st.tuples(sentences(atoms, negated=negated), st.sampled_from(hours), st.sampled_from(hours), times)


def cases(most_open: int = 3):
    """Cases of which up to so many facts are open."""
    known = {name: st.sampled_from(values) for name, values in WIDE.items()}
    everything = st.fixed_dictionaries({**known, "claim": st.integers(0, 6), "cause": st.sampled_from(["loan", "fee"])})
    opened = st.sets(st.sampled_from(tuple(WIDE)), max_size=most_open)
    return st.builds(lambda facts, names: {**REST, **facts, **dict.fromkeys(names)}, everything, opened)


REST: dict[str, Any] = {
    "kind": "执",
    "title": "",
    "cause_text": "",
    "creditors": 1,
    "debtors": 1,
    "creditor_enterprise": False,
    "debtor_enterprise": False,
    "debtor_organ": False,
    "resumed": False,
    "in_series": False,
    "town_minutes": 10,
}
