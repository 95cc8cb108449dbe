"""What a scenario file may not say: each fault at its line and key, with what may be meant."""

import re

import pytest

from allocator.domain.errors import BadInput
from allocator.files.scenarios import read_scenario
from tests.allocator.files.scenario_files import FORMED, HEAD, JOINS, faults, found_in, places


@pytest.mark.parametrize("day", ["9999-12-30", "0001-01-01"])
def test_a_first_day_beyond_all_calendars_is_refused_at_its_line(day, folder):
    """A slip of the keyboard, not a crash when days are counted past the end of time."""
    [fault] = faults(f'name = "x"\nfirst = {day}\ndays = 60\n', folder)

    assert (fault["row"], fault["field"]) == (2, "first")
    assert "1950-01-01" in str(fault)


NAMED = '"试"'
MERGED = '[[teams.merged]]\ninto = "regular_1"\nabsorbs = ["regular_2"]\n'
FAULTY = {
    "no day": ('name = "x"\ndays = 3\n', (None, "first")),
    "a day that is none": (HEAD.replace("2022-10-01", '"soon"'), (2, "first")),
    "no days": (HEAD.replace("90", "0"), (3, "days")),
    "a misspelt key": (HEAD + "sead = 3\n", (4, "sead")),
    "a policy nobody knows": (HEAD + 'policy = "best"\n', (4, "policy")),
    "field work nobody knows": (HEAD + 'fieldwork = "months"\n', (4, "fieldwork")),
    "a warm-up as long as all": (HEAD + "warm_up_days = 90\n", (4, "warm_up_days")),
    "levelled every day of none": (HEAD + "[rebalance]\nevery_days = 0\n", (5, "rebalance.every_days")),
    "levelled nobody knows when": (HEAD + "[rebalance]\nmoves = 3\n", (4, "rebalance.every_days")),
    "levelled by a number": (HEAD + "rebalance = 5\n", (4, "rebalance")),
    "fewer moves than none": (HEAD + "[rebalance]\nevery_days = 30\nmoves = -1\n", (6, "rebalance.moves")),
    "handed over or not": (HEAD + "[rebalance]\nevery_days = 30\nhand_over = 1\n", (6, "rebalance.hand_over")),
    "a misspelt key of a table": (HEAD + "[rebalance]\nevery_days = 30\nmove = 3\n", (6, "rebalance.move")),
    "levelled where one person does it all": (
        HEAD + 'policy = "one_person"\n[rebalance]\nevery_days = 30\n', (5, "rebalance"),
    ),
    "one replication": (HEAD + "replications = 1\n", (4, "replications")),
    "a figure nobody knows": (HEAD + "half_width = {closing = 0.1}\n", (4, "half_width.closing")),
    "a figure only planned weeks tell": (HEAD + "half_width = {errand_days = 1}\n", (4, "half_width.errand_days")),
    "moves where none are made": (HEAD + "half_width = {moved = 1}\n", (4, "half_width.moved")),
    "a width of nothing": (HEAD + "half_width = {closed = 0}\n", (4, "half_width.closed")),
    "somebody nobody knows": (HEAD + '[[people.leave]]\nwho = "G99"\nlast = 2022-10-31\n', (5, "people.leave[1].who")),
    "the second of two": (
        HEAD + '[[people.leave]]\nwho = "G13"\nlast = 2022-10-31\n[[people.leave]]\nlast = 2022-10-31\nwho = "G0"\n',
        (9, "people.leave[2].who"),
    ),
    "gone twice": (
        HEAD + '[[people.leave]]\nwho = "G13"\nlast = 2022-10-31\n[[people.leave]]\nwho = "丙三原"\nlast = 2022-11-30\n',
        (8, "people.leave[2].who"),
    ),
    "a team merged into itself": (HEAD + '[[teams.merged]]\ninto = "fast"\nabsorbs = ["fast"]\n', (6, "teams.merged[1].absorbs[1]")),
    "a day off that is worked": (
        HEAD + "[calendar]\nholidays = [2022-10-12]\nworkdays = [2022-10-12]\n", (6, "calendar.workdays"),
    ),
    "in a list on one line": (HEAD + "vehicles = [{add = 1, lik = 'V1'}]\n", (4, "vehicles[1].lik")),
    "leaving after the end": (HEAD + '[[people.leave]]\nwho = "G13"\nlast = 2023-10-31\n', (6, "people.leave[1].last")),
    "a span the wrong way": (
        HEAD + '[[people.away]]\nwho = "G13"\nfirst = 2022-10-31\nlast = 2022-10-30\n', (7, "people.away[1].last"),
    ),
    "a code taken": (HEAD + '[[people.join]]\ncode = "G01"\nlike = "G02"\nfirst = 2022-10-08\n', (5, "people.join[1].code")),
    "a newcomer without a role": (HEAD + '[[people.join]]\ncode = "N1"\nfirst = 2022-10-08\n', (4, "people.join[1]")),
    "a role nobody has": (HEAD + '[[people.move]]\nwho = "G01"\nrole = "boss"\nfirst = 2022-10-08\n', (6, "people.move[1].role")),
    "a skill nobody knows": (HEAD + '[[people.move]]\nwho = "G01"\nfirst = 2022-10-08\nskills = ["fly"]\n', (7, "people.move[1].skills[1]")),
    "a share above one": (HEAD + '[[people.move]]\nwho = "G01"\nshare = 1.2\nfirst = 2022-10-08\n', (6, "people.move[1].share")),
    "a lane nobody has": (HEAD + '[[teams.lanes]]\nteam = "fast"\nlanes = ["slow"]\n', (6, "teams.lanes[1].lanes[1]")),
    "a team twice": (
        HEAD + '[[teams.formed]]\ncode = "fast"\nname = "x"\nlanes = ["fast"]\nmembers = ["G13"]\n', (5, "teams.formed[1].code"),
    ),
    "a team dissolved that is none": (HEAD + '[[teams.merged]]\ninto = "fast"\nabsorbs = ["slow"]\n', (6, "teams.merged[1].absorbs[1]")),
    "nothing absorbed": (HEAD + '[[teams.merged]]\ninto = "fast"\n', (4, "teams.merged[1].absorbs")),
    "too many cars sold": (HEAD + "[[vehicles]]\nadd = -4\n", (5, "vehicles[1].add")),
    "eleven months": (HEAD + f"[arrivals]\nseason = {[1] * 11}\n", (5, "arrivals.season")),
    "a month that is no number": (HEAD + f"[arrivals]\nseason = {[1] * 11 + ['x']}\n", (5, "arrivals.season[12]")),
    "a cause nobody knows": (HEAD + "[arrivals.mix]\nwages = 2\n", (5, "arrivals.mix.wages")),
    "no filings and more": (HEAD + "[arrivals]\ngrowth = -1\n", (5, "arrivals.growth")),
    "a weight of nobody": (HEAD + "[weights]\nwages = 2\n", (5, "weights.wages")),
    "a holiday that is no day": (HEAD + '[calendar]\nholidays = ["mayday"]\n', (5, "calendar.holidays[1]")),
    "a lever nobody knows": (HEAD + '[rules]\n"levers.most_lode" = 1.2\n', (5, "rules.levers.most_lode")),
    "a lever out of bounds": (HEAD + "[rules.levers]\nmost_load = 12\n", (5, "rules.levers.most_load")),
    "a lever that is an empty table": (HEAD + '[rules]\n"levers.most_load" = {}\n', (5, "rules.levers.most_load")),
    "a row nobody knows": (HEAD + '[rules]\n"triage.rules.S77.when" = "claim > 0"\n', (5, "rules.triage.rules.S77.when")),
    "a table nobody knows": (HEAD + '[rules]\n"leavers.most_load" = 1\n', (5, "rules.leavers.most_load")),
    "a row that is not there": (HEAD + '[rules]\n"ladder[9].capacity" = 1\n', (5, "rules.ladder[9].capacity")),
    "a list as a table": (HEAD + '[rules]\n"ladder.capacity" = 1\n', (5, "rules.ladder.capacity")),
    "a rule that cannot be read": (HEAD + '[rules]\n"triage.rules.S02.when" = "clam > 0"\n', (5, "rules.triage.rules.S02.when")),
    "a rule to no lane": (HEAD + '[rules]\n"triage.rules.S02.lane" = "slow"\n', (5, "rules.triage.rules.S02.lane")),
    "another file where there is none": (HEAD + 'rulebook = "other.toml"\n', (4, "rulebook")),
    "no number for a name": (HEAD.replace(NAMED, "nan"), (1, "name")),
    "no date for a name": (HEAD.replace(NAMED, "2022-10-01"), (1, "name")),
    "a name of nothing to see": (HEAD.replace(NAMED, '"  "'), (1, "name")),
    "a name over two lines": (HEAD.replace(NAMED, '"a\\nb"'), (1, "name")),
    "one language a number": (HEAD.replace(NAMED, '{zh = "x", en = 1e300}'), (1, "name.en")),
    "a code of a number": (HEAD + '[[people.join]]\ncode = 1e300\nlike = "G13"\nfirst = 2022-10-08\n', (5, "people.join[1].code")),
    "a team of infinity": (HEAD + '[[people.move]]\nwho = "G13"\nteam = inf\nfirst = 2022-10-08\n', (6, "people.move[1].team")),
    "skills of numbers": (HEAD + '[[people.move]]\nwho = "G13"\nskills = [5]\nfirst = 2022-10-08\n', (6, "people.move[1].skills[1]")),
    "lanes that are dates": (HEAD + '[[teams.lanes]]\nteam = "fast"\nlanes = [2022-10-08]\n', (6, "teams.lanes[1].lanes[1]")),
    "members of any kind": (
        HEAD + '[[teams.formed]]\ncode = "w"\nname = "W"\nlanes = ["fast"]\nmembers = [nan]\n', (8, "teams.formed[1].members[1]"),
    ),
    "rows that are words": (HEAD + 'people.leave = ["G13"]\n', (4, "people.leave[1]")),
    "one table for rows": (HEAD + '[people.leave]\nwho = "G13"\nlast = 2022-10-31\n', (4, "people.leave")),
    "a rule's text that is a date": (HEAD + '[rules]\n"triage.rules.S02.zh" = 2022-10-01\n', (5, "rules.triage.rules.S02.zh")),
    "a rule's text that is a number": (HEAD + '[rules]\n"triage.rules.S02.zh" = 1.5\n', (5, "rules.triage.rules.S02.zh")),
    "a team formed twice": (HEAD + 2 * FORMED, (11, "teams.formed[2].code")),
    "somebody in two new teams of a day": (HEAD + FORMED + FORMED.replace('"w"', '"v"'), (14, "teams.formed[2].members[1]")),
    "merged after it was merged": (HEAD + MERGED + MERGED.replace("regular_1", "fast"), (9, "teams.merged[2].absorbs[1]")),
    "two that swallow each other": (
        HEAD + MERGED + '[[teams.merged]]\ninto = "regular_2"\nabsorbs = ["regular_1"]\n', (8, "teams.merged[2].into"),
    ),
    "lanes for a team that is gone": (HEAD + MERGED + '[[teams.lanes]]\nteam = "regular_2"\nlanes = ["fast"]\n', (8, "teams.lanes[1].team")),
    "lanes twice on a day": (HEAD + 2 * '[[teams.lanes]]\nteam = "fast"\nlanes = ["fast"]\n', (8, "teams.lanes[2].team")),
    "sent to a team that is to come": (
        HEAD + '[[people.move]]\nwho = "G14"\nteam = "w"\nfirst = 2022-10-02\n' + FORMED, (6, "people.move[1].team"),
    ),
    "like somebody who comes later": (HEAD + JOINS.replace('"G13"', '"N2"') + JOINS.replace("N1", "N2"), (6, "people.join[1].like")),
    "like herself": (HEAD + JOINS.replace("G13", "N1"), (6, "people.join[1].like")),
    "gone before she comes": (HEAD + JOINS + '[[people.leave]]\nwho = "N1"\nlast = 2022-10-04\n', (10, "people.leave[1].last")),
    "moved when gone": (
        HEAD + '[[people.leave]]\nwho = "G13"\nlast = 2022-10-05\n[[people.move]]\nwho = "丙三原"\nshare = 0.5\nfirst = 2022-10-08\n',
        (10, "people.move[1].first"),
    ),
    "a move of nothing": (HEAD + '[[people.move]]\nwho = "G13"\nfirst = 2022-10-08\n', (4, "people.move[1]")),
    "moved twice on a day": (HEAD + 2 * '[[people.move]]\nwho = "G13"\nteam = "fast"\nfirst = 2022-10-08\n', (10, "people.move[2].team")),
}  # fmt: skip


