"""The address of somebody's calendar on the page: made and shown once, taken away, never kept."""

import re

import pytest
import sqlalchemy as sa

from allocator.services.log_check import verify_log

PATH = "/field-week/calendars"


def form_to(seen, path):
    """The form of the page that leads to an address."""
    return next(node for node in seen.tree.all("form") if node["action"] == path)


def address_on(seen):
    """The address the page shows."""
    [found] = re.findall(r"/api/v1/calendars/\S+\.ics", seen.tree.one("code").text)
    return found


@pytest.fixture
def made(at_board):
    """The page that shows a fresh address, and the address."""
    seen = at_board.post(f"{PATH}/G08", form_to(at_board.get(PATH), f"{PATH}/G08").fields())
    return seen, address_on(seen)


def test_an_address_is_shown_once_and_works(at_board, made, caller, context):
    """Nowhere afterwards: not on the page, not in what browsers keep, not in what forms answer."""
    seen, address = made

    assert seen.answer.headers["Cache-Control"] == "no-store"
    assert caller(None).get(address.removeprefix("/api/v1")).status_code == 200
    assert not at_board.get(PATH).tree.all("code")
    with context.database.reading() as uow:
        kept = str(list(uow.log.entries())) + str(
            uow.session.execute(sa.text("SELECT body FROM idempotent_request")).all()
        )
    assert address.split("/")[-1].removesuffix(".ics") not in kept


def test_made_again_the_old_address_is_good_no_more(at_board, made, caller):
    """Another form of the page makes another address, and that one holds."""
    again = at_board.post(f"{PATH}/G08", form_to(at_board.get(PATH), f"{PATH}/G08").fields())
    address = address_on(again).removeprefix("/api/v1")

    assert caller(None).get(made[1].removeprefix("/api/v1")).status_code == 404
    assert caller(None).get(address).status_code == 200


def test_the_page_loaded_anew_makes_no_other_address(at_board, caller, language):
    """Sent again, the form leads to the list, which says that the address was shown; the one handed over goes on being good."""
    fields = form_to(at_board.get(PATH), f"{PATH}/G08").fields()
    first, again = (at_board.post(f"{PATH}/G08", fields) for _ in range(2))

    assert (first.status, again.status, again.answer.location) == (200, 303, PATH)
    assert {"zh": "显示过一次", "en": "shown once"}[language] in at_board.get(PATH).tree.one("p", class_="good").text
    assert caller(None).get(address_on(first).removeprefix("/api/v1")).status_code == 200


def test_an_address_is_taken_away_once(at_board, made, caller, context):
    """Pressed twice it is gone once; the log tells of it, without the address."""
    form = form_to(at_board.get(PATH), f"{PATH}/G08/revocation")
    answers = [at_board.post(form["action"], form.fields()).status for _ in range(2)]

    assert answers == [303, 303]
    assert caller(None).get(made[1].removeprefix("/api/v1")).status_code == 404
    with context.database.reading() as uow:
        told = [entry.body.get("revoked", False) for entry in uow.log.entries(kind="calendar_address")]
    assert told == [False, True]
    assert not verify_log(context).breaks
    assert not [node for node in at_board.get(PATH).tree.all("form") if "revocation" in node["action"]]


def test_only_a_supervisor_hands_them_out(visitor):
    """A clerk neither sees nor makes any; somebody unknown has none."""
    assert visitor("clerk").get(PATH).status == 403
    assert visitor("supervisor").post(f"{PATH}/G99", {}).status in (404, 422)
