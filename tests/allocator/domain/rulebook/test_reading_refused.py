"""What a rulebook may not say: every fault is named at once, with its path and what would do."""

import pytest

from tests.allocator.domain.rulebook.misread import faults, refusal
from tests.stories import SMALL_RULEBOOK, small_rulebook_with

# What is refused


def test_a_file_that_is_no_toml_is_refused_with_line_and_column():
    """The clerk finds the place."""
    error = refusal("version = \n")

    assert error.code == "rulebook-not-toml"
    assert "line 1" in error.text.en


def test_faults_planted_all_over_the_file_are_all_named_at_once():
    """Ten faults in ten places are ten faults in one answer, each with its path and a remedy in both languages."""
    planted = {
        "effective_from": ("2022-01-01", '"soon"'),
        "lanes.services.class": ('services = {class = "fast"', 'services = {class = "slow"'),
        "facts.visits.kind": ('kind = "count"', 'kind = "number"'),
        "triage.rules[1].when": ('when = "full_cash"', 'when = "full_csah"'),
        "triage.score.threshold": ("threshold = 10", 'threshold = "ten"'),
        "weights.causes[1].hours.judge": ("judge = 1.6", "judge = -1.6"),
        "weights.causes[2].id": ('id = "wage"', ""),
        "ladder[1].capacity": ("capacity = 0.2", "capacity = 2"),
        "charging.mentor.fast": ("mentor = {fast = 0.1", "mentor = {fast = 1.1"),
        "levers.horizon_working_days": ("horizon_working_days = 10", "horizon_working_days = 0"),
    }

    error = refusal(small_rulebook_with(*planted.values()))

    assert error.code == "rulebook-faulty"
    assert {fault["field"] for fault in error.faults} == planted.keys()
    assert str(len(planted)) in error.text.en
    for fault in error.faults:
        for part in (fault["text"], fault["remedy"]):
            assert isinstance(part, dict)
            assert part["zh"]
            assert part["en"]


