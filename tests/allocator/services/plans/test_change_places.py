"""Where a change told of would be made: the file, the row and the cells, so that it can be made."""

from dataclasses import asdict, replace

import pytest

from allocator.decisions.explaining.changes import Change, made
from allocator.domain.people import Recusal, RecusalState
from allocator.domain.rulebook.planning import Reserve
from allocator.files.office.editing import RowChange
from allocator.services.office.office_changes import change_office
from allocator.services.plans.change_places import changes_told, row_words, rows_of
from allocator.services.reading import read_office
from allocator.services.transaction import look
from tests.allocator.conftest import BureauAtWork
from tests.allocator.decisions.builders import a_case, a_recusal, rules
from tests.allocator.services.stories import a_debtor
from tests.stories import a_snapshot, an_office, an_officer, away

CASE = a_case()
NO = CASE.case.filing.case_no


def of(kind, officer="li", amount=0, what="", snapshot=None):
    """The rows of one change in a small office."""
    snapshot = snapshot or a_snapshot(an_office(an_officer("li"), an_officer("wang")))
    return list(rows_of(asdict(Change(kind, officer, amount, what)), snapshot, CASE))


def test_a_new_row_says_what_it_holds():
    """Somebody recused from one case is a row there is not yet."""
    [row] = of("recuse")

    assert (row["file"], row["new"]) == ("recusals.csv", True)
    assert row["row"] == {"officer": "li", "case_no": NO}
    assert row["cells"]["state"] == "declared"
    assert row_words(row).en.startswith("recusals.csv [recusals] officer=li case_no=")


def test_two_skills_of_one_person_end_up_in_one_cell():
    """Made one after the other as they are told both are held: the second row does not take back what the first put in."""
    told = [asdict(Change("add_skill", "li", what=skill)) for skill in ("mongolian", "reviewer")]
    snapshot = a_snapshot(an_office(an_officer("li"), an_officer("wang")))

    first, second = changes_told({"way_out": told}, snapshot, CASE)

    assert [row["cells"] for row in first["rows"]] == [{"skills": "mongolian:待补依据:"}]
    assert [row["cells"] for row in second["rows"]] == [{"skills": "mongolian:待补依据:；reviewer:待补依据:"}]


def test_a_row_that_is_there_is_changed_or_goes():
    """A tie dismissed changes one cell of its row, and an absence ended takes its row away; nobody's number is told."""
    tie = replace(a_recusal("li", party="甲"), identity="150222199001011234")
    office = replace(an_office(an_officer("li"), absences=(away("li", "2022-09-05"),)), recusals=(tie,))
    snapshot = a_snapshot(office)
    case = a_case(filed={"parties": (a_debtor("甲"),)})
    [lifted] = rows_of(asdict(Change("lift_recusal", "li")), snapshot, case)
    [ended] = of("end_absence", snapshot=snapshot)

    assert (lifted["file"], lifted["new"]) == ("recusals.csv", False)
    assert "150222199001011234" not in str(lifted)
    assert lifted["cells"] == {"state": RecusalState.DISMISSED.value}
    assert (ended["file"], ended["cells"]) == ("absences.csv", None)
    assert row_words(ended).en.endswith(": goes")


def test_teams_people_and_levers_name_their_file():
    """A lane stands in bureau.toml, a skill in people.csv, a cap among the levers of the rulebook."""
    [skill] = of("add_skill", what="mongolian")
    [cap] = of("raise_cap", amount=1200)
    [tolerance] = of("tolerance", amount=10, what="peak")
    reserved = a_snapshot(an_office(an_officer("li")))
    reserved = replace(reserved, rulebook=replace(reserved.rulebook, reserves=(Reserve("fast", "regular", 100),)))
    [reserve] = of("no_reserve", snapshot=reserved)

    assert (skill["file"], skill["row"], skill["cells"]) == (
        "people.csv",
        {"code": "li"},
        {"skills": "mongolian:待补依据:"},
    )
    assert (cap["file"], cap["table"], cap["cells"]) == ("rulebook.toml", "levers", {"most_load": "1.2"})
    assert tolerance["cells"] == {"peak_tolerance": "0.01"}
    assert (reserve["table"], reserve["cells"]) == ("reserves.fast", None)


