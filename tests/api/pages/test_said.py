"""What a page says was done: told once to who did it, and never because of an address."""

import pytest

from allocator.persistence.accounts import User
from tests.api.conftest import a_filing
from tests.api.pages.cases.test_filing_form import TYPED
from tests.api.pages.cases.test_inbox import accept, form


@pytest.fixture
def given(at_desk, clerk):
    """A case just given out, and where its form leads."""
    clerk.post("/filings", a_filing(traits={}))
    return accept(at_desk, at_desk.get("/inbox")).answer.location


@pytest.mark.parametrize("path", [
    "/inbox?drawn=999", "/inbox?done=1", "/board?moved=1", "/field-week?published=99", "/field-week?placed=W1",
    "/field-week?withdrawn=T1", "/field-week?changed=yes", "/field-week?dropped=W1", "/releases?done=2022-9",
])  # fmt: skip
def test_an_address_shows_no_success(visitor, language, given, path):
    """A link somebody wrote, or one kept from another day, tells of nothing that did not happen."""
    seen = visitor("admin", language).get(path)

    assert seen.status == 200
    assert seen.tree.all(class_="good") == []


def test_what_was_done_is_said_once(at_desk, given):
    """On the page the form leads to; loaded again, that page is as any other."""
    assert [len(at_desk.get(given).tree.all("div", class_="good")) for _ in range(2)] == [1, 0]


def test_another_page_neither_says_it_nor_forgets_it(at_desk, given):
    """What was done in the inbox is told there, also when another page was opened first."""
    assert at_desk.get("/clocks").tree.all(class_="good") == []
    assert at_desk.get("/inbox/given").tree.all(class_="good") == []

    assert at_desk.get(given).tree.all(class_="good")


def test_nobody_is_told_what_somebody_else_did(at_desk, visitor, given):
    """The key of a form says nothing to who did not send it."""
    theirs = visitor("supervisor")
    key = at_desk.browser.get_cookie("fenliu_said").value
    theirs.browser.set_cookie("fenliu_said", key)

    assert theirs.get("/inbox").tree.all(class_="good") == []


def test_people_are_shown_by_their_names(at_desk, context, given, language, visitor):
    """Whoever signs in as "a clerk" is shown as 李某, where the log has the name they sign in with."""
    with context.database.writing() as uow:
        uow.users.add(User("a clerk", "李某", "clerk", None, False, context.now()))
        uow.commit()
    [case] = [one["action"].split("/")[2] for one in [form(at_desk.get("/inbox"), "/undo")]]
    who = visitor("supervisor", language)

    for path in ("/inbox/given", f"/cases/{case}"):
        assert "李某" in who.get(path).tree.one("main").text
        assert "a clerk" not in who.get(path).tree.one("main").text


@pytest.fixture
def held(clerk):
    """A case that somebody holds."""
    filed = clerk.post("/filings", a_filing(traits={})).json
    return clerk.put(f"/cases/{filed['id']}/assignment", {}, version=filed["version"]).json


def sent(desk, path, action, **typed):
    """Send the form of a page that ends in `action`; gives what the page it leads to says was done, on the first look and the next."""
    found = form(desk.get(path), action)
    answer = desk.post(found["action"], {**found.fields(), **typed})
    assert answer.status == 303
    told = [[one.text for one in desk.get(answer.answer.location).tree.all("p", class_="good")] for _ in range(2)]
    assert told[1] == []
    return " ".join(told[0])


def test_whatever_is_done_to_a_case_is_said_on_its_page(visitor, language, clerk, held):
    """An event, one known before, a handler asked for and that taken back, a restriction and its end: each is told in words, once."""
    desk, path = visitor("admin", language), f"/cases/{held['id']}"
    told = [
        sent(desk, path, "/events", kind="query_sent", on="2022-09-05"),
        sent(desk, path, "/events", kind="query_sent", on="2022-09-05"),
        sent(desk, path, "/handler", officer="", reason="rebalance", approval="1"),
        sent(desk, path, "/handler/approval", withdraw="1"),
        sent(desk, path, "/restriction", because="涉密"),
        sent(desk, path, "/restriction", because="已公开"),
    ]

    assert all(told)
    assert len(set(told)) == len(told)
    assert "2022-09-05" in told[0]
    assert held["case_no"] in told[2]


def test_a_typed_filing_is_told_to_who_typed_it_and_by_no_address(visitor, language, clerk, held):
    """The page after a filing names it and leads on; an address that names a case shows nothing of it."""
    desk = visitor("clerk", language)
    found = form(desk.get("/intake/new"), "/intake/new")
    typed = {**found.fields(), **TYPED}
    there = desk.post(found["action"], typed).answer.location
    told = desk.get(there)

    assert "6001" in told.tree.one("div", class_="good").text
    assert desk.get(there).tree.all("div", class_="good") == []
    assert desk.get(f"/intake/new?filed={held['id']}").tree.all("div", class_="good") == []


def test_what_an_administrator_does_to_a_user_is_said(visitor, language, context):
    """A grant, its end, another name, sessions ended."""
    with context.database.writing() as uow:
        uow.users.add(User("zhang", "张某", "clerk", None, False, context.now()))
        uow.commit()
    desk = visitor("admin", language)
    told = [
        sent(desk, "/users/zhang", "/grants", what="supervisor", until="2022-12-31", because="代班"),
        sent(desk, "/users/zhang", "/grants/1/end"),
        sent(desk, "/users/zhang", "/users/zhang", display="张三"),
        sent(desk, "/users/zhang", "/sessions/end"),
    ]

    assert all(told)
    assert "2022-12-31" in told[0]
