"""Balancing in three clicks: a run, the frontier with its knee, moves ticked or refused, published once."""

import pytest

from allocator.decisions.explaining.search_words import IN_ASSIGNMENT, so_far
from api.pages.charts import curve


@pytest.fixture
def drafted(at_board, busy, engine_for_runs):
    """Press Balance, let the worker work, and look at the plan."""

    def draft(*, work=True):
        form = {**at_board.get("/board").tree.one("form", data_plan=None).fields(), "most": "2", "seconds": "2"}
        answer = at_board.post("/board/plans", form).answer
        assert answer.status_code == 303
        if work:
            engine_for_runs.work(answer.location.rpartition("/")[2])
        return answer.location

    return draft


def ticked(seen):
    """The cases that are ticked on the page of a plan."""
    boxes = seen.tree.all("input", type="checkbox", name="case")
    return [box["value"] for box in boxes if "checked" in box.attributes]


def publishing(seen, cases):
    """What the form of a plan sends with these cases ticked."""
    form = next(node for node in seen.tree.all("form") if (node["action"] or "").endswith("/publication"))
    return {**form.fields(), "case": cases, "shown": [box["value"] for box in form.all("input", name="shown")]}


def test_a_plan_is_followed_while_it_waits_and_can_be_stopped(at_board, drafted):
    """Progress, bound and gap; asked for again by itself; stopped, it says so."""
    path = drafted(work=False)
    seen = at_board.get(path)

    assert seen.tree.one("section", id="plan")["hx-trigger"] == "news, every 15s"
    assert seen.tree.one("progress")["value"] == "0"
    assert at_board.post(f"{path}/stop", seen.tree.one("section", id="plan").one("form").fields()).status == 303
    assert at_board.get(path).tree.all("section", id="plan") == []


def test_pressed_twice_it_is_one_plan(at_board, busy):
    """The second press leads to the same run."""
    form = {**at_board.get("/board").tree.one("form", data_plan=None).fields(), "most": "2", "seconds": "2"}

    assert len({at_board.post("/board/plans", form).answer.location for _ in range(2)}) == 1


def test_a_plan_shows_its_frontier_and_what_is_ticked_is_published_once(at_board, drafted, supervisor):
    """A curve beside its table, the knee chosen, its moves ticked; a double click publishes once."""
    path = drafted()
    seen = at_board.get(path)
    chosen = ticked(seen)
    answers = [at_board.post(f"{path}/publication", publishing(seen, chosen)).answer for _ in range(2)]

    assert len(seen.tree.all("circle")) == 3
    assert len(chosen) in (1, 2)
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, path)}
    left = supervisor.get("/cases", query_string={"handler": "G08"}).json["items"]
    assert not {one["case_no"] for one in left} & set(chosen)
    told = at_board.get(path)
    assert str(len(chosen)) in told.tree.one("p", class_="good").text
    assert chosen[0] in told.text


def test_another_point_ticks_its_own_moves(at_board, drafted):
    """With two moves asked for, two are ticked; with none, none."""
    path = drafted()

    assert len(ticked(at_board.get(f"{path}?point=2"))) == 2
    assert ticked(at_board.get(f"{path}?point=0")) == []


def test_publishing_nothing_is_refused(at_board, drafted):
    """Nothing ticked: the page says what to do."""
    path = drafted()
    told = at_board.post(f"{path}/publication", publishing(at_board.get(path), []))

    assert told.status == 422
    assert told.tree.one("div", role="alert").text


def test_a_stale_plan_is_refused_and_the_page_says_why(at_board, drafted, supervisor):
    """A case was moved meanwhile: 412 with the plan still to be seen."""
    path = drafted()
    seen = at_board.get(f"{path}?point=2")
    [one, *_] = supervisor.get("/cases", query_string={"handler": "G08"}).json["items"]
    supervisor.put(f"/cases/{one['id']}/assignment", {"officer": "G09", "reason": "rebalance"}, version="*")
    told = at_board.post(f"{path}/publication", publishing(seen, ticked(seen)))

    assert told.status == 412
    assert told.tree.one("div", role="alert").text


def test_moves_not_ticked_are_refused_in_the_plan_drafted_anew(at_board, drafted, supervisor):
    """The new run knows which case must not go to whom."""
    path = drafted()
    seen = at_board.get(f"{path}?point=2")
    [kept, refused] = ticked(seen)
    again = at_board.post(f"{path}/again", publishing(seen, [kept])).answer

    asked = supervisor.get(f"/runs/{again.location.rpartition('/')[2]}").json["params"]
    assert [item["case"] for item in asked["refuse"]] == [refused]
    assert again.location != path


