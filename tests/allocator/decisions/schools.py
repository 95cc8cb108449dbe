"""An office of mentors and apprentices in a few words, small ones written out and random ones by seed."""

import random
from datetime import date
from itertools import product

from allocator.decisions.pairs.mentoring import Round, learners, standing_pairs
from allocator.decisions.pairs.pair_checker import Matched, check_pairs
from allocator.domain.people import Pairing, Preference
from tests.stories import a_period, a_small_rulebook, a_snapshot, an_office, an_officer, away, reduced

LEARNING = """
[learning]
weekly_hours = 10
window_days = 60
"""
SOME_DAY = "2022-08-01"


def a_wish(person, other, rank=1):
    """What one writes of another; None: it will not do."""
    return Preference(person, other, rank)


def a_pairing(mentor, apprentice, first=SOME_DAY, last=None, *, cover=False):
    """A pair since the summer."""
    return Pairing(mentor, apprentice, a_period(first, last), cover)


def a_school(apprentices="ab", mentors="XYZ", *wishes, held=None, rulebook=LEARNING, people=(), **more):
    """A snapshot of an office whose apprentices and mentors bear one letter each; all in one team, nobody paired yet."""
    officers = [
        *(an_officer(code, "apprentice", entered=date(2022, 5, 2)) for code in apprentices),
        *(an_officer(code, "officer") for code in mentors),
        *people,
    ]
    office = an_office(*officers, preferences=tuple(wishes), **more)
    return a_snapshot(office, held or {}, rulebook=a_small_rulebook(rulebook))


def no_lots(apprentice, mentor):
    """Lots that decide nothing."""
    del apprentice, mentor
    return 0


def the_round(snapshot):
    """Everybody without a mentor, as a proposal takes them."""
    standing = standing_pairs(snapshot)
    paired = {pairing.apprentice for pairing in standing if not pairing.cover}
    asked = tuple(code for code in learners(snapshot) if code not in paired)
    return Round(snapshot, asked, tuple(pair for pair in standing if pair.apprentice not in asked))


def every_matching(asked):
    """All matchings of a round that are lawful and stable, by the checker's word; each with its check."""
    for choice in product([None, *asked.mentors], repeat=len(asked.apprentices)):
        made = [Matched(one, other) for one, other in zip(asked.apprentices, choice, strict=True) if other is not None]
        check = check_pairs(asked, made)
        if not check.objections and not check.blocking:
            yield made, check


def a_random_school(seed):
    """Mentors on leave or busy, pairs standing, lists with ties, gaps and refusals."""
    chance = random.Random(seed)
    apprentices, mentors = "abcd"[: chance.randint(1, 4)], "WXYZ"[: chance.randint(1, 4)]
    wishes = [
        a_wish(person, other, chance.choice([None, 1, 1, 2, 3]))
        for one, many in ((apprentices, mentors), (mentors, apprentices))
        for person in one
        for other in many
        if chance.random() < 0.5
    ]
    trainee = an_officer("t", "apprentice", entered=date(2022, 5, 2))
    more = {
        "people": [trainee],
        "absences": tuple(away(code, "2022-09-05", "2022-09-30") for code in mentors if chance.random() < 0.15),
        "reductions": tuple(reduced(code, 800, SOME_DAY) for code in mentors if chance.random() < 0.2),
        "pairings": (a_pairing(chance.choice(mentors), "t"),),
    }
    held = {code: chance.randint(0, 4000) for code in mentors}
    return a_school(apprentices, mentors, *wishes, held=held, **more)