def test_what_is_no_file_says_so():
    """Work in hand is no table: whose it is, and how much; a word of the supervisor's is no row at all."""
    [less] = of("less_load", amount=120)
    others = {**asdict(Change("others_more_load", "li", 60, "2")), "people": ["wang", "zhao"]}
    more = list(rows_of(others, a_snapshot(an_office(an_officer("li"))), CASE))

    assert (less["file"], less["row"], less["cells"]) == (None, {"handler": "li"}, {"minutes": "-120"})
    assert [row["row"]["handler"] for row in more] == ["wang", "zhao"]
    assert of("name") == []


@pytest.mark.parametrize("facts", [{"flip": None}, {"flip": {"changes": []}, "way_out": []}, {}])
def test_an_answer_without_a_change_names_no_row(facts):
    """Nothing told, nothing to be made."""
    assert changes_told(facts, a_snapshot(an_office(an_officer("li"))), CASE) == ()


@pytest.mark.parametrize("kind", ["stop_intake", "hire", "join_team", "stand_in", "open_lane"])
def test_every_change_of_the_office_is_a_row_of_it(kind):
    """What is another office is a row of another table."""
    snapshot = a_snapshot(an_office(an_officer("li"), an_officer("wang")), rulebook=rules())
    what = {"hire": "X01", "join_team": "fast", "stand_in": "wang", "open_lane": "fast"}.get(kind, "")
    case = replace(a_case(), lane="fast")

    assert list(rows_of(asdict(Change(kind, "li", 0, what)), snapshot, case))


TIE = Recusal("G08", "近亲属", RecusalState.DECLARED, party="子虚", identity="11010519491231002X")


@pytest.mark.parametrize(
    "change",
    [
        Change("recuse", "G08"),
        Change("lift_recusal", "G08"),
        Change("stop_intake", "G09"),
        Change("end_absence", "G13"),
        Change("add_skill", "G09", what="mongolian"),
        Change("open_lane", "G11"),
        Change("join_team", "G12", what="fast"),
        Change("stand_in", "G12", what="G15"),
        Change("hire", "G08", what="X01"),
    ],
    ids=lambda change: change.kind,
)
def test_a_row_told_is_taken_as_it_is_told(bureau: BureauAtWork, change: Change) -> None:
    """The office with the rows put in is the office the answer spoke of, also where a tie's identity number is not told."""
    context = bureau.context
    cells = {"officer": TIE.officer, "relation": TIE.relation, "state": "declared", "party": "子虚"}
    change_office(context, [RowChange("recusals", {}, {**cells, "identity": str(TIE.identity)})], None, "申报")
    with context.database.reading() as uow:
        snapshot = look(uow, context)
    case = replace(a_case(filed={"parties": (a_debtor(),)}), lane="fast")

    rows = [*rows_of(asdict(change), snapshot, case)]
    wanted = [RowChange(row["table"], {} if row["new"] else row["row"], row["cells"]) for row in rows]
    change_office(context, wanted, None, "试行")

    assert "11010519491231002X" not in str(rows)
    assert read_office(context)[0].digest == made(snapshot, case, change).office.digest


def test_ties_alike_but_for_their_numbers_are_told_apart_without_them(bureau: BureauAtWork) -> None:
    """Of three ties of one officer with one name, the one that bars a case is lifted, and no other."""
    context = bureau.context
    cells = {"officer": TIE.officer, "relation": TIE.relation, "state": "declared", "party": "子虚"}
    numbers = ("110101194912310016", "11010519491231002X", "110101194912310032")
    change_office(context, [RowChange("recusals", {}, {**cells, "identity": one}) for one in numbers], None, "申报")
    with context.database.reading() as uow:
        snapshot = look(uow, context)
    case = a_case(filed={"parties": (a_debtor("子虚", identity=numbers[1]),)})

    [told] = rows_of(asdict(Change("lift_recusal", "G08")), snapshot, case)
    change_office(context, [RowChange(told["table"], told["row"], told["cells"])], None, "试行")

    assert told["row"] == {"officer": "G08", "party": "子虚", "identity": "#2"}
    assert read_office(context)[0].digest == made(snapshot, case, Change("lift_recusal", "G08")).office.digest
