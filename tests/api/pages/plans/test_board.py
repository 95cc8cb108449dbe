"""The board of teams and one case moved: both loads first, a reason always, and never twice."""

import pytest

from allocator.services.loads import team_board

TEAMS = {"zh": "团队负荷", "en": "Teams"}


def confirming(seen, **typed):
    """What the form on the page of one case sends, with the reason chosen."""
    return {**seen.tree.one("form", class_="fields").fields(), "reason": "rebalance", **typed}


def test_the_board_shows_everybody_in_the_offices_own_order_with_hours(at_board, busy, language):
    """Teams as lanes, people in the order of the office's file, hours held against available; nobody is ranked."""
    seen = at_board.get("/board")
    cards = [node["data-officer"] for node in seen.tree.all("li", class_="card")]

    assert seen.status == 200
    assert seen.tree.one("h1").text == TEAMS[language]
    assert {"G08", "G15", "G27"} <= set(cards)
    assert [code for code in cards if code in {"G07", "G08", "G09", "G10"}] == ["G07", "G08", "G09", "G10"]
    [card] = [node for node in seen.tree.all("li", class_="card") if node["data-officer"] == "G08"]
    assert ("5 件" if language == "zh" else "5 open") in card.text


def test_a_card_names_mentor_and_apprentice(at_board):
    """Both sides of a pair are on their cards."""
    cards = {node["data-officer"]: node.text for node in at_board.get("/board").tree.all("li", class_="card")}

    assert any("徒" in text or "Apprentice" in text for text in cards.values())
    assert any("师" in text or "Mentor" in text for text in cards.values())


def test_the_cases_of_a_person_lead_to_the_page_on_which_one_moves(at_board, busy):
    """Each of the five cases with its own link, which is also what dragging leads to."""
    seen = at_board.get("/board?person=G08")
    moves = [node["data-move"] for node in seen.tree.all("li", draggable="true")]

    assert moves == [f"/board/cases/{one['id']}" for one in busy]
    assert all(at_board.get(address).status == 200 for address in moves[:1])


def test_both_loads_are_seen_before_a_move_is_confirmed_and_then_it_has_moved(at_board, busy, supervisor):
    """Choose, see, give a reason, confirm: the case has its new handler and the board says so."""
    path = f"/board/cases/{busy[0]['id']}"
    seen = at_board.get(f"{path}?to=G09")
    rows = seen.tree.one("section", class_="impact").all("tr")
    done = at_board.post(path, confirming(seen))

    assert len(rows) == 3
    assert (done.status, done.answer.location) == (303, "/board?person=G09")
    assert supervisor.get(f"/cases/{busy[0]['id']}").json["holding"]["officer"] == "G09"
    assert busy[0]["case_no"] in at_board.get(done.answer.location).tree.one("p", class_="good").text


def test_a_case_dropped_on_somebody_who_may_not_have_it_is_refused_in_words(at_board, busy, language):
    """The rule and the person on top; somebody who holds it already, or whom nobody knows, likewise."""
    path, refused = f"/board/cases/{busy[0]['id']}", {"zh": "未改派：", "en": "Not moved: "}[language]
    told = [at_board.get(f"{path}?to={code}").tree.one("div", class_="bad").text for code in ("G27", "G08", "ZZZ")]

    assert all(one.startswith(refused) for one in told)
    assert len(set(told)) == 3
    assert "ZZZ" in told[2]
    assert not at_board.get(f"{path}?to=G09").tree.all("div", class_="bad")


def test_a_double_click_moves_once(at_board, busy, supervisor):
    """The second of two same requests gets the answer of the first, and the log has one move."""
    path = f"/board/cases/{busy[0]['id']}"
    form = confirming(at_board.get(f"{path}?to=G09"))
    answers = [at_board.post(path, form).answer for _ in range(2)]

    assert {(answer.status_code, answer.location) for answer in answers} == {(303, answers[0].location)}
    history = supervisor.get(f"/cases/{busy[0]['id']}/history").json["items"]
    assert [entry["body"]["officer"] for entry in history if entry["kind"] == "assignment"] == ["G08", "G09"]


