"""Numbers of a scenario file that make no sense are refused at their line, in both languages, with what would do."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.errors import BadInput
from allocator.files.scenarios import ScenarioText, scenario_of
from tests.fixtures.folders import GUYANG, load

FOLDER = load(GUYANG)
LINES = {
    "days": "days = 365",
    "seed": "seed = 7",
    "warm_up_days": "warm_up_days = 30",
    "replications": "replications = 10",
    "most_replications": "most_replications = 50",
    "half_width.closing_rate": "half_width.closing_rate = 0.005",
    "arrivals.per_year": "arrivals.per_year = 2000",
    "arrivals.growth": "arrivals.growth = 0.2",
    "arrivals.mix.wage": "arrivals.mix.wage = 1.5",
    "weights.wage": "weights.wage = 0.9",
    "arrivals.campaigns[1].factor": "factor = 1.6",
    "people.join[1].share": "share = 0.5",
    "vehicles[1].add": "add = 1",
}
TABLES = {
    "arrivals.campaigns[1].factor": '[[arrivals.campaigns]]\nname = "冬"\nfirst = 2022-11-15\nlast = 2023-01-15\n',
    "people.join[1].share": '[[people.join]]\ncode = "N1"\nrole = "clerk"\nteam = "regular_1"\nfirst = 2022-11-01\n',
    "vehicles[1].add": "[[vehicles]]\n",
}
ABSURD = ("nan", "inf", "-inf", "1e300", "-1e300", "1e-300", "1" + "0" * 30, "-1" + "0" * 30, '""', "true", "[]", "{}")


def written(path, value):
    """A scenario in which one number is another, and the line on which it stands."""
    lines = {name: line for name, line in LINES.items() if name not in TABLES}
    text = 'name = "试"\nfirst = 2022-10-01\n' + "".join(f"{line}\n" for line in lines.values())
    text += "".join(f"{head}{LINES[name]}\n" for name, head in TABLES.items())
    key = LINES[path].partition(" = ")[0]
    text = re.sub(rf"(?m)^{re.escape(key)} = .*$", lambda _: f"{key} = {value}", text)
    return text, text.splitlines().index(f"{key} = {value}") + 1


def faults(text):
    with pytest.raises(BadInput) as told:
        scenario_of(ScenarioText("try.toml", text), FOLDER.office, FOLDER.rulebook)
    return list(told.value.faults)


@pytest.mark.parametrize("path", LINES)
@pytest.mark.parametrize("value", ABSURD, ids=lambda value: value[:9])
def test_an_absurd_number_is_refused_once_at_its_line_with_what_would_do(path, value):
    """One fault, not those that follow from it; the remedy names bounds or how a number is written."""
    text, row = written(path, value)

    [fault] = faults(text)

    assert (fault["file"], fault["row"], fault["field"]) == ("try.toml", row, path)
    assert "不能用" in fault["text"]["zh"]
    assert "cannot be used" in fault["text"]["en"]
    assert re.search(r"\d+ 到 \d+|如 0\.", fault["remedy"]["zh"])
    assert re.search(r"from -?[\d.]+ to \d+|such as 0\.", fault["remedy"]["en"])


@given(
    st.sampled_from(sorted(LINES)),
    st.one_of(st.integers(-(10**40), 10**40), st.floats(), st.decimals(allow_nan=False, allow_infinity=False)),
)
def test_any_number_is_taken_within_bounds_or_refused_at_its_line(path, number):
    """Whatever stands there: a scenario whose numbers can be played, or a fault of this field and no other."""
    text, row = written(path, str(number).lower())
    try:
        read = scenario_of(ScenarioText("try.toml", text), FOLDER.office, FOLDER.rulebook)
    except BadInput as error:
        found = {(fault["row"], fault["field"]) for fault in error.faults}
        beside = {(written("most_replications", 50)[1], "most_replications")}  # fewer than the runs asked for
        later = {fault for fault in found if path in ("days", "warm_up_days") and fault[1] in LATER}
        assert found - beside - later <= {(row, path)}
    else:
        assert 1 <= read.days <= 3660
        assert 0 <= (read.arrivals.per_year or 0) <= 1_000_000
        assert -999 <= read.arrivals.growth <= 100_000
        assert all(0 <= (join.share or 0) <= 1000 for join in read.people.join)


LATER = ("warm_up_days", "arrivals.campaigns[1].first", "people.join[1].first")
"""What a span that is too short, but lawful, leaves without a day."""


def test_a_share_is_never_rounded_to_nothing():
    """0.0004 of usual is not 0: that would say that nobody files any more."""
    text, row = written("arrivals.campaigns[1].factor", "0.0004")

    [fault] = faults(text)

    assert (fault["row"], fault["remedy"]["en"]) == (row, "Give a share from 0 to 100, to a thousandth at the finest.")


def test_a_number_of_thousands_of_digits_is_told_by_its_line():
    """No reader takes it as a number, so that no field can be named."""
    text, row = written("arrivals.growth", "9" * 5000)

    [fault] = faults(text)

    assert (fault["row"], fault["text"]["en"]) == (
        row,
        "It is not valid TOML: a number of thousands of digits stands there.",
    )
