"""How the outcome of one case hangs on its open facts."""

import itertools
from fractions import Fraction

from hypothesis import given, settings

from allocator.decisions.triage.diagram import Branch, Odds, ends, walk
from allocator.decisions.triage.triage import Reader
from tests.allocator.decisions.rulebooks import PLAIN_ATOMS, WIDE, Rules, cases, rules

OPEN = {**dict.fromkeys(WIDE), "claim": 1, "cause": "loan"}
OPEN_NAMES = ("ill", "rich", "far", "mood")


def drawn(book, facts):
    """The diagram of one case, with the reader that drew it."""
    reader = Reader(book.book())
    return reader.diagrams.of(reader.sight.look(facts)), reader


def test_a_fact_without_effect_has_no_branch():
    """Rich or not, both rows lead to the regular lane."""
    diagram, _ = drawn(Rules(rows=(("rich and ill", "regular"), ("not rich and ill", "regular"))), OPEN)

    assert [part.view.fact.id for part in walk(diagram) if isinstance(part, Branch)] == ["ill"]


def test_a_settled_case_is_a_single_end():
    """With nothing open that matters the diagram is the lane itself."""
    diagram, _ = drawn(Rules(rows=(("ill or visits >= 2", "regular"),)), {**OPEN, "ill": True})

    assert diagram == "regular"
    assert Odds(diagram).views == {}


def test_lanes_of_one_class_become_one_end():
    """Between fast and services the class does not waver, and the fact that chooses between them has no branch."""
    book = Rules(rows=(("ill", "services"),), points=(("rich", 10),))
    diagram, reader = drawn(book, OPEN)

    by_class = reader.diagrams.by_label(diagram)

    assert (ends(diagram), ends(by_class)) == (("fast", "regular", "services"), ("fast", "regular"))
    assert {view.fact.id for view in Odds(diagram).views.values()} == {"ill", "rich"}
    assert reader.diagrams.by_label(reader.diagrams.of(reader.sight.look({**OPEN, "rich": False}))) == "fast"


@settings(max_examples=80, deadline=None)
@given(rules(PLAIN_ATOMS), cases(most_open=4))
def test_what_an_answer_is_worth_is_exact(book, facts):
    """Shares that settle and doubt that stays equal those of going through all answers and completions."""
    diagram, _ = drawn(book, facts)
    odds = Odds(diagram)

    for place, view in odds.views.items():
        shares = [
            (weight, lanes_after(book, facts, view.fact.id, value)) for value, weight in answers(book, view.fact.id)
        ]
        worth = odds.worth(place)
        assert worth.settles == sum(weight for weight, lanes in shares if len(lanes) == 1)
        assert worth.doubt == sum(weight * (1 - sum(share**2 for share in lanes.values())) for weight, lanes in shares)


def answers(book, name):
    """Every answer to a question with its chance."""
    if name == "mood":
        return [(value, Fraction(1, 3)) for value in WIDE["mood"]]
    chance = Fraction(book.chances[OPEN_NAMES.index(name)], 1000)
    return [(True, chance), (False, 1 - chance)]


def lanes_after(book, facts, name, value):
    """How likely each lane is once a fact is known."""
    others = [other for other in OPEN_NAMES if facts[other] is None and other != name]
    lanes: dict[str, Fraction] = {}
    for way in itertools.product(*(answers(book, other) for other in others)):
        chance = Fraction(1)
        complete = {**facts, name: value}
        for other, (answer, likely) in zip(others, way, strict=True):
            complete[other], chance = answer, chance * likely
        lane = book.lane(complete)
        lanes[lane] = lanes.get(lane, Fraction(0)) + chance
    return lanes