@pytest.mark.parametrize("text, place", FAULTY.values(), ids=FAULTY)
def test_a_fault_is_told_at_its_line_and_key(text, place, folder):
    """The planner goes to the line and corrects it."""
    assert place in places(text, folder)


def test_a_number_where_a_table_belongs_is_one_fault(folder):
    """What a table lacks is not told of what is none."""
    assert list(places(HEAD + "rebalance = 5\n", folder)) == [(4, "rebalance")]


def test_a_fault_within_a_list_of_several_lines_is_told_at_the_line_of_its_element(folder):
    """Remarks, brackets and commas in between, quoted or not, do not lead astray; nor does what stands behind the list."""
    text = (
        HEAD
        + '[[teams.formed]]\ncode = "w"\nname = "W"\nlanes = [ "fast", # ] not yet\n  "regular",\n  "slow]",\n\n]\n'
        'members = ["G13",\n  "G14", "G98",\n  # lead = 1\n  "G99"]\nlead = "G97"\n'
        "[arrivals]\nseason = [\n  1, 1, 1, 1, 1, 1,\n  1, 1, 1, 1,\n  nan, 1,\n]\n[calendar]\nholidays = [2022-10-10,\n  5]\n"
    )

    assert places(text, folder) == [
        (9, "teams.formed[1].lanes[3]"), (13, "teams.formed[1].members[3]"), (15, "teams.formed[1].members[4]"),
        (16, "teams.formed[1].lead"), (21, "arrivals.season[11]"), (25, "calendar.holidays[2]"),
    ]  # fmt: skip


