"""A complex case becomes simple again by two persons: one puts the facts down, another who is signed in approves."""

import pytest

from allocator.domain.errors import Conflict, NotAllowed, Stale
from allocator.services.access.access_rules import PasswordRules
from allocator.services.access.users import add_user, set_password
from allocator.services.cases.casework import add_facts
from allocator.services.cases.conversions import approve_conversion
from allocator.services.intake.filings import file_case
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import a_filing


@pytest.fixture
def people(bureau: BureauAtWork):
    """An office in which people sign in: the contexts of the clerk Wang and the supervisor Li."""
    for name, role in (("wang", "clerk"), ("li", "supervisor")):
        add_user(bureau.context, name, name, role)
        set_password(bureau.context, name, "晴天 骑车 三十里 地图", PasswordRules())
    return tuple(bureau.context.by(name, signed_in=True) for name in ("wang", "li"))


def a_case_held_back(context):
    """A complex case of which the facts now say that it is simple."""
    case = file_case(context, a_filing())
    add_facts(context, case.id, {"appraisal_needed": True})
    done = add_facts(context, case.id, {"appraisal_needed": False})
    assert (done.held_back, done.case.standing.track) == ("needs_approval", "regular")
    return done.case


def test_another_user_approves(people) -> None:
    """The case is simple, and the log names who put the facts down and who approved."""
    wang, li = people
    case = a_case_held_back(wang)

    done = approve_conversion(li, case.id, case.version)

    assert (done.converted, done.case.standing.track) == ("to_fast", "fast")
    with li.database.reading() as uow:
        told = [(entry.actor, entry.body["approved_by"]) for entry in uow.log.entries(kind="facts", case_id=case.id)]
    assert told == [("wang", None), ("wang", None), ("li", "li")]
    with pytest.raises(Conflict, match="waits for approval"):
        approve_conversion(wang, case.id)


def test_nobody_approves_their_own_facts_and_no_name_that_was_typed_does(people, bureau: BureauAtWork) -> None:
    """Not who put them down, not a token, not a name beside the facts; an old view is refused."""
    wang, li = people
    case = a_case_held_back(wang)

    with pytest.raises(NotAllowed, match="somebody else has to approve"):
        approve_conversion(wang, case.id)
    with pytest.raises(NotAllowed, match="must be a user who is signed in"):
        approve_conversion(bureau.context.by("a machine"), case.id)
    with pytest.raises(NotAllowed, match="a name that was typed"):
        add_facts(li, case.id, {"settlement_intent": True}, approved_by="院长")
    with pytest.raises(Stale):
        approve_conversion(li, case.id, case.version - 1)


def test_facts_that_came_since_are_asked_about_anew(people) -> None:
    """What was to be approved is what was put down last: facts that keep the case complex leave nothing to approve."""
    wang, li = people
    case = a_case_held_back(wang)
    add_facts(wang, case.id, {"objection_pending": True})

    with pytest.raises(Conflict, match="waits for approval"):
        approve_conversion(li, case.id)


def test_an_office_in_which_nobody_signs_in_goes_by_names(bureau: BureauAtWork) -> None:
    """As before: two names are two persons."""
    case = a_case_held_back(bureau.context.by("wang"))
    assert approve_conversion(bureau.context.by("li"), case.id).converted == "to_fast"