def test_a_stale_tab_is_told_and_nothing_moves(at_board, busy, supervisor):
    """Somebody moved the case meanwhile: 412, the page shows the handler of now, the note typed is still there."""
    path = f"/board/cases/{busy[0]['id']}"
    form = confirming(at_board.get(f"{path}?to=G09"), note="两案并办")
    supervisor.put(f"/cases/{busy[0]['id']}/assignment", {"officer": "G07", "reason": "rebalance"}, version="*")
    told = at_board.post(path, form)

    assert told.status == 412
    assert told.tree.one("div", role="alert").text
    assert "乙一丰" in told.text
    assert told.tree.one("input", name="note")["value"] == "两案并办"
    assert supervisor.get(f"/cases/{busy[0]['id']}").json["holding"]["officer"] == "G07"


def test_a_move_without_a_reason_is_refused(at_board, busy, supervisor):
    """The form is shown again with what is missing."""
    path = f"/board/cases/{busy[0]['id']}"
    told = at_board.post(path, confirming(at_board.get(f"{path}?to=G09"), reason=""))

    assert told.status == 422
    assert supervisor.get(f"/cases/{busy[0]['id']}").json["holding"]["officer"] == "G08"


def test_an_auditor_looks_and_moves_nothing(visitor, busy):
    """The board without buttons that change anything."""
    seen = visitor("auditor").get("/board?person=G08")

    assert seen.status == 200
    assert seen.tree.one("main").all("form", method="post") == []
    assert visitor("auditor").get(f"/board/cases/{busy[0]['id']}").status == 403


def test_a_clerk_has_no_board(visitor):
    """Whose load it is not to balance does not see everybody's."""
    assert visitor("clerk").get("/board").status == 403


@pytest.fixture
def large(monkeypatch):
    """The office is too large to be looked at on one page."""
    monkeypatch.setattr(team_board, "MOST_CARDS", 5)


def lanes_shown(seen):
    """How many cards each lane of the board shows, by its heading."""
    return {lane.one("h2").text: len(lane.all("li", class_="card")) for lane in seen.tree.all("section", class_="lane")}


def test_a_large_office_shows_one_team_and_tells_of_the_others(at_board, large, language):
    """Every team with its load and how many people; the first with its cards; another is one press away and stands beside it."""
    seen = at_board.get("/board")
    lanes = seen.tree.all("section", class_="lane")
    [first, *others] = lanes_shown(seen).values()
    more = at_board.get(lanes[2].one("p", class_="no-print").one("a")["href"])

    assert first > 0
    assert not any(others)
    assert all(("人" if language == "zh" else "people") in lane.text for lane in lanes)
    assert [bool(count) for count in lanes_shown(more).values()][:4] == [True, False, True, False]
    folded = at_board.get(more.tree.all("section", class_="lane")[0].one("p", class_="no-print").one("a")["href"])
    assert [bool(count) for count in lanes_shown(folded).values()][:4] == [False, False, True, False]


def test_who_is_looked_at_stands_among_their_team_however_large_the_office(at_board, large, busy):
    """The cases beside, the card among the others of the team, and a team that was opened for it to go to stays open."""
    seen = at_board.get("/board?person=G08")
    [card] = seen.tree.all("li", class_="here")
    others = [lane for lane in seen.tree.all("section", class_="lane") if not lane.all("li", class_="card")]
    both = at_board.get(others[0].one("p", class_="no-print").one("a")["href"])

    assert card["data-officer"] == "G08"
    assert len(seen.tree.all("li", draggable="true")) == len(busy)
    assert [node["data-officer"] for node in both.tree.all("li", class_="here")] == ["G08"]
    assert sum(map(bool, lanes_shown(both).values())) == 2
    assert len(both.tree.all("li", draggable="true")) == len(busy)


def test_a_team_there_is_not_opens_the_first(at_board, large):
    """The address was typed in by hand."""
    assert lanes_shown(at_board.get("/board?team=nowhere")) == lanes_shown(at_board.get("/board"))
