"""The script that verifies a day's draws: holds for what the office did, and finds whatever was changed after."""

import ast
import copy
import importlib.util
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from allocator.decisions.recommendation.draw import commitment, draw
from allocator.domain.canonical import canonical, digest, plain
from allocator.persistence.log_chain import FIRST_HASH, seal
from tests.stories import MONDAY

SCRIPT = Path(__file__).parents[2] / "docs" / "verify_draws.py"
SECRET = random.Random(1).randbytes(32)
CANDIDATES = [["G08", 640, 680, 680], ["G09", 655, 700, 700], ["G12", None, 690, 610]]


def a_log(*told):
    """Entries as the log writes them, each sealed with the one before; None is an entry about something else."""
    entries: list[dict[str, Any]] = []
    last = FIRST_HASH
    for seq, entry in enumerate(told, start=41):
        kind, case_id, body = entry or ("office", None, {"changes": []})
        row = {"seq": seq, "at": f"2022-09-05T01:{seq}:00.000000Z", "actor": "书记员", "kind": kind, "case_id": case_id}
        row = {**row, "body": canonical(body), "prev_hash": last}
        last = seal(row, seq)
        entries.append({**row, "body": body, "hash": last})
    return entries


def a_draw(case_id, round_=1, candidates=CANDIDATES, *, beside=True):
    """A case given to somebody by the draw; the candidates stand beside the draw or in it."""
    case_no, pool = f"（2022）内0222执{case_id}号", tuple(row[0] for row in candidates)
    drawn = draw(SECRET, case_no, round_, pool, digest(candidates))
    body = {"case_no": case_no, "how": "draw", "officer": drawn.chosen, "draw": plain(drawn)}
    (body if beside else body["draw"])["draw_candidates" if beside else "candidates"] = candidates
    return "assignment", case_id, body


def a_filing(case_id):
    """A case that came in."""
    return "filing", case_id, {"case_no": f"（2022）内0222执{case_id}号", "input": {"claim": 3_000_000}}


OPENED = ("draw_day", None, {"day": MONDAY.isoformat(), "commitment": commitment(MONDAY, SECRET)})
REVEALED = ("draw_reveal", None, {"day": MONDAY.isoformat(), "secret": SECRET.hex()})
BY_HAND = ("assignment", 3, {"case_no": "（2022）内0222执3号", "how": "designated", "officer": "G08", "draw": None})


def a_transcript(*told):
    """A day's transcript, with its secret revealed, and the entry that followed the day."""
    *entries, closing = a_log(*told, REVEALED)
    return {
        "format": "fenliu-draws-1",
        "day": MONDAY.isoformat(),
        "commitment": commitment(MONDAY, SECRET),
        "secret": SECRET.hex(),
        "entries": entries,
        "closing": closing,
    }


def an_ordinary_day():
    """Three filings; one case drawn twice, one by hand, something else written in between."""
    told = (
        OPENED,
        a_filing(1),
        a_filing(2),
        None,
        a_draw(1),
        a_draw(2, beside=False),
        a_filing(3),
        BY_HAND,
        a_draw(1, 2),
    )
    return a_transcript(*told)


