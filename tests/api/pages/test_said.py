"""What a page says was done: told once to who did it, and never because of an address."""

import pytest

from allocator.persistence.accounts import User
from tests.api.conftest import a_filing
from tests.api.pages.test_inbox import accept, form


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
