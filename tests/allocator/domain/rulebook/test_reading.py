"""Reading a rulebook: every figure exactly, and what is left out as the rulebook's form says."""

import tomllib
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.rulebook.conditions import Is, atoms
from allocator.domain.rulebook.reading import read_rulebook
from allocator.domain.words import Text
from tests.allocator.domain.rulebook.misread import cause_with
from tests.stories import SMALL_RULEBOOK, a_rulebook, a_small_rulebook, small_rulebook_with

# What is read


def test_the_fixture_bureaus_rulebook_reads_without_a_fault():
    """Four lanes, twenty causes and a version that names itself."""
    rulebook = a_rulebook()

    assert rulebook.version == "2022-1"
    assert rulebook.effective_from == date(2022, 1, 1)
    assert list(rulebook.lanes) == ["fast", "regular", "services", "dormant"]
    assert len(rulebook.weights.causes) == 20
    assert len(rulebook.digest) == 64


def test_a_version_read_again_is_the_one_read_before():
    """An office is read anew at every change to it, and its rules are not: they are worked out once."""
    text = small_rulebook_with(("small-1", "small-again"))

    assert read_rulebook(text) is read_rulebook(text)


def test_the_rows_of_the_table_keep_their_order():
    """The first row that holds decides, so the order is the rule."""
    listed = tomllib.loads(small_rulebook_with())["triage"]["rules"]

    assert [rule.id for rule in a_small_rulebook().triage.rules] == [row["id"] for row in listed] == ["R1", "R2"]
    assert a_small_rulebook().triage.rules[0].when == Is("full_cash")


@given(st.integers(0, 9_999), st.integers(0, 2))
def test_hours_become_minutes_without_a_float(tenths, places):
    """An hour written with up to three digits is the nearest whole minute, computed exactly."""
    scale = 10 ** (places + 1)
    written = f"{tenths // scale}.{tenths % scale:0{places + 1}}"

    rulebook = read_rulebook(small_rulebook_with(("judge = 1.6", f"judge = {written}")))

    assert rulebook.weights.causes[0].minutes["judge"] == round(Fraction(tenths, scale) * 60)


@pytest.mark.parametrize("written, minutes", [("1.6", 96), ("4.5", 270), ("0.1", 6), ("0.7", 42), ("8", 480), ("0", 0)])
def test_hours_of_the_time_study_are_exact_minutes(written, minutes):
    """1.6 h are 96 minutes."""
    rulebook = read_rulebook(small_rulebook_with(("judge = 1.6", f"judge = {written}")))

    assert rulebook.weights.causes[0].minutes["judge"] == minutes


@given(st.integers(0, 1000))
def test_a_share_is_kept_exactly_per_mille(permille):
    """0.155 is 155 per mille and never 154."""
    written = f"{permille // 1000}.{permille % 1000:03}"

    assert cause_with("share", written).weights.causes[1].share == permille


def test_trips_and_intake_are_part_of_a_causes_effort():
    """Half a trip of two hours and intake of half an hour are added to the role that does them."""
    rulebook = read_rulebook(
        small_rulebook_with(
            ("least_minutes = 30", "trip_hours = {officer = 2.0}\nintake_hours = {clerk = 0.5}"),
            ("hours = {judge = 1.6", "trips = 0.5\nhours = {judge = 1.6"),
        )
    )

    loan, wage = rulebook.weights.causes
    assert loan.minutes == {"judge": 96, "officer": 270 + 60, "clerk": 144 + 30}
    assert wage.minutes == {"officer": 234, "clerk": 126 + 30}


def test_a_cause_nobody_listed_weighs_as_the_heavier_ones():
    """Unknown is never light: the upper quartile of the listed causes, role by role."""
    other = a_small_rulebook().weights.other

    assert other.id == "other"
    assert other.minutes == {"judge": 96, "officer": 270, "clerk": 144}
    assert all(
        a_rulebook().weights.other.minutes[role]
        >= sorted(row.minutes.get(role, 0) for row in a_rulebook().weights.causes)[-6]
        for role in ("judge", "officer", "clerk", "bailiff")
    )


