"""Why not somebody: at once what takes no whole plan; what would change it is asked for, followed, called off, and read."""

import pytest


@pytest.fixture
def batch(busy, clerk, supervisor, filing, engine_for_runs):
    """A plan of five waiting cases: its run, and one of its cases with its lead."""
    for _ in range(5):
        clerk.post("/filings", filing())
    run = supervisor.post("/runs", {"kind": "allocate", "seconds": 1}).json["id"]
    engine_for_runs.work(run)
    row = supervisor.get(f"/runs/{run}").json["plan"]["rows"][0]
    case = next(one for one in supervisor.get("/cases?limit=200").json["items"] if one["case_no"] == row["case_no"])
    return run, case["id"], row["officer"]


def ask(at_board, batch, person):
    """Open the page, press its button, and give where it leads."""
    run, case, _ = batch
    seen = at_board.get(f"/board/cases/{case}/why-not?run={run}&person={person}")
    [form] = [one for one in seen.tree.one("main").all("form") if one["action"].endswith("/why-not")]
    return at_board.post(form["action"], form.fields())


def test_what_takes_no_whole_plan_is_answered_in_sentences(at_board, busy):
    """One who may not have a case given out by itself, with what would change it; there is nothing more to ask for."""
    seen = at_board.get(f"/board/cases/{busy[0]['id']}/why-not?person=G12")

    assert seen.status == 200
    assert "丙二泉" in seen.tree.one("div", class_="box").text
    assert not seen.tree.one("main").all("form", method="post")


def test_what_would_change_it_is_found_by_a_run_that_is_followed(at_board, batch, engine_for_runs, language):
    """The button leads to a page with a bar, which reads without a script too; once there is one it shows the answer."""
    asked = ask(at_board, batch, "G01")
    path = asked.answer.location
    waits = at_board.get(path)
    engine_for_runs.work(path.rpartition("/")[2])
    told = at_board.get(path)

    assert asked.status == 303
    assert waits.tree.one("progress")["max"] == "1000"
    assert waits.tree.one("noscript")
    assert not told.tree.all("progress")
    sentences = told.tree.one("div", class_="box").text
    assert ("甲一凡" in sentences, "whole plans allocated anew" in sentences) == (True, False)


def test_pressed_twice_it_is_one_question(at_board, batch):
    """A double click starts one run."""
    run, case, _ = batch
    seen = at_board.get(f"/board/cases/{case}/why-not?run={run}&person=G01")
    [form] = [one for one in seen.tree.one("main").all("form") if one["action"].endswith("/why-not")]

    assert len({at_board.post(form["action"], form.fields()).answer.location for _ in range(2)}) == 1


def test_called_off_it_says_so_and_is_asked_anew(at_board, batch):
    """The page of a question that was stopped leads back to asking."""
    path = ask(at_board, batch, "G01").answer.location
    [form] = [one for one in at_board.get(path).tree.one("main").all("form") if one["action"].endswith("/stop")]
    stopped = at_board.post(form["action"], form.fields())
    seen = at_board.get(stopped.answer.location)

    assert stopped.answer.location == path
    assert seen.tree.one("div", role="alert")
    assert any("/why-not?" in (link["href"] or "") for link in seen.tree.all("a"))


def test_nobody_stops_the_question_of_somebody_else_who_may_not_start_runs(at_board, batch, visitor):
    """An auditor reads on, and changes nothing."""
    path = ask(at_board, batch, "G01").answer.location
    auditor = visitor("auditor", "en")
    seen = auditor.get(path)

    assert not [one for one in seen.tree.all("form") if one["action"].endswith("/stop")]
    assert auditor.post(f"{path}/stop", {"key": "k"}).status == 403
    assert at_board.get(path).tree.one("progress")


def test_no_other_run_is_read_as_a_question(at_board, batch):
    """The plan's own run is none of them."""
    assert at_board.get(f"/board/why-not/{batch[0]}").status == 404
