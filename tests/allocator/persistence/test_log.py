"""The decision log: append-only, sealed, and honest about what was done to it."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.persistence.log_chain import Break, find_breaks, rfc3339, seal
from tests.stories import a_bureau, an_office

NINE = datetime(2022, 9, 5, 1, 0, tzinfo=UTC)
GUARDS = ("decision_log_no_update", "decision_log_no_delete", "decision_log_no_replace", "log_head_forward")


def fill(database, count=5):
    """Write some entries as an office would."""
    with database.writing() as uow:
        for number in range(count):
            uow.log.append(
                NINE + timedelta(minutes=number), "书记员甲", "filing", number, {"标的": number, "b": [1, None]}
            )
        uow.commit()


def tamper(database, *statements):
    """Change the tables as somebody with the file in hand could."""
    with database.engine.begin() as connection:
        for guard in GUARDS:
            connection.execute(sa.text(f"DROP TRIGGER IF EXISTS {guard}"))
        for statement in statements:
            connection.execute(sa.text(statement))


def breaks(database):
    with database.reading() as uow:
        return [(found.code, found.seq) for found in uow.log.verify()]


def test_entries_are_numbered_without_gaps_and_read_back_as_written(either):
    """An entry comes back word for word, with its number."""
    fill(either, 3)

    with either.reading() as uow:
        entries = uow.log.entries()
        assert [entry.seq for entry in entries] == [1, 2, 3]
        assert entries[2].body == {"标的": 2, "b": [1, None]}
        assert entries[2].at == "2022-09-05T01:02:00.000000Z"
        assert (uow.log.get(3), uow.log.get(4), uow.log.get(-1), uow.log.get(2**70)) == (entries[2], None, None, None)
        assert uow.log.head() == (3, entries[2].hash)
        assert uow.log.verify() == []


def test_a_number_is_used_again_when_its_change_was_undone(database):
    """A change that was rolled back leaves no hole."""
    fill(database, 1)
    with database.writing() as uow:
        assert uow.log.append(NINE, "甲", "filing", None, {}) == 2

    fill(database, 1)

    with database.reading() as uow:
        assert [entry.seq for entry in uow.log.entries()] == [1, 2]


def test_an_export_can_be_verified_with_the_standard_library_alone(database):
    """Whoever holds the entries as JSON works out the same hashes."""
    fill(database)
    with database.reading() as uow:
        exported = json.loads(json.dumps([entry.as_dict() for entry in uow.log.entries()]))

    previous = "0" * 64
    for entry in exported:
        stored = entry.pop("hash")
        text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert entry["prev_hash"] == previous
        assert hashlib.sha256(text.encode()).hexdigest() == stored
        previous = stored


def test_ten_thousand_entries_are_appended_at_once_and_in_order(either):
    """A big import is one chain like any other."""
    with either.writing() as uow:
        numbers = uow.log.append_many((NINE, "甲", "filing", case, {"n": case}) for case in range(10_000))
        uow.commit()

    assert numbers == list(range(1, 10_001))
    with either.reading() as uow:
        assert uow.log.get(10_000).body == {"n": 9_999}
        assert uow.log.verify() == []


def test_nothing_to_append_appends_nothing(database):
    """An empty import leaves the log as it is."""
    with database.writing() as uow:
        assert uow.log.append_many([]) == []
        uow.commit()
    assert breaks(database) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decision_log SET actor = 'x' WHERE seq = 2",
        "UPDATE decision_log SET actor = actor",
        "DELETE FROM decision_log WHERE seq = 2",
        "DELETE FROM log_head",
        "UPDATE log_head SET seq = 1",
        "UPDATE log_head SET id = 2",
    ],
)
def test_the_database_itself_refuses_to_change_the_log(either, statement):
    """Not even who speaks SQL can change an entry without first breaking the guard."""
    fill(either, 3)

    with pytest.raises(sa.exc.DBAPIError, match=r"append-only|forward"), either.engine.begin() as connection:
        connection.execute(sa.text(statement))
    assert breaks(either) == []


def test_an_entry_cannot_be_replaced_by_inserting_it_anew(database):
    """SQLite's INSERT OR REPLACE deletes behind the triggers' back, and is refused all the same."""
    fill(database, 3)

    with pytest.raises(sa.exc.DBAPIError, match="append-only"), database.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO decision_log SELECT 2,at,actor,kind,case_id,body,prev_hash,hash FROM decision_log WHERE seq=1"
        )


@pytest.mark.slow
def test_a_server_refuses_to_empty_the_log(postgres):
    """TRUNCATE passes by row triggers, but not by ours."""
    fill(postgres, 2)

    with pytest.raises(sa.exc.DBAPIError, match="append-only"), postgres.engine.begin() as connection:
        connection.execute(sa.text("TRUNCATE decision_log"))


@pytest.mark.parametrize(
    "column",
    [
        "at = '2022-09-05T01:02:00.000001Z'",
        "actor = '乙'",
        "kind = 'x'",
        "case_id = 77",
        "case_id = NULL",
        "body = '{}'",
    ],
)
def test_an_altered_entry_is_named(database, column):
    """Any field that was changed gives away its entry."""
    fill(database)
    tamper(database, f"UPDATE decision_log SET {column} WHERE seq = 3")

    assert breaks(database) == [("altered", 3)]


def test_an_entry_removed_from_the_middle_is_named(database):
    """The hole shows."""
    fill(database)
    tamper(database, "DELETE FROM decision_log WHERE seq = 3")

    assert breaks(database) == [("removed", 3)]


def test_a_tail_that_was_cut_off_is_named(database):
    """The end of the log is remembered apart from it."""
    fill(database)
    tamper(database, "DELETE FROM decision_log WHERE seq >= 4")

    assert breaks(database) == [("removed", 4), ("removed", 5)]


def test_everything_removed_is_told(database):
    """An empty log where there was one is not whole."""
    fill(database, 2)
    tamper(database, "DELETE FROM decision_log")

    assert breaks(database) == [("removed", 1), ("removed", 2)]


def test_an_entry_put_in_behind_the_end_is_named(database):
    """An entry the log never gave a number to is no entry."""
    fill(database)
    tamper(
        database, "INSERT INTO decision_log SELECT 6,at,actor,kind,case_id,body,hash,hash FROM decision_log WHERE seq=5"
    )

    assert breaks(database) == [("put-in", 6)]


@pytest.mark.parametrize("place", [1, 3, 5])
def test_an_entry_put_in_between_is_named_though_the_others_were_renumbered(database, place):
    """Moving all later numbers up does not hide it, and does not blame the honest entries."""
    fill(database)
    tamper(
        database,
        f"UPDATE decision_log SET seq = seq + 100 WHERE seq >= {place}",
        "UPDATE decision_log SET seq = seq - 99 WHERE seq > 100",
        f"INSERT INTO decision_log SELECT {place},at,'乙',kind,case_id,body,prev_hash,hash FROM decision_log WHERE seq={place + 1}",
    )

    assert breaks(database) == [("put-in", place)]


def test_an_entry_taken_out_is_named_though_the_others_were_renumbered(database):
    """Closing the gap does not hide it."""
    fill(database)
    tamper(database, "DELETE FROM decision_log WHERE seq = 3", "UPDATE decision_log SET seq = seq - 1 WHERE seq > 3")

    assert breaks(database) == [("removed", 3)]


def test_an_altered_and_sealed_entry_is_named_by_the_next_one(database):
    """Who makes the hash of the altered entry anew is betrayed by its successor."""
    fill(database)
    _reseal(database, 3, actor="乙")

    assert breaks(database) == [("altered", 3)]


def test_an_altered_and_sealed_last_entry_is_named_by_the_end(database):
    """The last one has no successor, but the end remembers its hash."""
    fill(database)
    _reseal(database, 5, actor="乙")

    assert breaks(database) == [("altered", 5)]


def test_a_log_rewritten_from_end_to_end_is_another_one(database):
    """The chain holds; whoever keeps one old hash on paper sees that it is not the one that was."""
    fill(database)
    with database.reading() as uow:
        before = {seq: uow.log.get(seq).hash for seq in (2, 4)}
    _rewrite_from(database, 3)

    assert breaks(database) == []
    with database.reading() as uow:
        assert [seq for seq in before if uow.log.get(seq).hash != before[seq]] == [4]


def _reseal(database, seq, **changes):
    with database.reading() as uow:
        row = dict(uow.session.execute(sa.text(f"SELECT * FROM decision_log WHERE seq = {seq}")).mappings().one())
    row |= changes
    tamper(database, f"UPDATE decision_log SET actor = '{row['actor']}', hash = '{seal(row, seq)}' WHERE seq = {seq}")


def _rewrite_from(database, first):
    with database.reading() as uow:
        rows = [dict(row) for row in uow.session.execute(sa.text("SELECT * FROM decision_log ORDER BY seq")).mappings()]
    for row in rows[first - 1 :]:
        row |= {"actor": "乙", "prev_hash": rows[row["seq"] - 2]["hash"]}
        row["hash"] = seal(row, row["seq"])
        tamper(
            database,
            f"UPDATE decision_log SET actor='乙', prev_hash='{row['prev_hash']}', hash='{row['hash']}' WHERE seq={row['seq']}",
        )
    tamper(database, f"UPDATE log_head SET hash = '{rows[-1]['hash']}'")


def _chain(count):
    rows, previous = [], "0" * 64
    for seq in range(1, count + 1):
        row = {"seq": seq, "at": "t", "actor": "a", "kind": "k", "case_id": seq, "body": "{}", "prev_hash": previous}
        row["hash"] = previous = seal(row, seq)
        rows.append(row)
    return rows


@given(st.integers(1, 8), st.data())
@settings(max_examples=200, deadline=None)
def test_no_single_tampering_stays_unseen(count, data):
    """Whatever one field is changed or one entry taken out: something is told, and about that entry."""
    rows = _chain(count)
    head = rows[-1]["seq"], rows[-1]["hash"]
    assert find_breaks(rows, *head) == []
    place = data.draw(st.integers(0, count - 1))
    what = data.draw(st.sampled_from(["at", "actor", "kind", "case_id", "body", "prev_hash", "hash", "taken out"]))
    if what == "taken out":
        del rows[place]
    else:
        rows[place] = {**rows[place], what: 99 if what == "case_id" else "另"}

    found = find_breaks(rows, *head)

    assert place + 1 in {item.seq for item in found}
    assert all(item.seq in (place + 1, place) for item in found)


def test_a_break_says_itself_in_both_languages():
    """A supervisor reads which entry it is."""
    assert Break(7, "removed").as_dict() == {
        "seq": 7,
        "code": "removed",
        "text": {"zh": "第 7 条被删除。", "en": "Entry 7 was removed."},
    }


def test_a_day_is_the_offices_own(database):
    """What was written at half past midnight in the office belongs to the day that has begun there."""
    with database.writing() as uow:
        uow.office.save(an_office(bureau=a_bureau(timezone="Asia/Shanghai")), date(2022, 9, 5))
        uow.commit()
    beijing = timezone(timedelta(hours=8))
    with database.writing() as uow:
        for day, hour in ((5, 0), (5, 23), (6, 0)):
            uow.log.append(datetime(2022, 9, day, hour, 30, tzinfo=beijing), "甲", "filing", None, {})
        uow.commit()

    with database.reading() as uow:
        assert [entry.seq for entry in uow.log.entries(day=date(2022, 9, 5))] == [1, 2]
        assert [entry.seq for entry in uow.log.entries(day=date(2022, 9, 4))] == []


def test_entries_are_found_by_kind_case_and_place(database):
    """An auditor asks for one case, one kind, or goes on where the last page ended."""
    with database.writing() as uow:
        for kind, case_id in (("filing", 1), ("facts", 1), ("filing", 2)):
            uow.log.append(NINE, "甲", kind, case_id, {})
        uow.commit()

    with database.reading() as uow:
        assert [entry.seq for entry in uow.log.entries(kind="filing")] == [1, 3]
        assert [entry.seq for entry in uow.log.entries(case_id=1)] == [1, 2]
        assert [entry.seq for entry in uow.log.entries(kind="filing", case_id=1)] == [1]
        assert [entry.seq for entry in uow.log.entries(after=1, limit=1)] == [2]


def test_a_local_time_is_written_in_utc():
    """Every entry has the same clock."""
    local = datetime(2022, 9, 5, 9, 0, tzinfo=timezone(timedelta(hours=8)))

    assert rfc3339(local) == "2022-09-05T01:00:00.000000Z"