def test_rows_written_in_one_list_are_told_at_their_own_lines(folder):
    """People who leave, a line each between two brackets."""
    text = HEAD + '[people]\nleave = [\n  {who = "G13", last = 2022-10-31},\n  {who = "G99", last = 2022-10-31},\n]\n'

    assert places(text, folder) == [(7, "people.leave[2].who")]


@pytest.mark.parametrize("line, place", [
    ('days = "90"', "days"), ('warm_up_days = "5"', "warm_up_days"), ('half_width = {closing_rate = "0.01"}', "half_width.closing_rate"),
    ('[arrivals]\ngrowth = "0.2"', "arrivals.growth"), ('[weights]\nwage = "2"', "weights.wage"),
    ('[rules]\n"levers.draw_tolerance" = "0.05"', "rules.levers.draw_tolerance"),
    ('[rules.levers]\nhorizon_working_days = "20"', "rules.levers.horizon_working_days"),
])  # fmt: skip
def test_a_number_in_quotation_marks_is_refused_in_words(line, place, folder):
    """ "20" is a text: it might be a slip for something else, and the fault says what to take away."""
    [fault] = faults(
        HEAD.replace("days = 90\n", "") * (line[:4] == "days") + HEAD * (line[:4] != "days") + line + "\n", folder
    )

    assert fault["field"] == place
    assert fault["remedy"]["en"].endswith("Leave out the quotation marks.")
    assert fault["remedy"]["zh"].endswith("请去掉引号。")


