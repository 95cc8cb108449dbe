"""The office in its tables."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from allocator.domain.calendar import WorkCalendar
from allocator.domain.cases import CaseState
from allocator.domain.docket import Holding, Standing
from allocator.domain.facts import CaseInput
from allocator.domain.people import Pairing, Preference, Recusal, RecusalState, Skill, TownMinutes, Vehicle
from allocator.domain.words import Text
from allocator.files.office import read_office
from allocator.persistence import offices
from tests.stories import a_bureau, a_filing, a_period, a_staffed_office, a_town, an_office, an_officer, away, reduced

GUYANG = Path(__file__).parents[3] / "fixtures" / "guyang"
MONDAY = date(2022, 9, 5)


def a_full_office():
    """An office with something in every table, and every optional value both given and left out."""
    return a_staffed_office(
        bureau=a_bureau(command_centre=Text("指挥中心", "command centre"), seat="金山镇", case_no_pattern=".*执.*"),
        absences=(away("judge", "2022-09-01", "2022-09-02"), away("officer", "2022-09-01")),
        reductions=(reduced("officer", 300, "2022-09-01"),),
        recusals=(
            Recusal("officer", "配偶", RecusalState.CHALLENGED, party="赵某", identity="15", since=MONDAY),
            Recusal("judge", "曾任代理人", RecusalState.DISMISSED, case_no="（2022）内0222执1号"),
        ),
        vehicles=(Vehicle("v1", "蒙B1", "car", 5),),
        towns=(a_town(), a_town("银号镇", 40, aliases=("银号",), code="150222", lat="41.0")),
        pairings=(
            Pairing("officer", "apprentice", a_period("2022-05-02")),
            Pairing("judge", "apprentice", a_period("2022-09-01", "2022-09-09"), cover=True),
        ),
        preferences=(Preference("apprentice", "judge", 1), Preference("judge", "apprentice", None)),
        town_minutes=(TownMinutes("金山镇", "银号镇", 30, "地图"),),
        calendar=WorkCalendar(frozenset({date(2022, 10, 3), date(2022, 10, 8)}), frozenset({date(2022, 10, 8)})),
    )


def save(database, office, day=MONDAY):
    with database.writing() as uow:
        stored = uow.office.save(office, day)
        uow.commit()
    return stored


def read_afresh(database, way="load"):
    offices._met.clear()
    with database.reading() as uow:
        return getattr(uow.office, way)()


@pytest.mark.parametrize("office", [a_full_office(), an_office(), a_staffed_office()], ids=["full", "small", "staffed"])
def test_an_office_comes_back_as_it_was_loaded(either, office):
    """Every value in every table, in the order of the files, under the same digest."""
    save(either, office)

    found = read_afresh(either)

    assert found == office
    assert found.digest == office.digest


def test_the_fixture_bureau_comes_back_as_it_was_loaded(database):
    """The bureau of the demonstration is stored without loss."""
    office = read_office(GUYANG).office
    save(database, office)

    assert read_afresh(database) == office


def test_before_a_folder_was_loaded_there_is_no_office(database):
    """An empty database says so."""
    with database.reading() as uow:
        assert uow.office.load() is None
        assert uow.office.as_loaded() is None
        assert uow.office.version() == 0


def test_the_whole_office_takes_a_fixed_number_of_queries(database):
    """Sixteen, whether three people work there or three hundred; one when this state is known already."""
    people = tuple(an_officer(f"o{number}", skills=(Skill("s", "证书"),)) for number in range(300))
    statements = []

    counts = []
    for office in (an_office(), an_office(*people, absences=tuple(away(p.code, "2022-09-05") for p in people))):
        save(database, office)
        sa.event.listen(database.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
        for way in ("read_afresh", "known"):
            statements.clear()
            if way == "read_afresh":
                read_afresh(database)
            else:
                with database.reading() as uow:
                    uow.office.load()
            counts.append(len([text for text in set(statements) if text.startswith("SELECT")]))

    assert counts == [16, 1, 16, 1]


def test_loading_again_updates_and_counts_versions(either):
    """What changed in the files changes in the tables, what vanished goes, the rest stays."""
    first = a_full_office()
    save(either, first)
    second = replace(
        first,
        officers=(*(replace(o, share=900) for o in first.officers if o.code != "clerk_2"), an_officer("newcomer")),
        teams=first.teams[::-1],
        recusals=(),
        towns=first.towns[:1],
        town_minutes=(),
    )
    save(either, second)

    assert read_afresh(either) == second
    with either.reading() as uow:
        assert uow.office.version() == 2


def test_a_team_may_vanish_with_its_people_moved(either):
    """A reorganisation is a change of files only."""
    save(either, an_office(an_officer("a", team="fast"), an_officer("b", team="regular_1")))
    after = an_office(an_officer("a", team="fast"), an_officer("b", team="fast"))
    after = replace(after, teams=after.teams[:1])
    save(either, after)

    assert read_afresh(either) == after


def hold(database, officer, mentor=None):
    """Give somebody a case."""
    holding = Holding(officer, mentor, "draw", MONDAY, {officer: 60})
    standing = Standing("fast", "fast", True, {"officer": 60}, 1)
    with database.writing() as uow:
        number = uow.cases.add([(CaseInput(a_filing()), standing, datetime(2022, 9, 5, tzinfo=UTC))])[0]
        uow.cases.save(replace(uow.cases.get(number), state=CaseState.ASSIGNED, holding=holding), 1)
        uow.commit()


def test_who_is_gone_from_the_files_but_held_cases_stays_known(either):
    """A case never names somebody nobody knows: the former handler has left, the code remains."""
    save(either, a_staffed_office())
    hold(either, "apprentice", "officer")
    smaller = a_staffed_office()
    staying = tuple(o for o in smaller.officers if o.code not in ("apprentice", "officer", "pool_2"))
    smaller = replace(smaller, officers=staying, pairings=())
    stored = save(either, smaller, date(2022, 10, 10))

    assert read_afresh(either) == stored
    assert [(o.code, o.left) for o in stored.officers[len(staying) :]] == [
        ("apprentice", date(2022, 10, 9)),
        ("officer", date(2022, 10, 9)),
    ]
    assert read_afresh(either, "as_loaded") == smaller


def test_loading_the_same_files_again_keeps_the_day_somebody_left(either):
    """The day of leaving does not creep forward with every loading, and the files show no difference."""
    save(either, a_staffed_office())
    hold(either, "officer")
    smaller = replace(
        a_staffed_office(), officers=tuple(o for o in a_staffed_office().officers if o.code != "officer"), pairings=()
    )
    first = save(either, smaller, date(2022, 10, 10))
    second = save(either, smaller, date(2022, 11, 11))

    assert first == second
    assert read_afresh(either, "as_loaded") == smaller


def test_somebody_who_comes_back_is_there_again(either):
    """A former officer in the files again is an officer like the others."""
    save(either, a_staffed_office())
    hold(either, "officer")
    smaller = replace(
        a_staffed_office(), officers=tuple(o for o in a_staffed_office().officers if o.code != "officer"), pairings=()
    )
    save(either, smaller)
    save(either, a_staffed_office())

    assert read_afresh(either) == a_staffed_office()


def test_a_loading_that_fails_changes_nothing(either):
    """Half a folder is never in the tables."""
    save(either, a_staffed_office())
    broken = replace(a_staffed_office(), absences=(away("nobody", "2022-09-01"),))

    with pytest.raises(sa.exc.IntegrityError):
        save(either, broken)

    assert read_afresh(either) == a_staffed_office()


def test_the_state_of_the_office_is_kept_as_a_document(database):
    """A decision that names the digest can see the office again after it has changed."""
    office = a_full_office()
    save(database, office)
    save(database, an_office())

    with database.reading() as uow:
        assert uow.documents.get(office.digest)["bureau"]["code"] == "T01"


def test_a_dated_absence_is_unending_until_it_gets_an_end(either):
    """An open end is kept open."""
    save(either, an_office(an_officer(), absences=(away("o1", "2022-09-01"),)))

    assert read_afresh(either).absences[0].period == a_period("2022-09-01")
