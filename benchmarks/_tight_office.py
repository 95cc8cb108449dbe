"""An office with much in the way (多重约束机构): few may do a kind, ties to parties, people away or stopped, apprentices, towns.

Drawn from a seed out of the fixture bureau, so that each seed is another office; everything is written as its files say it.
"""

import random
from collections.abc import Sequence
from pathlib import Path

from allocator.domain.office import Office
from allocator.files.office.editing import RowChange
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.office.office_changes import change_office
from allocator.services.transaction import the_office
from benchmarks._office import TODAY

LEVER = "most_apprentices = 2"
REVIEWERS = (
    "; reviewer:执行审查资格2020-005:", "; reviewer:执行审查资格2019-003:", "reviewer:执行审查资格2019-006:; ",
    "reviewer:审判员任命书2012-004:; ",
)  # fmt: skip
SPEAKERS = (",2015-03-16,,", ",2011-04-11,,", ",2007-10-08,,", ",2014-05-12,,", ",1994-12-05,,")
"""People by the day they came, of whom some speak the language asked for in some towns."""
TOWNS = ("金山镇", "西斗铺镇", "下湿壕镇", "银号镇", "怀朔镇", "兴顺西镇")
RULE = """[[skill_rules]]
id = "mongolian"
when = "mentions(town, '{town}')"
zh = "当事人使用蒙古语"
en = "the parties speak Mongolian"
source = "proposal"
[[skill_rules]]
id = "reviewer\""""
LEADING = ("G08", "G09", "G12", "G13", "G14", "G19", "G20", "G21", "G25")
AWAY, STOPPED, TIED = 2, 1, 14  # people away and without new cases; ties to parties of cases that wait


def tighten(folder: Path, chance: random.Random) -> None:
    """Write the folder of the bureau with fewer who may do what, people away and stopped, and a cap of new cases."""
    _rewrite(folder / "people.csv", [(skill, "") for skill in chance.sample(REVIEWERS, 3)])
    _rewrite(folder / "people.csv", [(day, f"{day}mongolian:试:; ") for day in chance.sample(SPEAKERS, 2)])
    cap, town = chance.choice((3, 4, 5)), chance.choice(TOWNS)
    rules = [
        (LEVER, f"{LEVER}\nmost_new_in_7_days = {cap}"),
        ('[[skill_rules]]\nid = "reviewer"', RULE.format(town=town)),
    ]
    _rewrite(folder / "rulebook.toml", rules)
    day = TODAY.date().isoformat()
    *away, stopped = chance.sample(LEADING, AWAY + STOPPED)
    _append(folder / "absences.csv", [f"{code},{day},{day},leave" for code in away])
    _append(folder / "reductions.csv", [f"{stopped},intake_stop,0,{day},{day}"])


def _rewrite(file: Path, swaps: Sequence[tuple[str, str]]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in swaps:
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


def _append(file: Path, rows: Sequence[str]) -> None:
    file.write_text("\n".join([file.read_text(encoding="utf-8").rstrip("\n"), *rows, ""]), encoding="utf-8")


def tie(context: Context, chance: random.Random) -> None:
    """Declare ties of drawn people to debtors of drawn cases that wait, some with the party's number and some without."""
    with context.database.reading() as uow:
        office, waiting = the_office(uow), _debtors(uow)
    drawn = chance.sample(waiting, min(TIED, len(waiting)))
    change_office(context, [_tie(chance, office, name, number) for name, number in drawn], None, "申报")


def _debtors(uow: UnitOfWork) -> list[tuple[str, str]]:
    found = {(party.name, party.identity or "") for case in uow.cases.waiting() for party in case.input.filing.parties}
    return sorted(found)


def _tie(chance: random.Random, office: Office, name: str, number: str) -> RowChange:
    officer = chance.choice([one.code for one in office.officers if one.code in LEADING])
    cells = {"officer": officer, "relation": "近亲属", "state": "declared", "party": name, "identity": number}
    return RowChange("recusals", {}, cells)
