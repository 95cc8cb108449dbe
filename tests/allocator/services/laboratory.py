"""A month of the bureau to simulate: short scenarios, two runs each, and filings like those of a year."""

from datetime import date

from allocator.files.office import read_office
from fixtures.generate import generate
from fixtures.guyang_month import GUYANG
from fixtures.sheets import Writer, as_csv

BASELINE = """
name = {zh = "现状", en = "as it is"}
first = 2022-10-01
days = 14
warm_up_days = 0
seed = 5
replications = 2
"""
FOURTH_CAR = BASELINE.replace("as it is", "a fourth car") + "[[vehicles]]\nadd = 1\n"
FAULTY = BASELINE + '[[people.leave]]\nwho = "G99"\nlast = 2022-10-05\n'
TARGETS = """
name = {zh = "问", en = "question"}
probability = 0.5
[[targets]]
figure = "closing_rate"
at_least = 0.0
[[vehicles]]
cost = 60
[effort]
batch = 2
most = 40
runners_up = 0
worth = 0
"""


def sent(toml, name="baseline.toml"):
    """A file as a run is asked with it."""
    return {"name": name, "toml": toml}


def filings_of_a_year(count=60):
    """A sheet of filings of the year before."""
    guyang = read_office(GUYANG)
    first, last = date(2021, 10, 1), date(2022, 9, 29)
    filings = generate(3, count, first, last, guyang.rulebook, guyang.office)
    return as_csv(Writer(guyang.office, guyang.rulebook).rows(filings))
