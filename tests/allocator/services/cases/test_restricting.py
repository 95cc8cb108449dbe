"""Who knows of a restricted case, and who of none that they are recused from."""

import pytest

from allocator.domain.errors import BadInput, Conflict, NotFound
from allocator.services.access.hiding import seen_by
from allocator.services.access.permissions import Access
from allocator.services.assignment.giving import assign
from allocator.services.cases.case_file import search
from allocator.services.cases.casework import read_case
from allocator.services.cases.restricting import disclose_case, list_restricted, restrict_case
from allocator.services.intake.filings import file_case
from allocator.services.loads.team_board import read_team_board
from allocator.services.log_check import verify_log
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import a_debtor, a_filing


def a_person(role="supervisor", officer=None, actor="wang", *, session=1, granted=()):
    """Somebody who is signed in, unless told otherwise."""
    return Access(actor, role, officer, frozenset(granted), session)


def knows(bureau: BureauAtWork, access: Access, number: int) -> bool:
    """Say whether somebody is answered when they ask for a case."""
    try:
        read_case(seen_by(bureau.context, access), number)
    except NotFound:
        return False
    return True


@pytest.fixture
def restricted(bureau: BureauAtWork):
    """A case that was given out and then restricted by the supervisor Li."""
    case = file_case(bureau.context, a_filing(1))
    case = assign(bureau.context, case.id).case
    restrict_case(bureau.context.by("li", signed_in=True), case.id, "涉及本院工作人员")
    return case


def test_who_knows_of_a_restricted_case(bureau: BureauAtWork, restricted) -> None:
    """Its handler, who marked it, whoever has leave by role or by grant; not a colleague, nor a token named like the marker."""
    number, handler = restricted.id, restricted.holding.officer

    assert knows(bureau, a_person("staff", handler), number)
    assert knows(bureau, a_person(actor="li"), number)
    assert knows(bureau, a_person("auditor"), number)
    assert knows(bureau, a_person(granted=("restricted:read",)), number)
    assert not knows(bureau, a_person(), number)
    assert not knows(bureau, a_person("staff", "G25"), number)
    assert not knows(bureau, a_person(actor="li", session=None), number)


def test_a_recusal_hides_a_case_whatever_the_role_or_leave(bureau: BureauAtWork) -> None:
    """A declared tie to a party, a pending challenge, and bearing a party's name; a dismissed tie hides nothing."""
    number = file_case(bureau.context, a_filing(1, a_debtor("卯禾川"))).id
    other = file_case(bureau.context, a_filing(2, a_debtor("酉云帆"))).id

    assert not knows(bureau, a_person("admin", "G13"), number)
    assert not knows(bureau, a_person("auditor", "G13", granted=("restricted:read",)), number)
    assert search(seen_by(bureau.context, a_person("planner", "G13")), "卯禾川") == ()
    assert knows(bureau, a_person("clerk", "G08"), number)
    assert knows(bureau, a_person("clerk", "G09"), other)


def test_lifting_shows_it_again_and_both_are_in_the_log(bureau: BureauAtWork, restricted) -> None:
    """By whom and why; the log holds."""
    before = list_restricted(bureau.context)
    disclose_case(bureau.context.by("chen"), restricted.id, "事由已消除")

    assert [(one.case.id, one.by, one.because) for one in before] == [(restricted.id, "li", "涉及本院工作人员")]
    assert list_restricted(bureau.context) == ()
    assert knows(bureau, a_person(), restricted.id)
    with bureau.context.database.reading() as uow:
        told = [(entry.actor, entry.body["restricted"]) for entry in uow.log.entries(kind="restriction")]
    assert told == [("li", True), ("chen", False)]
    assert not verify_log(bureau.context).breaks


def test_it_takes_a_reason_and_happens_once(bureau: BureauAtWork, restricted) -> None:
    """Nothing on anybody's health in it; a second mark, and lifting what is not marked, are conflicts."""
    open_case = file_case(bureau.context, a_filing(2)).id
    for because in (" ", "x" * 201, "该同志患病"):
        with pytest.raises(BadInput):
            restrict_case(bureau.context, open_case, because)
    with pytest.raises(Conflict, match="restricted already"):
        restrict_case(bureau.context, restricted.id, "再次标记")
    with pytest.raises(Conflict, match="not restricted"):
        disclose_case(bureau.context, open_case, "误标")
    with pytest.raises(NotFound):
        disclose_case(seen_by(bureau.context, a_person()), restricted.id, "不知情")


def test_loads_are_the_offices_whoever_asks(bureau: BureauAtWork, restricted) -> None:
    """The hours include the case; the count of cases on the card does not."""
    handler = restricted.holding.officer
    whole = read_team_board(bureau.context)
    shown = read_team_board(seen_by(bureau.context, a_person()))

    cards = [
        next(card.person for lane in board.lanes for card in lane.cards if card.person.officer == handler)
        for board in (whole, shown)
    ]
    assert [card.load for card in cards] == [cards[0].load] * 2
    assert [card.cases for card in cards] == [1, 0]