def test_all_faults_are_told_at_once_in_the_order_of_the_file(folder):
    """One round of corrections is enough."""
    text = (
        HEAD
        + 'policy = "best"\nsead = 1\n[[people.leave]]\nwho = "G99"\n[rules]\n"levers.most_lode" = 1\n[weights]\nall = 2\n'
    )

    assert places(text, folder) == [
        (4, "policy"), (5, "sead"), (6, "people.leave[1].last"), (7, "people.leave[1].who"),
        (9, "rules.levers.most_lode"), (11, "weights.all"),
    ]  # fmt: skip


@pytest.mark.parametrize("line, meant", [
    ("polcy = 'recommend'", "policy"), ("half_width = {closing_rat = 0.1}", "closing_rate"),
    ("[rules]\n'levers.most_lode' = 1", "levers.most_load"), ("[arrivals.mix]\nwages = 1", "wage"),
    ("[[people.leave]]\nwho = 'G133'\nlast = 2022-10-10", "G13"), ("[people]\nleaves = []", "leave"),
])  # fmt: skip
def test_the_nearest_known_name_is_offered(line, meant, folder):
    """A misspelt name is answered with the one that was meant, in both languages."""
    (fault,) = faults(f"{HEAD}{line}\n", folder)

    assert re.search(rf"Is this meant: {re.escape(meant)}\b", fault["remedy"]["en"])
    assert meant in fault["remedy"]["zh"]


