"""Changes told of as what would bring a case to somebody, made for real: how many come out when the batch is allocated again.

    python benchmarks/flips.py [--offices quiet full ...] [--questions 6] [--waiting 40] [--seed 1] [--json]

Each office is the fixture bureau with other filings and other shares of time, filled up to a load. A plan is drafted, then it
is asked of drawn cases why they do not go to somebody drawn, and of cases left out what would place them. Each change told is
made in a copy of the database, in the file and row it names (what is no file, in the books of the cases), and the
batch is allocated there again.
"""

import hashlib
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allocator.decisions.recommendation.draw import SECRET_BYTES, commitment
from allocator.files.office.editing import RowChange
from allocator.persistence.engine import open_database
from allocator.services import transaction
from allocator.services.context import Context
from allocator.services.office.office_changes import change_office, export_office, read_sheets
from allocator.services.office.offices import load_office
from allocator.services.plans.asked_why import EXPLANATION, question_of, read_explanation
from allocator.services.plans.plans import Draft, read_draft
from allocator.services.run_kinds import run_now
from benchmarks._office import at_work, fill
from benchmarks._table import Row, parser, show, timed
from benchmarks._tight_office import LEVER, tie, tighten
from fixtures.guyang_month import GUYANG

HELD = 500  # open cases beside those that wait
TRIES = 4  # plans drafted, where the clock cuts them short
REVIEWERS = ("reviewer:执行审查资格2019-006:; ", "; reviewer:执行审查资格2020-005:", "; reviewer:执行审查资格2019-003:")
OFFICES: Mapping[str, tuple[int, Mapping[str, Sequence[tuple[str, str]]]]] = {
    "quiet": (700, {}),
    "full": (1060, {}),
    "brimful": (1095, {}),
    "few new cases": (900, {"rulebook.toml": [(LEVER, f"{LEVER}\nmost_new_in_7_days = 3")]}),
    "tight skills": (1000, {"people.csv": [(skill, "") for skill in REVIEWERS]}),
    "short of time": (1030, {"people.csv": [(",0.72,", ",0.60,")]}),
    "in the way": (700, {}),
    "in the way and full": (1050, {}),
}
"""The load up to which people are filled, per mille, and what is written differently in the office's files."""
TIGHT = ("in the way", "in the way and full")
"""Offices with skills, ties, absences, stops and caps of their own besides."""


