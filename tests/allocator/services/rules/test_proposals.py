"""Versions of the rules on their way: written from the one in force, held against it, and what became of each."""

from dataclasses import replace

import pytest

from allocator.domain.errors import BadInput, NotFound
from allocator.domain.hidden import Hidden
from allocator.services.intake.filings import file_case
from allocator.services.rules import releases
from allocator.services.rules.proposals import (
    changed_rules,
    proposed_by,
    read_proposal,
    read_rehearsed,
    rehearsals,
)
from allocator.services.run_kinds import jobs_of, run_now
from tests.allocator.services.rules.test_releases import UNTOLD
from tests.allocator.services.stories import a_filing

NEXT = {"version": "2022-2", "effective_from": "2022-09-30", "levers.most_load": "1.2"}


@pytest.fixture(autouse=True)
def unforetold(monkeypatch):
    """A rehearsal without its simulation, which takes seconds."""
    monkeypatch.setattr(releases, "_forecast", lambda *_: UNTOLD)


def proposed(bureau, values=NEXT, by="planner"):
    """Write a version from the one in force, and keep it."""
    context = bureau.by(by)
    return releases.propose_rules(context, changed_rules(context, values))


def rehearsed(bureau, values=NEXT, by="planner"):
    """Have it rehearsed; gives the run."""
    return run_now(bureau.by(by), releases.REHEARSAL, proposed(bureau, values, by)).id


def test_a_proposal_shows_every_difference_to_the_rules_in_force(bureau):
    """And what a rehearsal is asked with is what was kept."""
    params = proposed(bureau)
    found = read_proposal(bureau.context, params["text"])

    assert {(one.key, one.field) for one in found.changes} == {
        ("", "version"), ("", "effective_from"), ("levers", "most_load"),
    }  # fmt: skip
    assert (found.now.version, found.params) == ("2022-1", params)


def test_a_value_the_rules_cannot_have_is_refused_when_it_is_proposed(bureau):
    """By the reader of every rulebook, at its place."""
    with pytest.raises(BadInput) as told:
        proposed(bureau, {**NEXT, "levers.most_load": "heavy"})

    assert "levers.most_load" in str(told.value.faults)


@pytest.mark.parametrize("digest", ["0" * 64, "office"])
def test_what_is_no_proposal_is_not_found(bureau, digest):
    """Neither what there is not, nor another document."""
    with bureau.context.database.writing() as uow:
        other = uow.documents.put("note", ["other"])
        uow.commit()
    with pytest.raises(NotFound):
        read_proposal(bureau.context, other if digest == "office" else digest)


def test_what_became_of_each_rehearsal_is_listed(bureau):
    """Released, withdrawn, left behind by other rules, waiting; the newest first."""
    first, second, third = (rehearsed(bureau, {**NEXT, "version": f"2022-{n}"}) for n in (2, 3, 4))
    assert [one.state.en for one in rehearsals(bureau.context)] == ["to be released"] * 3
    releases.withdraw_rules(bureau.context, second)
    releases.release_rules(bureau.by("head"), first)
    jobs = jobs_of(bureau.context)
    waiting = jobs.submit(releases.REHEARSAL, {"text": "x", "version": "5"}, "planner", inline=True)

    found = {one.run.id: one.state.en for one in rehearsals(bureau.context)}
    assert found == {
        first: "released", second: "withdrawn", third: "other rules hold by now",
        waiting.id: "waiting to be rehearsed",
    }  # fmt: skip
    assert read_rehearsed(bureau.context, waiting.id).waiting is not None


def test_who_proposed_it_is_known(bureau):
    """For that person the page offers no release."""
    found = read_rehearsed(bureau.context, rehearsed(bureau))

    assert (proposed_by(found, "planner"), proposed_by(found, "head")) == (True, False)
    assert found.second_person
    assert found.report is None


def test_a_run_of_another_kind_is_no_rehearsal(bureau):
    """404, as for one that does not exist."""
    run = jobs_of(bureau.context).submit("allocate", {"seconds": 1}, "planner", inline=True)
    with pytest.raises(NotFound):
        read_rehearsed(bureau.context, run.id)


def test_a_case_that_is_not_for_whoever_asks_is_not_among_those_that_flip(bureau):
    """Others see it; the rehearsal itself, which is the office's, counts it."""
    case = file_case(bureau.context, a_filing(claim=800_000, answers={"debtor_missing": True, "on_site": True}))
    flipping = {**NEXT, "triage.rules.S02.when": "claim <= yuan(500)", "triage.score.threshold": "0"}
    run = rehearsed(bureau, flipping)
    eyes = bureau.context.database.hiding(Hidden(frozenset([case.id]), frozenset([case.case_no])))

    assert [flip["id"] for flip in read_rehearsed(bureau.context, run).flips] == [case.id]
    found = read_rehearsed(replace(bureau.context, database=eyes), run)
    assert found.draft is not None
    assert (found.flips, len(found.draft.document["stock"]["flips"])) == ((), 1)