@pytest.fixture(scope="module")
def script():
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("verify_draws", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def verify(script, tmp_path, capsys):
    """Verify a transcript: exit code and lines."""

    def run(transcript):
        path = tmp_path / "draws.json"
        path.write_text(json.dumps(transcript, ensure_ascii=False), encoding="utf-8")
        return script.main(str(path)), capsys.readouterr().out.splitlines()

    return run


def resealed(transcript, change):
    """Let somebody rewrite the log: change the bodies and seal everything anew, so that only the draws can tell."""
    entries = copy.deepcopy(transcript["entries"])
    change(entries)
    told, before = [], 40
    for entry in entries:
        told += [None] * (entry["seq"] - before - 1) + [(entry["kind"], entry["case_id"], entry["body"])]
        before = entry["seq"]
    *entries, closing = a_log(*told, REVEALED)
    return {**transcript, "entries": entries, "closing": closing}


def test_an_ordinary_day_holds(verify):
    """One line says how much was verified."""
    assert verify(an_ordinary_day()) == (0, ["2022-09-05: 3 draws and 9 log entries hold."])


def test_a_day_without_draws_holds(verify):
    """Filings alone are fine."""
    assert verify(a_transcript(OPENED, a_filing(1)))[0] == 0


def test_the_script_needs_nothing_but_python(tmp_path):
    """Alone in a folder, with the project out of reach, it exits with 0 for a good day and 1 for a bad one."""
    alone = tmp_path / "verify_draws.py"
    alone.write_text(SCRIPT.read_text(encoding="utf-8"), encoding="utf-8")
    other_secret = {**an_ordinary_day(), "secret": "00" * 32}
    for name, transcript in (("good", an_ordinary_day()), ("bad", other_secret)):
        (tmp_path / f"{name}.json").write_text(json.dumps(transcript), encoding="utf-8")

    good, bad, usage = (
        subprocess.run(
            [sys.executable, "-I", "-S", str(alone), *files], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        for files in (["good.json"], ["bad.json"], [])
    )

    assert (good.returncode, good.stdout) == (0, "2022-09-05: 3 draws and 9 log entries hold.\n")
    assert (bad.returncode, bad.stderr) == (1, "")
    assert "the commitment is not that of the day and the secret" in bad.stdout
    assert usage.returncode == 1
    assert "Usage" in usage.stderr


def test_the_script_is_short_and_imports_the_standard_library_only():
    """Anybody can read it in five minutes: under a hundred lines."""
    text = SCRIPT.read_text(encoding="utf-8")
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(text))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [str(node.module)]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert text.count("\n") < 100
    assert imported <= sys.stdlib_module_names


def draw_of(entries, place):
    """The draw written in an entry, counted from the end."""
    return entries[place]["body"]["draw"]


def another_winner(entries):
    """Write down that somebody else came out."""
    drawn = draw_of(entries, -1)
    drawn["index"] = (drawn["index"] + 1) % len(drawn["pool"])
    drawn["chosen"] = entries[-1]["body"]["officer"] = drawn["pool"][drawn["index"]]


REWRITTEN = {
    "another winner": (another_winner, "the keyed hash gives another person"),
    "another hash": (lambda e: draw_of(e, -1).update(mac="0" * 64), "the keyed hash is not that of"),
    "another try": (lambda e: draw_of(e, -1).update(tries=1), "the keyed hash is not that of"),
    "a lower load": (lambda e: e[-1]["body"]["draw_candidates"][0].__setitem__(1, 1), "the pool digest is not that"),
    "a candidate less": (lambda e: e[-1]["body"]["draw_candidates"].pop(), "the pool is not the candidates"),
    "a pool in another order": (lambda e: draw_of(e, -1)["pool"].reverse(), "the pool is not the candidates"),
    "given to another": (lambda e: e[-1]["body"].update(officer="G99"), "the case went elsewhere than drawn"),
    "another case": (
        lambda e: e[-1]["body"].update(case_no="（2022）内0222执9号"),
        "the case went elsewhere than drawn",
    ),
    "a round left out": (lambda e: draw_of(e, -1).update(round=3), "round 3 comes after 1"),
    "a round twice": (lambda e: draw_of(e, -1).update(round=1), "round 1 comes after 1"),
    "a commitment of another day": (lambda e: e[0]["body"].update(day="2022-09-06"), "exactly once"),
    "another commitment": (lambda e: e[0]["body"].update(commitment="0" * 64), "exactly once"),
    "no commitment": (lambda e: e.pop(0), "exactly once"),
}


@pytest.mark.parametrize("change, fault", REWRITTEN.values(), ids=REWRITTEN)
def test_a_rewritten_day_is_found_even_when_the_log_is_sealed_anew(verify, change, fault):
    """Whoever can write the whole log still cannot make another draw of the committed secret."""
    code, lines = verify(resealed(an_ordinary_day(), change))

    assert code == 1
    assert any(fault in line for line in lines), lines
    assert not any("hash is not that of its content" in line for line in lines)


def test_a_first_draw_left_out_is_found(verify):
    """A case that came in today cannot begin with its second round."""
    code, lines = verify(a_transcript(OPENED, a_filing(1), a_draw(1, 2)))

    assert (code, lines) == (1, ["case （2022）内0222执1号: round 2 comes after none"])


def test_a_case_drawn_before_goes_on_counting(verify):
    """Of a case filed on an earlier day the rounds go on from where they stood."""
    assert verify(a_transcript(OPENED, a_filing(2), a_draw(1, 2), a_draw(1, 3)))[0] == 0
    assert verify(a_transcript(OPENED, a_filing(2), a_draw(1, 2), a_draw(1, 4)))[0] == 1


@pytest.mark.parametrize("early", [a_filing(1), a_draw(1)], ids=["a filing", "a draw"])
def test_a_commitment_made_after_the_day_began_is_found(verify, early):
    """Who knows what came in may not choose the secret any more."""
    code, lines = verify(a_transcript(early, OPENED, a_filing(2)))

    assert (code, lines) == (1, ["entry 42: the commitment came after entry 41"])


ENTRY_CHANGES = {
    "at": "2022-09-05T09:00:00.000000Z",
    "actor": "somebody else",
    "kind": "designation",
    "case_id": 7,
    "body": {"how": "designated"},
    "prev_hash": "0" * 64,
    "hash": "0" * 64,
    "seq": 900,
}


@pytest.mark.parametrize("name", ENTRY_CHANGES)
def test_an_entry_altered_in_any_field_is_found(verify, name):
    """The hash of an entry covers everything it says."""
    transcript = an_ordinary_day()
    transcript["entries"][-1][name] = ENTRY_CHANGES[name]

    code, lines = verify(transcript)

    assert code == 1
    assert any("its hash is not that of its content" in line for line in lines)


def test_an_entry_of_another_log_is_found(verify):
    """Each entry in itself is whole, but one does not follow the one before it."""
    transcript, other = an_ordinary_day(), a_transcript(a_filing(9), a_filing(9))
    transcript["entries"][1] = other["entries"][1]

    assert verify(transcript) == (1, ["entry 42: does not follow entry 41", "entry 43: does not follow entry 42"])


def test_entries_out_of_order_are_found(verify):
    """The order of the log is the order of the day."""
    transcript = an_ordinary_day()
    transcript["entries"][4:6] = transcript["entries"][4:6][::-1]

    code, lines = verify(transcript)

    assert code == 1
    assert "entry 45: does not follow entry 46" in lines


@pytest.mark.parametrize(
    "transcript",
    [{}, [], "draws", {"entries": []}, {**an_ordinary_day(), "secret": "xyz"}, {**an_ordinary_day(), "entries": [{}]}],
    ids=["empty", "list", "text", "no secret", "secret not hex", "empty entry"],
)
def test_what_is_no_transcript_is_told_in_one_line(verify, transcript):
    """No trace of the program, only what is wrong."""
    code, lines = verify(transcript)

    assert code == 1
    assert len(lines) == 1
    assert "is not a transcript" in lines[0]


def test_another_format_is_told(verify):
    """A later format may mean something else."""
    assert verify({**an_ordinary_day(), "format": "fenliu-draws-2"}) == (1, ["the format is not fenliu-draws-1"])


def test_a_file_that_is_not_there_is_told(script, capsys):
    """With its name."""
    assert script.main("nowhere.json") == 1
    assert "nowhere.json" in capsys.readouterr().out


def test_an_entry_left_out_is_a_gap(verify):
    """Whoever takes a draw out of the transcript leaves a gap in the numbers."""
    whole = an_ordinary_day()
    drawn = next(place for place, entry in enumerate(whole["entries"]) if entry["kind"] == "assignment")
    short = {**whole, "entries": [entry for place, entry in enumerate(whole["entries"]) if place != drawn]}

    code, told = verify(short)

    assert code == 1
    assert any("does not follow" in line for line in told)


@pytest.mark.parametrize("kept", [1, 4, 8])
def test_a_day_cut_short_is_found(verify, kept):
    """The entry that closes the day does not follow what is left of it."""
    whole = an_ordinary_day()

    code, lines = verify({**whole, "entries": whole["entries"][:kept]})

    assert code == 1
    assert any("does not follow" in line for line in lines)


def test_a_day_without_its_closing_entry_is_no_transcript(verify):
    """What could have been cut off cannot be told then."""
    whole = an_ordinary_day()
    del whole["closing"]

    assert verify(whole)[0] == 1