@dataclass(frozen=True, slots=True)
class Told:
    """A question asked: of whom (None: what would place it), the changes told, and who has the case with them made."""

    office: str
    case_no: str
    asked: str | None
    sentences: tuple[str, ...]
    changes: tuple[Mapping[str, Any], ...]
    drawn: int
    seconds: float
    lead: str | None = None
    cut: bool = False

    @property
    def came_out(self) -> bool:
        """Say whether the changes did what was told."""
        return bool(self.changes) and self.lead is not None and self.asked in (None, self.lead)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill offices, ask, make what is told, print."""
    asked = parser(str(__doc__))
    asked.add_argument("--offices", nargs="+", default=list(OFFICES), choices=list(OFFICES))
    asked.add_argument("--questions", type=int, default=6, help="of each sort and office, at most")
    asked.add_argument("--waiting", type=int, default=40, help="cases that wait")
    asked.add_argument("--seconds", type=int, default=60, help="limit of a plan")
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args(arguments)
    found = [one for name in options.offices for one in _of_office(name, options)]
    rows = [_row(name, found, why_not=why) for name in options.offices for why in (True, False)]
    show("changes made for real", rows, as_json=options.json, notes=[_line(one) for one in found])


def _row(office: str, found: Sequence[Told], *, why_not: bool) -> Row:
    mine = [one for one in found if one.office == office and (one.asked is not None) == why_not]
    told = [one for one in mine if one.changes]
    seconds = sum(one.seconds for one in mine)
    value = f"{len(told)} told, {sum(one.came_out for one in told)} came out, {seconds:.0f} s"
    what = "why not somebody" if why_not else "left out"
    return Row(f"{office}: {what}", f"{len(mine)} asked", value, "each told comes out", "-", None)


def _line(one: Told) -> str:
    kinds = ", ".join(f"{change['kind']} {change['officer']} {change['amount'] or ''}" for change in one.changes)
    cut = " (cut short by the clock)" if one.cut else ""
    end = (
        f"{kinds} -> {one.lead}{cut}"
        if one.changes
        else "nothing told: " + one.sentences[min(1, len(one.sentences) - 1)]
    )
    return f"{one.office} {one.case_no} {one.asked or 'left out'}: {one.drawn} drawn, {one.seconds:.0f} s, {end}"


def _of_office(name: str, options: Any) -> Iterator[Told]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        context = _filled(folder, name, options.waiting, options.seed)
        draft = _drafted(context, options.seconds)
        for case_no, asked in _questions(draft, random.Random(options.seed), options.questions):
            told = _ask(context, name, case_no, asked, draft.run)
            done = _made(context, folder / "copy", told, options.seconds) if told.changes else told
            print(_line(done), file=sys.stderr, flush=True)
            yield done
        context.database.close()


def _filled(folder: Path, name: str, waiting: int, seed: int) -> Context:
    load, edits = OFFICES[name]
    office = folder / "office"
    shutil.copytree(GUYANG, office)
    _shares(office / "people.csv", random.Random(f"{name} {seed}"))
    for file, swaps in edits.items():
        text = (office / file).read_text(encoding="utf-8")
        for old, new in swaps:
            text = text.replace(old, new)
        (office / file).write_text(text, encoding="utf-8")
    chance = random.Random(f"{name} {seed} tight")
    if name in TIGHT:
        tighten(office, chance)
    context = at_work(folder)
    load_office(context, office)
    fill(context, HELD + waiting, waiting, load=load)
    if name in TIGHT:
        tie(context, chance)
    transaction._seen.clear()  # noqa: SLF001 - filled without an entry of the log, which is what loads are worked out anew by
    _open_day(context, hashlib.sha256(f"{name} {seed}".encode()).digest()[:SECRET_BYTES])
    return context


def _open_day(context: Context, secret: bytes) -> None:
    """Commit a secret of the day that is drawn as everything else is, so that asked again the same comes out."""
    with context.database.writing() as uow:
        day = context.today(transaction.the_office(uow))
        uow.draws.commit(day, commitment(day, secret), secret, context.now())
        uow.commit()


def _shares(people: Path, chance: random.Random) -> None:
    """Give everybody another share of time, so that every office is another one."""
    lines = people.read_text(encoding="utf-8").split("\n")
    changed = [line.replace(",0.72,", f",{chance.choice((0.6, 0.72, 0.8))},", 1) for line in lines]
    people.write_text("\n".join(changed), encoding="utf-8")


def _questions(draft: Draft, chance: random.Random, most: int) -> Iterator[tuple[str, str | None]]:
    """Draw whom to ask about: of a case another one who leads some case of the plan; and cases left out."""
    rows = chance.sample(list(draft.document["rows"]), min(most, len(draft.document["rows"])))
    leads = sorted({row["officer"] for row in draft.document["rows"]})
    for row in rows:
        yield row["case_no"], chance.choice([one for one in leads if one != row["officer"]] or leads)
    left = list(draft.document["unplaced"])
    for item in chance.sample(left, min(most, len(left))):
        yield item["case_no"], None


def _ask(context: Context, office: str, case_no: str, asked: str | None, run: str) -> Told:
    params = question_of(context, case_no, run, asked)
    found, seconds = timed(lambda: read_explanation(context, run_now(context, EXPLANATION, params).id))
    said = tuple(sentence["en"] for sentence in found["sentences"])
    return Told(office, case_no, asked, said, tuple(found["changes"]), found["facts"].get("drawn", 0), seconds)


def _made(context: Context, place: Path, told: Told, seconds: int) -> Told:
    """Make what is told in a copy of the office, allocate there again, and note who has the case, and if the clock cut that short."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    with context.database.writing() as uow:
        uow.session.connection().exec_driver_sql("SELECT 1")
    shutil.copy(str(context.database.path), place / "bench.db")
    for ending in ("-wal", "-shm"):
        beside = Path(f"{context.database.path}{ending}")
        if beside.exists():
            shutil.copy(beside, place / f"bench.db{ending}")
    there = Context(open_database(place / "bench.db"), context.clock, context.actor)
    try:
        for change in told.changes:
            _make(there, place, change)
        plan = _drafted(there, seconds)
    finally:
        there.database.close()
    lead = next((row["officer"] for row in plan.document["rows"] if row["case_no"] == told.case_no), None)
    return replace(told, lead=lead, cut=plan.document["certificate"]["safety_net"])