def test_each_kind_of_asset_is_a_fact():
    """What may be found may be asked for."""
    fact = a_small_rulebook().facts["asset_vehicle"]

    assert (fact.kind, fact.may_be_unknown, fact.assume) == ("yes_no", True, False)
    assert fact.question == Text("查到车辆吗？", "Was a vehicle found?")


def test_a_fact_of_every_filing_keeps_its_kind_and_may_get_a_question():
    """The rulebook adds the question and what to assume; the kind is the filing's."""
    rulebook = a_small_rulebook('[facts.preserved]\nassume = 7\nquestion = {zh = "多少？", en = "How much?"}\n')

    fact = rulebook.facts["preserved"]
    assert (fact.kind, fact.assume, fact.question.en) == ("money", 7, "How much?")


def test_the_values_of_kind_and_cause_are_those_of_the_rulebook():
    """A condition can only name a kind or cause that exists, or another cause."""
    assert a_small_rulebook().facts["kind"].values == ("执", "执恢")
    assert a_small_rulebook().facts["cause"].values == ("loan", "wage", "other")


@pytest.mark.parametrize("chance, assumed", [("0.2", False), ("0.5", False), ("0.501", True), ("0.9", True)])
def test_an_open_yes_no_fact_is_assumed_to_be_what_it_mostly_is(chance, assumed):
    """Unless the rulebook says what to assume."""
    rulebook = read_rulebook(small_rulebook_with(("chance = 0.2", f"chance = {chance}")))

    assert rulebook.facts["full_cash"].assume is assumed


def test_a_name_in_one_language_stands_for_both():
    """A short rulebook need not be bilingual."""
    rulebook = a_small_rulebook('[skills]\ndrive = "驾驶"\nride = {en = "riding"}\n')

    assert rulebook.skill_names == {"drive": Text("驾驶", "驾驶"), "ride": Text("riding", "riding")}


def test_levers_left_out_take_careful_values():
    """The caps of load stand where the bureau's own rulebook says nothing."""
    levers = a_small_rulebook().levers

    assert (levers.horizon_days, levers.most_load, levers.most_new_in_7_days) == (10, 1100, None)


def test_what_a_role_or_kind_is_not_said_to_do_it_does_not():
    """A clerk leads nothing, signs nothing and learns nothing; an ordinary kind resumes and reviews nothing."""
    clerk, kind = a_small_rulebook().roles["clerk"], a_small_rulebook().kinds["执"]

    assert (clerk.leads, clerk.signs, clerk.learns) == (False, False, False)
    assert (kind.needs_claim, kind.resumes, kind.reviews) == (True, False, False)


def test_a_case_no_rule_lifts_comes_last():
    """The last rank follows those the rules give."""
    assert a_small_rulebook().last_rank == 0
    assert a_rulebook().last_rank == max(rule.rank for rule in a_rulebook().priorities) + 1


def test_the_digest_is_that_of_the_content_and_not_of_its_layout():
    """Comments, blank lines and the order of keys make no new version; a figure does."""
    same = read_rulebook(
        "# a remark\n"
        + SMALL_RULEBOOK.replace("[triage.score]\nthreshold = 10\n", "[triage.score]\n").replace(
            'below = "fast"\n', 'below = "fast"\n\nthreshold = 10\n', 1
        )
    )
    other = read_rulebook(small_rulebook_with(("threshold = 10", "threshold = 11")))

    assert same.digest == a_small_rulebook().digest != other.digest


def test_a_source_or_a_note_may_stand_anywhere():
    """Each figure may say where it comes from."""
    noted = small_rulebook_with(("[levers]", '[levers]\nsource = "D06 2"\nnote = "agreed in May"'))

    assert read_rulebook(noted).levers == a_small_rulebook().levers


def test_a_livelihood_kind_may_bear_the_name_of_a_cause():
    """They are never spoken of together."""
    label = '[[livelihood]]\nid = "wage"\nwhen = "cause == \'wage\'"\nzh = "劳动报酬"\n'

    assert [row.id for row in a_small_rulebook(label).livelihood] == ["wage"]


def test_an_open_amount_may_be_compared_with_one_that_is_known():
    """Preserved cash against the claim is one open amount."""
    read = read_rulebook(small_rulebook_with(('when = "full_cash"', 'when = "preserved >= claim"')))

    (atom,) = atoms(read.triage.rules[0].when)
    assert set(atom.facts()) == {"preserved", "claim"}
