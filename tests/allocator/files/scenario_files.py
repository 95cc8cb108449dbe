"""A scenario file that says everything there is to say, and what is wrong with one that is spoilt."""

from typing import Any

import pytest

from allocator.domain.errors import BadInput
from allocator.files.scenarios import ScenarioText, scenario_of

HEAD = 'name = "试"\nfirst = 2022-10-01\ndays = 90\n'
FORMED = '[[teams.formed]]\ncode = "w"\nname = "W"\nlanes = ["regular"]\nmembers = ["G13"]\nfirst = 2022-10-20\n'
JOINS = '[[people.join]]\ncode = "N1"\nlike = "G13"\nfirst = 2022-10-08\n'
EVERYTHING = """
name = {zh = "全", en = "everything"}
first = 2022-10-01
days = 365
seed = 7
policy = "least_loaded"
fieldwork = "weeks"
warm_up_days = 30
replications = 10
most_replications = 50
half_width = {closing_rate = 0.005, days_regular = 2}
[arrivals]
per_year = 2000
growth = -0.1
season = [1, 0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1.25, 1]
mix = {wage = 1.5}
[[arrivals.campaigns]]
name = {zh = "凛冬亮剑", en = "winter campaign"}
first = 2022-11-15
last = 2023-01-15
factor = 1.6
causes = ["wage"]
[people]
leave = [{who = "G13", last = 2022-10-31}, {who = "戊二坡", last = 2022-12-31}]
[[people.join]]
code = "N1"
like = "G08"
first = 2022-11-01
[[people.join]]
code = "N2"
role = "clerk"
team = "regular_1"
share = 0.5
skills = ["mongolian"]
first = 2022-11-01
[[people.move]]
who = "N1"
first = 2022-12-01
team = "new"
[[people.away]]
who = "G12"
first = 2022-10-10
last = 2022-10-20
[[teams.formed]]
code = "new"
name = "新队"
lanes = ["regular"]
members = ["G20"]
first = 2022-11-20
[[teams.merged]]
into = "fast"
absorbs = ["services"]
[[teams.lanes]]
team = "dormant"
lanes = ["dormant", "regular"]
[[vehicles]]
add = -1
first = 2023-01-01
[calendar]
holidays = [2022-10-10]
workdays = [2022-10-15]
[rebalance]
every_days = 28
[weights]
every = 1.3
wage = 0.9
[rules]
"charging.pools" = []
[rules.levers]
most_load = 1.2
"""


def read(text, folder):
    return scenario_of(ScenarioText("try.toml", text), folder.office, folder.rulebook)


def faults(text, folder):
    with pytest.raises(BadInput) as caught:
        read(text, folder)
    return found_in(caught.value)


def found_in(error: BadInput) -> list[dict[str, Any]]:
    return list(error.faults)


def places(text, folder):
    return [(fault["row"], fault["field"]) for fault in faults(text, folder)]
