"""Reading a rulebook: exactly, and with every fault at once."""

import tomllib
from contextlib import suppress
from copy import deepcopy
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.errors import BadInput
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.conditions import Is, atoms
from allocator.domain.rulebook.reading import read_rulebook
from allocator.domain.words import Text
from tests.stories import SMALL_RULEBOOK, a_rulebook, a_small_rulebook, small_rulebook_with


def refusal(text: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read_rulebook(text)
    return caught.value


def faults(*replaced: tuple[str, str]) -> dict[str, str]:
    """Read the small rulebook with some places written differently; give the English sentence of each fault by path."""
    return {str(fault["field"]): str(fault) for fault in refusal(small_rulebook_with(*replaced)).faults}


def cause_with(key: str, value: str) -> Rulebook:
    return read_rulebook(small_rulebook_with(("hours = {officer = 3.9", f"{key} = {value}\nhours = {{officer = 3.9")))


# What is read


def test_the_fixture_bureaus_rulebook_reads_without_a_fault():
    """Four lanes, twenty causes and a version that names itself."""
    rulebook = a_rulebook()

    assert rulebook.version == "2022-1"
    assert rulebook.effective_from == date(2022, 1, 1)
    assert list(rulebook.lanes) == ["fast", "regular", "services", "dormant"]
    assert len(rulebook.weights.causes) == 20
    assert len(rulebook.digest) == 64


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


def test_a_livelihood_kind_may_bear_the_name_of_a_cause():
    """They are never spoken of together."""
    label = '[[livelihood]]\nid = "wage"\nwhen = "cause == \'wage\'"\nzh = "劳动报酬"\n'

    assert [row.id for row in a_small_rulebook(label).livelihood] == ["wage"]


def test_two_open_amounts_in_one_comparison_are_refused():
    """Certain and provisional could not be told apart: preserved cash and visits may both be unknown."""
    found = faults(('when = "full_cash"', 'when = "preserved >= 100 * visits"'))

    assert "preserved, visits" in found["triage.rules.R1.when"]


def test_an_open_amount_may_be_compared_with_one_that_is_known():
    """Preserved cash against the claim is one open amount."""
    read = read_rulebook(small_rulebook_with(('when = "full_cash"', 'when = "preserved >= claim"')))

    (atom,) = atoms(read.triage.rules[0].when)
    assert set(atom.facts()) == {"preserved", "claim"}


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


SCALARS: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        10**30,
        "",
        "x",
        "full_cash",
        [],
        {},
        [[]],
        [1],
        [{}],
        {"zh": 5},
        {"x": {}},
        date(2022, 1, 1),
        "0.5",
    ]
)


def paths(values: Any, found: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List every place of a file."""
    items = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    return [place for key, value in items for place in ((*found, key), *paths(value, (*found, key)))]


SMALL_VALUES = tomllib.loads(SMALL_RULEBOOK, parse_float=str)
PLACES = paths(SMALL_VALUES)


def written(value: Any) -> str:
    """Write a value as TOML, tables in one line."""
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return (
                "{" + ", ".join(f'"{key}" = {written(item)}' for key, item in value.items() if item is not None) + "}"
            )
        case list():
            return "[" + ", ".join(written(item) for item in value if item is not None) + "]"
        case str():
            return '"' + value.replace('"', '\\"') + '"'
    return str(value)


def put(values: Any, place: tuple[Any, ...], value: Any) -> None:
    """Put a value in a place, unless an earlier change took the place away."""
    *way, last = place
    with suppress(KeyError, IndexError, TypeError):
        for key in way:
            values = values[key]
        if isinstance(values, dict | list):
            values[last] = deepcopy(value)


@given(st.lists(st.tuples(st.sampled_from(PLACES), SCALARS), min_size=1, max_size=4))
def test_a_mangled_rulebook_is_read_or_refused_and_never_crashes(changes):
    """Whatever stands in any place, the answer is a rulebook or faults with paths."""
    values = tomllib.loads(SMALL_RULEBOOK, parse_float=str)
    for place, value in changes:
        put(values, place, value)
    text = "\n".join(f'"{key}" = {written(value)}' for key, value in values.items() if value is not None)

    try:
        rulebook = read_rulebook(text)
    except BadInput as error:
        outcome = [fault["field"] for fault in error.faults]
    else:
        outcome = [rulebook.digest]
    assert all(outcome)
    assert outcome