def test_a_case_said_to_stay_stays_with_its_holder_in_the_plan_drafted_anew(
    at_board, drafted, supervisor, engine_for_runs
):
    """Refused is one move, staying is all of them: the new run keeps the case, and keeps it in the one after that."""
    path = drafted()
    seen = at_board.get(f"{path}?point=2")
    [taken, staying] = ticked(seen)
    again = at_board.post(f"{path}/again", {**publishing(seen, [taken]), "stay": [staying]}).answer
    run = again.location.rpartition("/")[2]
    asked = supervisor.get(f"/runs/{run}").json["params"]
    engine_for_runs.work(run)
    fresh = at_board.get(again.location)

    assert (asked["keep"], asked["refuse"]) == ([staying], [])
    assert staying not in ticked(fresh)


def test_what_is_ticked_stands_in_the_plan_drafted_anew_and_says_so(at_board, drafted, supervisor, engine_for_runs):
    """The same case goes to the same person, ticked and marked as settled; why is a supervisor's word, and it is published once."""
    path = drafted()
    seen = at_board.get(f"{path}?point=2")
    [settled, _refused] = ticked(seen)
    again = at_board.post(f"{path}/again", publishing(seen, [settled])).answer
    run = again.location.rpartition("/")[2]
    engine_for_runs.work(run)
    fresh = at_board.get(again.location)
    [before] = [row for row in seen.tree.one("form", action=f"{path}/publication").all("tr") if settled in row.text]
    [row] = [
        row for row in fresh.tree.one("form", action=f"{again.location}/publication").all("tr") if settled in row.text
    ]
    plan = supervisor.get(f"/runs/{run}").json["plan"]
    [taken] = plan["moves"]["taken"]
    why = supervisor.get(f"/cases/{plan_id(supervisor, settled)}/explanation", query_string={"run": run}).json

    assert taken["case_no"] == settled
    assert f"→ {row.one('b').text}" in before.text
    assert row.one("span", class_="tag").text in ("已选定", "settled")
    assert settled in ticked(fresh)
    assert why["facts"]["taken"] is True
    assert at_board.post(f"{again.location}/publication", publishing(fresh, [settled])).status == 303
    [moved] = list(supervisor.get("/cases", query_string={"handler": taken["officer"]}).json["items"])
    assert moved["case_no"] == settled


def plan_id(supervisor, case_no):
    """The number by which the API knows a case."""
    return next(one["id"] for one in supervisor.get("/cases").json["items"] if one["case_no"] == case_no)


def test_a_tick_that_is_unlawful_meanwhile_is_refused_where_it_was_ticked(at_board, drafted, supervisor):
    """The case was given to whom it should go by hand: nothing is drafted, the page says why, and every other tick is still there."""
    path = drafted()
    seen = at_board.get(f"{path}?point=2")
    [one, other] = ticked(seen)
    rows = supervisor.get(f"/runs/{path.rpartition('/')[2]}").json["plan"]["rows"]
    [to] = [row["officer"] for row in rows if row["case_no"] == one]
    supervisor.put(f"/cases/{plan_id(supervisor, one)}/assignment", {"officer": to, "reason": "rebalance"}, version="*")
    runs = len(supervisor.get("/runs").json["items"])
    told = at_board.post(f"{path}/again", publishing(seen, [one, other]))

    assert told.status == 409
    assert one in told.tree.one("div", role="alert").text
    assert other in ticked(told)
    assert len(supervisor.get("/runs").json["items"]) == runs


def test_a_run_of_another_kind_is_no_plan_of_moves(at_board, supervisor):
    """404, as for one that does not exist."""
    run = supervisor.post("/runs", {"kind": "allocate", "seconds": 1}).json

    assert at_board.get(f"/board/plans/{run['id']}").status == 404


def test_a_curve_falls_from_left_to_right_within_its_sheet():
    """The higher value lies higher, every mark within the sheet; one point is no curve."""
    drawn = curve([(0, 900), (1, 600), (2, 590)])

    assert drawn is not None
    assert [level for level, _ in drawn.levels] == [0, 450, 900]
    assert drawn.levels[0][1] == drawn.floor
    assert [mark.y for mark in drawn.marks] == sorted(mark.y for mark in drawn.marks)
    assert all(0 <= mark.x <= drawn.width and 0 <= mark.y <= drawn.floor for mark in drawn.marks)
    assert curve([(0, 900)]) is None