def _drafted(context: Context, seconds: int) -> Draft:
    """Draft a plan, again where a busy machine's clock cut it short, some times and no more."""
    for _ in range(TRIES):
        plan = read_draft(context, run_now(context, "allocate", {"seconds": seconds}).id)
        if not plan.document["certificate"]["safety_net"]:
            break
    return plan


def _make(context: Context, place: Path, change: Mapping[str, Any]) -> None:
    for row in change["rows"]:
        if row["file"] is None:
            _in_books(context, row)
        elif row["file"] == "rulebook.toml":
            _in_rulebook(context, place, row)
        else:
            _in_table(context, row)


def _in_table(context: Context, row: Mapping[str, Any]) -> None:
    table, named = row["table"], row["row"]
    there = read_sheets(context).tables[table]
    key = next((cells for cells in there if all(cells[name] == value for name, value in named.items())), None)
    cells = row["cells"]
    if row["new"]:
        cells = {"relation": "其他", **cells} if table == "recusals" else cells
        change_office(context, [RowChange(table, {}, cells)], None, "试")
    else:
        change_office(context, [RowChange(table, key or named, cells)], None, "试")


def _in_rulebook(context: Context, place: Path, row: Mapping[str, Any]) -> None:
    folder = place / "folder"
    shutil.rmtree(folder, ignore_errors=True)
    export_office(context, folder)
    lines = (folder / "rulebook.toml").read_text(encoding="utf-8").split("\n")
    begin = lines.index(next(line for line in lines if line.strip() == f"[{row['table']}]"))
    end = next((at for at in range(begin + 1, len(lines)) if lines[at].startswith("[")), len(lines))
    within = (
        []
        if row["cells"] is None
        else [line for line in lines[begin:end] if line.split("=")[0].strip() not in row["cells"]]
    )
    within += [f"{name} = {value}" for name, value in (row["cells"] or {}).items()]
    text = "\n".join([*lines[:begin], *within, *lines[end:]])
    (folder / "rulebook.toml").write_text(_newer(text), encoding="utf-8")
    load_office(context, folder)


def _newer(text: str) -> str:
    """Give the rulebook another version: one version is one text."""
    return "\n".join(f'{line[:-1]}-a"' if line.startswith('version = "') else line for line in text.split("\n"))


def _in_books(context: Context, row: Mapping[str, Any]) -> None:
    """Take work off somebody, or give some more, case by case as far as it goes; the snapshot is looked at anew."""
    [(cell, sized)] = row["cells"].items()
    if cell != "minutes":
        raise SystemExit(f"no book holds {cell}")
    handler, left = row["row"]["handler"], int(sized)
    with context.database.writing() as uow:
        run = uow.session.connection().execute
        query = sa.text("SELECT case_id, minutes FROM charge WHERE holder = :who ORDER BY minutes DESC, case_id")
        for case_id, minutes in run(query, {"who": handler}).all():
            part = max(left, 1 - minutes)
            to = {"now": minutes + part, "case": case_id, "who": handler}
            run(sa.text("UPDATE charge SET minutes = :now WHERE case_id = :case AND holder = :who"), to)
            left -= part
            if not left:
                break
        if left > 0:  # of whoever holds nothing yet: a part in a case of somebody's
            anybody = run(sa.text("SELECT min(case_id) FROM charge")).scalar_one()
            to = {"now": left, "case": anybody, "who": handler}
            run(sa.text("INSERT INTO charge (case_id, holder, minutes) VALUES (:case, :who, :now)"), to)
        uow.commit()
    transaction._seen.clear()  # noqa: SLF001 - what is remembered of the loads is another copy's


if __name__ == "__main__":
    main()