def test_a_file_that_is_no_toml_is_refused_at_its_line(folder):
    """Where the text breaks off is said too."""
    (fault,) = faults(HEAD + "days = \n", folder)

    assert (fault["row"], fault["code"]) == (4, "not-toml")


def test_a_file_that_is_not_there_is_refused(tmp_path, folder):
    """The name that was asked for is told."""
    with pytest.raises(BadInput) as caught:
        read_scenario(tmp_path / "none.toml", folder.office, folder.rulebook)

    assert [fault["file"] for fault in caught.value.faults] == ["none.toml"]


def test_a_missing_day_brings_no_faults_of_days_with_it(folder):
    """Only what the planner must correct is told."""
    text = 'name = "x"\ndays = 10\n[[people.leave]]\nwho = "G13"\nlast = 2022-10-31\n'

    assert places(text, folder) == [(None, "first")]


def test_a_rulebook_that_is_not_there_is_told_at_the_line_that_names_it(tmp_path, folder):
    """The planner corrects the scenario, or puts the file beside it."""
    (tmp_path / "try.toml").write_text(HEAD + 'rulebook = "new.toml"\n', encoding="utf-8")

    with pytest.raises(BadInput) as caught:
        read_scenario(tmp_path / "try.toml", folder.office, folder.rulebook)

    assert [(fault["file"], fault["row"], fault["field"]) for fault in found_in(caught.value)] == [
        ("try.toml", 4, "rulebook")
    ]


def test_a_table_that_cannot_be_used_is_told_once_and_as_the_file_has_it(folder):
    """Not as the program keeps it, and what stands in it is not called misspelt besides."""
    [fault] = faults(HEAD + '[people.leave]\nwho = "G13"\nlast = 2022-10-31\n', folder)

    assert fault["text"]["en"] == '"{"last":"2022-10-31","who":"G13"}" cannot be used.'
    assert "[[…]]" in fault["remedy"]["zh"]


def test_tables_too_deep_in_one_another_are_told_in_words(folder):
    """A file of brackets names no limit of the program."""
    [fault] = faults(HEAD + "seed = " + "[" * 5000 + "]" * 5000 + "\n", folder)

    assert fault["text"]["en"] == "It is not valid TOML: tables or lists stand too deep in one another."