def test_a_move_says_why_the_case_does_not_stay(at_board, drafted):
    """From each move the plan itself is asked, why not its holder."""
    seen = at_board.get(f"{drafted()}?point=2")
    [why, *_] = [node["href"] for node in seen.tree.all("a") if "/why-not?" in (node["href"] or "")]
    told = at_board.get(why)

    assert told.status == 200
    assert "乙二石" in told.tree.one("div", class_="box").text


def test_whoever_leaves_is_handed_over_from_their_own_page_with_a_pack_for_each_move(
    at_board, visitor, busy, engine_for_runs, language
):
    """One button drafts who takes over all their cases; each move has its pack to print and sign, before and after it is published."""
    page = at_board.get("/people/G08")
    [form] = [one for one in page.tree.all("form") if one["action"] == "/board/plans/leaver"]
    path, again = (at_board.post(form["action"], form.fields()).answer.location for _ in range(2))
    assert path == again
    engine_for_runs.work(path.rpartition("/")[2])
    seen = at_board.get(path)

    taken = ticked(at_board.get(path)) or [box["value"] for box in seen.tree.all("input", type="checkbox", name="case")]
    assert sorted(taken) == sorted(one["case_no"] for one in busy)
    one = at_board.get(f"{path}/handover?case={taken[0]}")
    whole = at_board.get(f"{path}/handover")
    assert (len(one.tree.all("article")), len(whole.tree.all("article"))) == (1, 5)
    assert all(case_no in whole.text for case_no in taken)
    assert ("Taken by" in whole.text) is (language == "en")
    assert at_board.post(f"{path}/publication", publishing(seen, taken)).status == 303
    assert len(at_board.get(f"{path}/handover").tree.all("article")) == 5


def test_who_drafts_no_plans_is_offered_none(visitor, busy):
    """A clerk sees how many cases there are, and nothing to press; a made-up form is turned away."""
    clerk = visitor("clerk")

    assert not [one for one in clerk.get("/people/G08").tree.all("form") if one["action"] == "/board/plans/leaver"]
    assert clerk.post("/board/plans/leaver", {"key": "k", "person": "G08"}).status == 403


def test_packs_of_a_case_the_plan_does_not_move_are_refused(at_board, drafted):
    """404 for one there is not; a page of errors, not an empty sheet."""
    assert at_board.get(f"{drafted()}/handover?case=x").status == 404


def loads_on(seen):
    """The loads a plan shows, by person: as they are and with what is ticked, and the cases more or fewer."""
    rows = seen.tree.one("section", id="turns").one("tbody").all("tr")
    return {row.one("th").text: [cell.text.strip() for cell in row.all("td")] for row in rows}


def test_the_loads_follow_what_is_ticked(at_board, drafted, supervisor):
    """With one of two moves ticked fewer minutes move; with none everybody stays as they are; nothing is changed by looking."""
    path = drafted()
    seen = at_board.get(f"{path}?point=2")
    both = ticked(seen)
    one = at_board.post(f"{path}/loads", publishing(seen, both[:1]))
    none = at_board.post(f"{path}/loads", publishing(seen, []))

    assert ticked(one) == both[:1]
    assert [sum(int(row[2]) for row in loads_on(page).values() if int(row[2]) > 0) for page in (seen, one, none)] == [
        2,
        1,
        0,
    ]
    assert all(row[0] == row[1] for row in loads_on(none).values())
    assert {name: row[0] for name, row in loads_on(one).items()} == {
        name: row[0] for name, row in loads_on(seen).items()
    }
    assert len(supervisor.get("/cases", query_string={"handler": "G08"}).json["items"]) == 5


def test_the_loads_ticked_become_the_loads_there_are(at_board, drafted):
    """What a page promises for the moves ticked is what it shows as now once they are published."""
    path = drafted()
    seen = at_board.get(f"{path}?point=2")
    first = at_board.post(f"{path}/loads", publishing(seen, ticked(seen)[:1]))
    at_board.post(f"{path}/publication", publishing(seen, ticked(seen)[:1]))
    after = loads_on(at_board.get(f"{path}?point=2"))

    assert after
    assert {name: row[0] for name, row in after.items()} == {name: loads_on(first)[name][1] for name in after}


def test_a_search_that_runs_is_told_with_units_and_meaning(at_board, drafted, context):
    """No bare value, bound and gap: what is counted, and what is missing to the best there can be."""
    path = drafted(work=False)
    told = so_far("peak", 862, 859, IN_ASSIGNMENT)
    with context.database.writing() as uow:
        uow.runs.update(path.rpartition("/")[2], value=862, bound=859, message=told)
        uow.commit()
    seen = at_board.get(path).tree.one("section", id="plan").text

    assert "86.2" in seen
    assert "862" not in seen