@pytest.mark.parametrize(
    "replaced, path, said",
    [
        (('lane = "fast"', 'lane = "quick"'), "triage.rules.R1.lane", "quick"),
        (('below = "fast"', 'below = "slow"'), "triage.score.below", "slow"),
        (('lane = "services"', 'lane = "servces"'), "charging.pools.lane", "servces"),
        (("hours = {judge = 1.6", "hours = {jugde = 1.6"), "weights.causes.loan.hours", "jugde"),
        (('lead_role = "officer"', 'lead_role = "leader"'), "charging.lead_role", "leader"),
        (("mentor = {fast", "mentor = {quick"), "charging.mentor.quick", "fast, regular"),
        (("fixed_hours = {clerk", "fixed_hours = {clrek"), "charging.pools[1].fixed_hours.clrek", "clerk"),
        (('when = "full_cash"', "when = \"mood == 'sunny'\""), "triage.rules.R1.when", "willing, hostile"),
        (('when = "full_cash"', "when = \"kind == '执保'\""), "triage.rules.R1.when", "执, 执恢"),
        (("[levers]", '[facts.cause]\nassume = "loans"\n[levers]'), "facts.cause.assume", "loan, wage, other"),
        (("[levers]", '[reasons]\nx = {zh = "甲", uses = ["asign"]}\n[levers]'), "reasons.x.uses", "designate"),
        (("[levers]", "[continuity]\ncredit = {serie = 0.1}\n[levers]"), "continuity.credit.serie", "series"),
        (
            (
                "[levers]",
                '[[skill_rules]]\nid = "drvie"\nwhen = "full_cash"\nzh = "驾驶"\n[skills]\ndrive = "驾驶"\n[levers]',
            ),
            "skill_rules.drvie.id",
            "drive",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_name_that_does_not_exist_is_refused_with_those_that_do(replaced, path, said):
    """A misspelt lane, role, value, reason or skill would otherwise silently never apply."""
    found = faults(replaced)

    assert path in found
    assert said in found[path]


@pytest.mark.parametrize(
    "replaced, path",
    [
        (("horizon_working_days", "horizon_days"), "levers.horizon_days"),
        (("least_minutes", "last_minutes"), "weights.last_minutes"),
        (("chance = 0.2", "chanse = 0.2"), "facts.full_cash.chanse"),
        (("[[triage.points]]", "[[triage.point]]"), "triage.point"),
        (("[levers]", "[lever]"), "lever"),
        (("points = 10", "points = 10\nweight = 3"), "triage.points[1].weight"),
        (("needs_claim", "need_claim"), "kinds.执.need_claim"),
    ],
)
def test_a_misspelt_key_is_refused_and_does_not_silently_take_the_default(replaced, path):
    """A lever somebody turned must turn."""
    assert path in faults(replaced)


@pytest.mark.parametrize(
    "second, path",
    [
        (('id = "R2"', 'id = "R1"'), "triage.rules.R1.id"),
        (('id = "P1"', 'id = "R1"'), "triage.points.R1.id"),
        (('id = "wage"', 'id = "loan"'), "weights.causes.loan.id"),
        (
            ("[levers]", '[[weights.factors]]\nid = "R1"\nwhen = "in_series"\nfactor = 0.6\nzh = "系列"\n[levers]'),
            "weights.factors.R1.id",
        ),
        (
            ("[levers]", '[[livelihood]]\nid = "L"\nwhen = "full_cash"\nzh = "甲"\n' * 2 + "[levers]"),
            "livelihood.L.id",
        ),
    ],
)
def test_an_id_is_given_once(second, path):
    """A reason that quotes a row must mean one row."""
    assert path in faults(second)


def test_two_open_amounts_in_one_comparison_are_refused():
    """Certain and provisional could not be told apart: preserved cash and visits may both be unknown."""
    found = faults(('when = "full_cash"', 'when = "preserved >= 100 * visits"'))

    assert "preserved, visits" in found["triage.rules.R1.when"]


@pytest.mark.parametrize("replaced, path", [
    (('en = "fast"', 'en = "fast", effort = 0'), "lanes.fast.effort"),
    (("[levers]", "[levers]\nmost_load = 0"), "levers.most_load"),
    (("[levers]", '[[weights.factors]]\nid = "F"\nwhen = "in_series"\nfactor = 0\nzh = "系列"\n[levers]'),
     "weights.factors[1].factor"),
    (("hours = {officer = 3.9, clerk = 2.1}", "hours = {officer = 0}"), "weights.causes.wage.hours"),
])  # fmt: skip
def test_a_figure_that_would_make_work_vanish_is_refused(replaced, path):
    """No case weighs nothing, and no cap keeps everybody out."""
    assert path in faults(replaced)


@pytest.mark.parametrize("chance", ["0", "1", "1.0", "0.0001"])
def test_a_fact_that_is_never_in_doubt_may_not_be_open(chance):
    """A chance of nothing or certainty is no doubt."""
    assert "facts.full_cash.chance" in faults(("chance = 0.2", f"chance = {chance}"))


@pytest.mark.parametrize("name", ['"借贷"', '"追索劳动报酬"', '""', '"  "'])
def test_a_name_belongs_to_one_cause(name):
    """An alias of two causes, or an empty one that every text contains, would lead anywhere."""
    cause = "wage" if name != '"追索劳动报酬"' else "loan"
    place = 'aliases = ["农民工工资"]' if cause == "wage" else 'aliases = ["借款合同纠纷", "借贷"]'

    found = faults((place, f"aliases = [{name}]"))

    assert "weights.causes.wage.aliases" in found


def test_an_interval_holds_its_estimate():
    """The most a case may take is not under what is planned."""
    assert "weights.causes.loan.high" in faults(("hours = {judge = 1.6", "high = 0.9\nhours = {judge = 1.6"))


@pytest.mark.parametrize(
    "replaced",
    [
        ("until_month = 6", "until_month = 2"),
        ("until_month = 6", "until_month = 3"),
        ("until_month = 3", ""),
        ("capacity = 1.0", "until_month = 12\ncapacity = 1.0"),
    ],
    ids=["falls", "doubles", "open too early", "never open"],
)
def test_the_ladder_rises_to_an_open_last_step(replaced):
    """Otherwise somebody who learns would stand on no step, or on the wrong one."""
    assert "ladder" in faults(replaced)


def test_a_rulebook_without_causes_is_refused():
    """Nothing could be weighed."""
    text = (
        SMALL_RULEBOOK[: SMALL_RULEBOOK.index("[[weights.causes]]")] + SMALL_RULEBOOK[SMALL_RULEBOOK.index("[roles]") :]
    )

    assert "weights.causes" in {fault["field"] for fault in refusal(text).faults}


@pytest.mark.parametrize(
    "key", ["version", "effective_from", "threshold", "lead_role", "lane", "when", "class", "points"]
)
def test_what_is_missing_is_said_to_be_missing(key):
    """The fault says so once and names the key to add."""
    line = next(line for line in SMALL_RULEBOOK.splitlines() if line.startswith(f"{key} =") or f"{{{key} =" in line)
    without = line.replace('class = "fast", ', "") if key == "class" else ""

    error = refusal(SMALL_RULEBOOK.replace(line, without, 1))

    missing = [fault for fault in error.faults if str(fault["field"]).split(".")[-1] == key]
    assert [str(fault["text"]) for fault in missing] == [str({"zh": "缺少此项。", "en": "It is missing."})]
    assert key in str(missing[0]["remedy"])


@pytest.mark.parametrize(
    "written", ["nan", "inf", "-inf", "1e3", '"much"', "true", "[1]", "2022-01-01", "9999999999999"]
)
def test_an_odd_number_is_refused_like_any_other_fault(written):
    """What is not a plain decimal number names its path."""
    assert "weights.causes[1].hours.judge" in faults(("judge = 1.6", f"judge = {written}"))


def test_a_day_has_no_hour():
    """A rulebook begins with a day; an instant is refused."""
    assert "effective_from" in faults(("2022-01-01", "2022-01-01T08:00:00"))


def test_a_time_of_day_in_a_place_of_its_own_is_a_fault_and_no_crash():
    """Whatever TOML can hold is read or refused."""
    assert "levers.opens" in faults(("[levers]", "[levers]\nopens = 08:30:00"))
