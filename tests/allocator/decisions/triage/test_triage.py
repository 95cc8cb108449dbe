"""Telling simple from complex: exact over all completions, honest in what it remembers."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.triage import triage
from allocator.decisions.triage.triage import SCORE, Classifier, classify
from allocator.domain.facts import CaseInput
from tests.allocator.decisions.rulebooks import LANES, PLAIN_ATOMS, WIDE, Rules, cases, completions, holds, rules
from tests.stories import a_debtor, a_filing, a_rulebook, a_staffed_office

EXACT = settings(max_examples=80, deadline=None)
YES_NO_CHANCE = ("ill", "rich", "far")


def label_of(found):
    """What is compared: the class while that is open, else the lane."""
    return (lambda lane: LANES[lane]) if len(found.tracks) > 1 else (lambda lane: lane)


@EXACT
@given(rules(), cases())
def test_what_is_possible_is_exactly_what_some_completion_does(book, facts):
    """Lanes, classes and certainty agree with going through every way the open facts may turn out."""
    lanes = {book.lane(complete) for complete in completions(facts)}

    found = Classifier(book.book()).classify(facts)

    assert set(found.lanes) == lanes
    assert set(found.tracks) == {LANES[lane] for lane in lanes}
    assert found.certain is (len(found.tracks) == 1)


@EXACT
@given(rules(), cases())
def test_a_certain_class_stays_whatever_comes_out(book, facts):
    """No completion of the open facts contradicts "certain"."""
    classifier = Classifier(book.book())
    found = classifier.classify(facts)

    classes = {classifier.classify(complete).track for complete in completions(facts)}

    assert found.track in classes
    assert found.certain is (classes == {found.track})


@EXACT
@given(rules(), cases())
def test_the_lane_taken_meanwhile_is_that_of_the_assumptions(book, facts):
    """What stands in for the open facts gives the lane, the decisive row and the score; so the lane is possible."""
    found = Classifier(book.book()).classify(facts)
    complete = {**facts, **found.assumed}
    # An open fact no row reads is not assumed; any value does.
    complete = {name: WIDE[name][0] if value is None else value for name, value in complete.items()}

    assert found.lane == book.lane(complete)
    assert found.lane in found.lanes
    holding = [f"R{number}" for number, (when, _) in enumerate(book.rows, start=1) if holds(when, complete)]
    assert found.rule == (holding[0] if holding else SCORE)
    score = sum(worth for when, worth in book.points if holds(when, complete))
    assert found.score == (None if holding else score)
    points = [f"P{number}" for number, (when, _) in enumerate(book.points, start=1) if holds(when, complete)]
    assert [hit.rule for hit in found.hits] == [*holding, *points]


@EXACT
@given(rules(), cases())
def test_the_rulebooks_assumption_is_the_one_used(book, facts):
    """Where the rulebook says what to assume, nothing else is."""
    found = Classifier(book.book()).classify(facts)

    for name, value in found.assumed.items():
        assert value == book.assumed.get(name, value)
        assert facts[name] is None


@EXACT
@given(rules(), cases())
def test_a_fact_can_flip_exactly_when_it_alone_can_change_the_outcome(book, facts):
    """With all other facts the same, its answers lead to different outcomes somewhere; else it is not named."""
    found = Classifier(book.book()).classify(facts)
    outcome, names = label_of(found), [name for name in WIDE if facts[name] is None]

    outcomes: dict[tuple[str, str], set[str]] = {}
    for complete in completions(facts):
        for name in names:
            others = repr([complete[other] for other in names if other != name])
            outcomes.setdefault((name, others), set()).add(outcome(book.lane(complete)))
    flips = {name for (name, _), reached in outcomes.items() if len(reached) > 1}

    assert set(found.flips) == flips
    assert set(found.flips) <= set(found.unknown)


@EXACT
@given(rules(PLAIN_ATOMS), cases(most_open=4))
def test_the_question_is_the_one_that_settles_most_often(book, facts):
    """The share of answers that settle the outcome is exact; no other fact that can flip it settles more."""
    found = Classifier(book.book()).classify(facts)
    shares = {name: settling_share(book, facts, name, label_of(found)) for name in found.flips}

    if not found.flips:
        assert found.question is None
    else:
        assert found.question is not None
        assert found.question.settles == int(1000 * shares[found.question.fact])
        assert shares[found.question.fact] == max(shares.values())


def settling_share(book: Rules, facts, name, outcome) -> Fraction:
    """Add up the chances of the answers after which every completion has one outcome."""
    chances = dict(zip(YES_NO_CHANCE, book.chances, strict=True))
    share = Fraction(0)
    for value in WIDE[name]:
        outcomes = {outcome(book.lane(complete)) for complete in completions({**facts, name: value})}
        chance = Fraction(chances[name] if value else 1000 - chances[name], 1000) if name in chances else Fraction(1, 3)
        share += chance if len(outcomes) == 1 else 0
    return share


@EXACT
@given(rules(), cases(most_open=5))
def test_the_dry_run_tells_the_same_lanes(book, facts):
    """`lane` is `classify` without the reasons."""
    classifier = Classifier(book.book())

    found = classifier.classify(facts)

    assert classifier.lane(facts) == (found.lane, frozenset(found.lanes))


@settings(max_examples=40, deadline=None)
@given(rules(), st.lists(cases(most_open=5), min_size=2, max_size=12))
def test_memory_never_changes_an_answer(book, stock):
    """A classifier that has seen other cases says of each what a fresh one says, in any order, and again."""
    read = book.book()
    fresh = [(Classifier(read).classify(facts), Classifier(read).lane(facts)) for facts in stock]

    warm, backwards = Classifier(read), Classifier(read)

    assert [(warm.classify(facts), warm.lane(facts)) for facts in stock] == fresh
    assert [(backwards.classify(facts), backwards.lane(facts)) for facts in reversed(stock)] == fresh[::-1]
    assert [warm.classify(facts) for facts in stock] == [found for found, _ in fresh]


def test_claims_on_either_side_of_an_assumed_amount_are_told_apart():
    """100 fen are assumed preserved: they cover a claim of 50 but not one of 200, though both thresholds look alike."""
    book = Rules(rows=(("preserved >= claim", "fast"),), ends=("regular", "regular"), assumed={"preserved": 100})
    classifier = Classifier(book.book())
    facts = {**dict.fromkeys(WIDE), "cause": "loan"}

    lanes = [classifier.classify({**facts, "claim": claim}).lane for claim in (50, 200, 50)]

    assert lanes == ["fast", "regular", "fast"]


def test_causes_and_counts_are_told_apart_though_no_rule_asks_for_them():
    """Two cases alike to every condition weigh differently by cause, and by the count that multiplies."""
    book = Rules(adders=(("claim >= 0", 1, 0, 'times = "visits"\nat_most = 9'),))
    classifier = Classifier(book.book())
    facts = {**dict.fromkeys(WIDE), "claim": 1}

    weights = [
        classifier.classify({**facts, "cause": cause, "visits": visits}).weight.minutes["officer"]
        for cause, visits in (("loan", 1), ("eviction", 1), ("loan", 2))
    ]

    assert weights == [180, 600, 240]


def test_while_the_class_is_open_only_what_can_change_the_class_counts():
    """Rich or not decides between the classes; being ill chooses only between two fast lanes."""
    book = Rules(rows=(("rich", "regular"), ("ill", "services")), ends=("fast", "fast"))
    classifier = Classifier(book.book())
    facts = {**dict.fromkeys(WIDE), "claim": 1, "cause": "loan"}

    assert classifier.classify(facts).flips == ("rich",)
    assert classifier.classify({**facts, "rich": False}).flips == ("ill",)


def test_where_no_answer_settles_it_the_one_that_leaves_least_doubt_is_asked_for():
    """Either ill or rich, not both: knowing whether he is ill leaves one in ten open, the other way round a half."""
    book = Rules(rows=(("(rich and not ill) or (ill and not rich)", "regular"),), chances=(500, 100, 500))

    found = Classifier(book.book()).classify({**dict.fromkeys(WIDE), "claim": 1, "cause": "loan"})

    assert found.flips == ("rich", "ill")
    assert found.question is not None
    assert (found.question.fact, found.question.settles) == ("ill", 0)


def test_a_full_memory_begins_anew(monkeypatch):
    """What is forgotten is worked out again, with the same answer."""
    monkeypatch.setattr(triage, "MOST_REMEMBERED", 3)
    book = Rules(rows=(("ill and visits >= 2", "regular"),))
    classifier = Classifier(book.book())
    facts = {**dict.fromkeys(WIDE), "claim": 1, "cause": "loan"}
    asked = [{**facts, "ill": ill, "visits": visits} for ill in (True, False, None) for visits in (1, 2, None)] * 2

    lanes = [(classifier.classify(one).lane, classifier.lane(one)[0]) for one in asked]

    assert lanes == [(lane, lane) for lane in ["fast", "regular", "fast", *["fast"] * 6] * 2]
    assert len(classifier._known) + len(classifier._lanes) <= 4


def test_a_text_nobody_has_read_may_mention_anything():
    """An open note leaves the class open, also where one word contains another."""
    book = Rules(
        rows=(("mentions(note, '盐碱') and not mentions(note, '盐')", "regular"), ("mentions(note, '盐')", "regular"))
    )

    found = Classifier(book.book()).classify({**dict.fromkeys(WIDE), "claim": 1, "cause": "loan"})

    assert (found.certain, found.flips) == (False, ("note",))


def test_one_fact_of_many_that_settles_it_all_is_asked_for_first():
    """Whether the debtor is ill decides when it is so, half of the time; being near settles nothing while that is open."""
    book = Rules(rows=(("ill", "regular"), ("rich and far", "regular")), chances=(500, 100, 100))

    found = Classifier(book.book()).classify({**dict.fromkeys(WIDE), "claim": 1, "cause": "loan"})

    assert found.flips == ("ill", "rich", "far")
    assert found.question is not None
    assert (found.question.fact, found.question.settles) == ("ill", 500)


@pytest.mark.parametrize(
    "claim, track, certain",
    [(900_000, "fast", False), (60_000_000, "regular", False)],
    ids=["9,000 yuan", "600,000 yuan"],
)
def test_a_fresh_filing_is_provisional_until_the_network_query_answers(claim, track, certain):
    """Under the fixture bureau's rulebook a small loan begins fast and a large one regular; both may yet turn."""
    found = classify(CaseInput(a_filing(claim=claim)), a_staffed_office(), a_rulebook())

    assert (found.track, found.certain, found.tracks) == (track, certain, ("fast", "regular"))
    assert found.question is not None
    assert found.question.fact in found.flips


def test_a_case_with_four_debtors_is_certainly_complex():
    """Nothing the query could find makes it simple, and so nothing is asked to settle the class."""
    debtors = tuple(a_debtor(name) for name in ("赵甲", "赵乙", "赵丙", "赵丁"))

    found = classify(CaseInput(a_filing(parties=debtors)), a_staffed_office(), a_rulebook())

    assert (found.track, found.certain, found.rule) == ("regular", True, "C07")
    assert set(found.lanes) == {"regular", "dormant"}
    assert set(found.flips) == {"petition_high", "was_dormant"}


def test_what_was_learned_settles_the_class():
    """Once cash is found to cover the claim and nothing stands against it, the case is certainly simple."""
    rulebook = a_rulebook()
    open_facts = {name: False for name, fact in rulebook.facts.items() if fact.may_be_unknown and fact.kind == "yes_no"}
    case = CaseInput(a_filing()).learn({**open_facts, "full_cash": True})

    found = classify(case, a_staffed_office(), rulebook)

    assert (found.track, found.certain, found.rule, found.question) == ("fast", True, "S01", None)
