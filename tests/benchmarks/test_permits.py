"""The benchmark of real filings: any town of the format is routed, and nothing that came later enters a decision."""

import csv
import io
import json

import pytest

from benchmarks import permits
from benchmarks._permit_routing import route
from benchmarks._permit_town import CASE_COLUMNS, read_town, sheet

HEAD = (
    "case_id,filed_on,fee_eur,parts,request_complete,includes_subcases,handler,status,closed_on,procedure,events,people"
)
KINDS = ("Bouw", '"Bouw,Milieu (vergunning)"', "Kap", "Zonnepark", "")


def a_town(folder, name="elsewhere", handlers=("A7", "B8", "C9"), cases=60):
    """Write a town of the format: kinds nobody met before, missing fees and handlers, one row without a date."""
    rows = [
        f"{1000 + place},2011-{1 + place // 10:02}-{1 + place % 10:02},{'' if place % 4 else '1354.2542'},"
        f"{KINDS[place % 5]},{'FALSE' if place % 7 == 0 else 'TRUE'},J,{handlers[place % len(handlers)] if handlers else ''},"
        f"G,2011-12-01,{('Uitgebreid', 'Regulier', '')[place % 3]},{20 + place % 9},2"
        for place in range(cases)
    ]
    path = folder / f"{name}.csv"
    path.write_text("\n".join([HEAD, *rows, "9999,,,Bouw,TRUE,J,A7,G,,,3,1"]) + "\n", encoding="utf-8")
    return path


def test_a_town_nobody_looked_at_is_routed_whole(tmp_path, capsys):
    """Unknown kinds of work, missing fees and other handlers are no obstacle, and the report says it was not looked at."""
    a_town(tmp_path)

    permits.main([str(tmp_path), "--json"])

    [town] = json.loads(capsys.readouterr().out)["towns"]
    assert (town["cases"], town["people"], town["unusable"], town["unplaced"]) == (60, 3, 1, 0)
    assert not town["looked_at"]
    assert sum(town["confusion"].values()) == 40
    assert town["by_services"] == town["same_pool"] > 0


def test_the_report_for_people_names_the_towns_looked_at(tmp_path, capsys):
    """Whoever reads the table sees which towns the rulebook's author knew."""
    a_town(tmp_path)

    permits.main([str(tmp_path)])

    said = capsys.readouterr().out
    assert "not looked at: elsewhere" in said
    assert "base rate" in said


def test_what_was_decided_later_is_not_in_the_sheet(tmp_path):
    """Track, events, closing and handler are no inputs of triage: they are not even imported."""
    town = read_town(a_town(tmp_path))

    head, *rows = csv.reader(io.StringIO(sheet(town.permits).decode()))

    assert tuple(head) == CASE_COLUMNS
    assert not {"A7", "B8", "C9", "Uitgebreid", "Regulier", "2011-12-01"} & {cell for row in rows for cell in row}


def test_the_same_seed_gives_the_same_handlers(tmp_path):
    """The draws in memory follow the seed; those of the first month through the services are the office's own."""
    town = read_town(a_town(tmp_path, handlers=("A7",)))

    found = [route(town, tmp_path / str(run), seed=3) for run in (1, 2)]

    assert found[0].officer == found[1].officer
    assert found[0].unplaced == ()


@pytest.mark.parametrize("handlers", [(), ("only",)], ids=["nobody named", "one person"])
def test_an_office_of_one_or_of_nobody_named_is_staffed(tmp_path, capsys, handlers):
    """A spread needs two people: with fewer the report has none, and every case is placed all the same."""
    a_town(tmp_path, handlers=handlers)

    permits.main([str(tmp_path), "--json"])

    [town] = json.loads(capsys.readouterr().out)["towns"]
    assert (town["people"], town["unplaced"], town["open_ours"]) == (1, 0, None)


def test_somebody_is_there_on_every_day_of_filing(tmp_path):
    """A gap between two handlers is bridged by the one who was there last."""
    town = read_town(a_town(tmp_path, handlers=("A7", "B8")))

    assert all(any(person.serves(permit.filed_on) for person in town.people) for permit in town.permits)
