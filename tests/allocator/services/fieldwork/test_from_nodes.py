"""Errands from the nodes of cases: shown, confirmed, put down once."""

import pytest

from allocator.domain.errors import Stale
from allocator.services.assignment.giving import assign
from allocator.services.cases.casework import add_facts
from allocator.services.fieldwork.errands import list_errands, withdraw_errand
from allocator.services.fieldwork.from_nodes import asked_view, errands_from_nodes
from allocator.services.fieldwork.seeing import read_week
from allocator.services.intake.filings import file_case
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.fieldwork.house import MONDAY, NEXT_MONDAY
from tests.allocator.services.stories import a_filing

ON_SITE = {"on_site": True}


def a_held_case(bureau: BureauAtWork, number: int = 1, **answers: bool) -> int:
    case = file_case(bureau.context, a_filing(number, answers={**ON_SITE, **answers}))
    assign(bureau.context, case.id)
    return case.id


def test_what_nodes_ask_for_is_shown_before_it_is_put_down(bureau: BureauAtWork) -> None:
    """A visit to serve the notice, and one to inquire; the confirmation puts down exactly these."""
    case = a_held_case(bureau)

    shown = errands_from_nodes(bureau.context, MONDAY)
    assert list_errands(bureau.context, 10) == ()
    done = errands_from_nodes(bureau.context, MONDAY, shown.digest)

    assert [errand.code for errand in shown.proposed.errands] == [f"F05-{case}", f"F11-{case}"]
    assert [(kept.errand, kept.source, kept.state) for kept in done.added or ()] == [
        (errand, "case", "open") for errand in shown.proposed.errands
    ]
    assert set(read_week(bureau.context, MONDAY).errand_by_code) == {f"F05-{case}", f"F11-{case}"}
    assert asked_view(shown)["added"] is None


@pytest.mark.parametrize("monday", [MONDAY, NEXT_MONDAY])
def test_a_node_asks_once_whatever_became_of_its_errand(bureau: BureauAtWork, monday) -> None:
    """Not again for the week after, nor once a person has withdrawn it; a node that begins later asks then."""
    case = a_held_case(bureau)
    errands_from_nodes(bureau.context, MONDAY, errands_from_nodes(bureau.context, MONDAY).digest)
    withdraw_errand(bureau.context, f"F05-{case}", None)

    assert errands_from_nodes(bureau.context, monday).proposed.errands == ()

    add_facts(bureau.context, case, {"asset_vehicle": True})
    assert [one.code for one in errands_from_nodes(bureau.context, monday).proposed.errands] == [f"F11V-{case}"]


def test_what_was_shown_is_put_down_or_nothing(bureau: BureauAtWork) -> None:
    """Another case came in between: the confirmation is of something else."""
    a_held_case(bureau)
    shown = errands_from_nodes(bureau.context, MONDAY)
    a_held_case(bureau, 2)

    with pytest.raises(Stale) as refused:
        errands_from_nodes(bureau.context, MONDAY, shown.digest)

    assert refused.value.code == "answer-stale"
    assert list_errands(bureau.context, 10) == ()


def test_a_case_without_a_handler_or_a_visit_asks_for_nothing(bureau: BureauAtWork) -> None:
    """Nobody would go, nothing is to be seen."""
    file_case(bureau.context, a_filing(1, answers=ON_SITE))
    a_held_case(bureau, 2, on_site=False)

    assert errands_from_nodes(bureau.context, MONDAY).proposed.errands == ()
