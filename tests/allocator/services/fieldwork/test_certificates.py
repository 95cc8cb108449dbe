"""The certificate of a week of field work: one file that proves itself, and in which nothing can be forged unnoticed."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from allocator.decisions.certificates.certificate_file import read_certificate
from allocator.decisions.certificates.verification import verify
from allocator.domain.canonical import digest
from allocator.domain.errors import BadInput, Conflict
from allocator.services.fieldwork.drafts import read_week_draft
from allocator.services.fieldwork.publishing import publish_week
from allocator.services.fieldwork.seeing import read_week
from allocator.services.plans.certificates import export_certificate
from solver.fieldwork import Instance
from tests.allocator.conftest import BureauAtWork, at_work
from tests.allocator.services.fieldwork.conftest import DraftedWeek
from tests.allocator.services.fieldwork.house import MONDAY
from tests.allocator.services.plans.test_certificates import altered as one_place_altered
from tests.allocator.services.plans.test_certificates import goes_unnoticed, places

Document = dict[str, Any]
ENOUGH = 6  # seconds: a third of them goes into looking for a better plan, whatever is found


@pytest.fixture(scope="module")
def file(template_of_a_week: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The certificate of a drafted week, as it was exported."""
    path, run = template_of_a_week
    with at_work(path, tmp_path_factory.mktemp("certified")) as bureau:
        return json.dumps(export_certificate(bureau.context, run))


@pytest.fixture
def document(file: str) -> Document:
    """What stands in the file, for a test to alter."""
    found: Document = json.loads(file)
    return found


def refuted(document: Document, seconds: float = 0.0) -> list[str]:
    """The places of a file that do not hold."""
    return [item.place for item in verify(json.dumps(document), seconds).findings if item.word == "refuted"]


def test_a_certificate_holds_without_any_database(document: Document) -> None:
    """Digests, plan and values fit; each bound is confirmed by HiGHS or left open, and that is said."""
    verdict = verify(json.dumps(document), ENOUGH)

    assert verdict.holds
    assert [item.place for item in verdict.findings] == [
        f"certificate.levels.{level['name']}.bound" for level in document["certificate"]["levels"]
    ]
    words = {item.place.split(".")[2]: item.word for item in verdict.findings}
    assert {words[name] for name in words if name.startswith("placed")} == {"confirmed"}
    assert verdict.open == sum(word == "open" for word in words.values())


def test_a_certificate_names_the_books_a_week_rests_on(document: Document) -> None:
    """Rulebook, office, errands, means and the rolling books of hard work and learning, each by digest; no person by name."""
    seen = document["certificate"]["snapshot"]

    assert {"office", "rulebook", "errands", "engagements", "trips", "hard", "joint", "seen"} <= seen.keys()
    assert document["certificate"]["digests"]["snapshot"] == digest(seen)
    assert document["certificate"]["checker"]["objections"] == 0
    assert "王" not in json.dumps(document, ensure_ascii=False)


def test_another_ledger_is_another_snapshot(bureau: BureauAtWork) -> None:
    """Minutes of hard work that were not counted change the name of the snapshot, by the name of that book alone."""
    week = read_week(bureau.context, MONDAY)
    other = replace(week, hard={**week.hard, "G01": 240})

    changed = {name for name, value in other.digests.items() if value != week.digests[name]}
    assert (changed, other.digest == week.digest) == ({"hard"}, False)


def test_the_seal_stands_in_the_log_at_draft_and_publication(drafted: DraftedWeek) -> None:
    """Whoever holds a file can compare its seal with the log's."""
    bureau, run = drafted

    publish_week(bureau.context, run)

    with bureau.context.database.reading() as uow:
        entries = [*uow.log.entries(kind="field_plan"), *uow.log.entries(kind="trips_published")]
    seal = export_certificate(bureau.context, run)["seal"]
    assert [entry.body["certificate"] for entry in entries] == [seal, seal]


@pytest.mark.slow
def test_nothing_in_the_file_can_be_altered_unnoticed(document: Document) -> None:
    """Each place in turn: refuted with its place, or unreadable with its place."""
    assert [path for path in places(document) if goes_unnoticed(one_place_altered(document, path))] == []


def resealed(document: Document) -> Document:
    """A forger makes all digests fit again."""
    certificate = document["certificate"]
    named = {"plan": digest(document["plan"]), "instance": Instance.from_json(json.dumps(document["instance"])).digest}
    certificate["digests"] |= named
    certificate["instance"] = named["instance"]
    document["seal"] = digest(certificate)
    return document


def level(document: Document, name: str) -> Document:
    """A level of the certificate."""
    found: Document = next(item for item in document["certificate"]["levels"] if item["name"] == name)
    return found


def lower_value(document: Document) -> None:
    """Claim that people are away a minute less."""
    level(document, "away")["value"] -= 1


def raise_bound(document: Document) -> None:
    """Claim that nobody can be on the road less than a minute more than this plan is."""
    level(document, "travel")["bound"] = level(document, "travel")["value"] + 1


def move_trip(document: Document) -> None:
    """Let a trip leave half an hour later, in the codes people read."""
    document["plan"]["rows"][0]["leaves"] += 30


def move_both(document: Document) -> None:
    """Let a trip leave half an hour later in the numbers too: then it comes too late to its first stop."""
    document["plan"]["rows"][0]["leaves"] += 30
    document["plan"]["numbers"]["trips"][0]["leaves"] += 30


def leave_somebody(document: Document) -> None:
    """Show one person less aboard than the plan has."""
    document["plan"]["rows"][0]["people"] = document["plan"]["rows"][0]["people"][:1]


def other_driver(document: Document) -> None:
    """Name a driver who stays at home."""
    row = document["plan"]["rows"][0]
    row["driver"] = next(code for code in document["plan"]["people"] if code not in row["people"])


def hide_left_out(document: Document) -> None:
    """Do not tell of an errand without a place."""
    document["plan"]["left"] = []


def other_worth(document: Document) -> None:
    """Let the checker have found something else than the certificate states."""
    document["plan"]["values"]["late"] += 1


def drop_row(document: Document) -> None:
    """Leave a trip out of the list."""
    document["plan"]["rows"].pop()


def other_rulebook(document: Document) -> None:
    """Say that the plan was made under another rulebook."""
    document["certificate"]["digests"]["rulebook"] = "0" * 64


def other_ledger(document: Document) -> None:
    """Say that other minutes of hard work were counted."""
    document["certificate"]["snapshot"]["hard"] = "0" * 64


def other_week(document: Document) -> None:
    """Say that it is another week's plan."""
    document["plan"]["monday"] = "2022-10-17"


def one_seat_more(document: Document) -> None:
    """Give the plan another instance, and leave the certificate's name of it in the list of levels."""
    document["instance"]["part_minutes"][0] += 600


FORGERIES: dict[Callable[[Document], None], str] = {
    lower_value: "certificate.levels.away.value",
    raise_bound: "certificate.levels.travel.bound",
    move_trip: "plan.rows.{row}.leaves",
    move_both: "certificate.levels.travel_possible.excess",
    leave_somebody: "plan.rows.{row}.people",
    other_driver: "plan.rows.{row}.driver",
    hide_left_out: "plan.left",
    other_worth: "plan.values.late",
    drop_row: "plan.rows",
    other_rulebook: "certificate.digests.rulebook",
    other_ledger: "certificate.digests.snapshot",
    other_week: "plan.monday",
    one_seat_more: "certificate.levels.travel_possible.excess",
}


@pytest.mark.parametrize("forge, place", FORGERIES.items(), ids=[forge.__name__ for forge in FORGERIES])
def test_a_forgery_is_refused_with_its_place(document: Document, forge: Callable[[Document], None], place: str) -> None:
    """As it is, some digest no longer fits; where the forger makes every digest fit, the place itself is told."""
    wanted = place.format(row=document["plan"]["rows"][0]["code"])
    forge(document)

    assert {"seal", "certificate.digests.plan", "certificate.digests.instance"}.intersection(refuted(document))
    assert wanted in refuted(resealed(document))


def test_a_worse_plan_called_perfect_is_refuted_by_a_better_one(document: Document) -> None:
    """The forger empties the week and keeps every figure and digest in order: a lawful plan that serves more is found."""
    part, levels = document["plan"], document["certificate"]["levels"]
    placed = next(item for item in levels if item["name"].startswith("placed"))
    part["left"] = [{"errand": code, "rules": []} for code in part["errands"]]
    part |= {"rows": [], "numbers": {"trips": [], "trip": [-1] * 4, "start": [-1] * 4}}
    for item in levels:
        unmet = len(document["instance"]["wish_person"]) if item["name"] == "learning" else 0
        value = 4 if item is placed else unmet
        item |= {"value": value, "bound": value, "reached": value, "held": value, "gap": 0, "status": "proven"}
    worth = {item["name"]: item["value"] for item in levels}
    part["values"] = {name: worth.get(name, 0) for name in part["values"]}

    verdict = verify(json.dumps(resealed(document)), ENOUGH)

    bad = [item for item in verdict.findings if item.word == "refuted"]
    assert bad
    assert bad[0].place == f"certificate.levels.{placed['name']}.bound"
    assert bad[0].facts == {"stated": 4, "proven": None, "found": 1}


def test_without_time_bounds_are_left_open(document: Document) -> None:
    """Nothing is refuted, and nothing is called confirmed that was not."""
    verdict = verify(json.dumps(document), 0.0)

    assert verdict.holds
    assert verdict.open == sum(1 for item in document["certificate"]["levels"] if item["bound"])


@pytest.mark.parametrize(
    "path, value, place",
    [
        (("format",), "fenliu-certificate-9", "format"),
        (("certificate", "rules", 1), "luck", "certificate.rules[1]"),
        (("instance", "travel"), [1, 2], "instance"),
        (("plan", "numbers", "start"), ["x"], "plan.numbers.start[0]"),
        (("plan", "rows", 0, "stops"), {}, "plan.rows[0].stops"),
        (("certificate", "snapshot", "hard"), 1, "certificate.snapshot.hard"),
    ],
)
def test_what_a_certificate_lacks_is_named(document: Document, path: tuple[Any, ...], value: Any, place: str) -> None:
    """Another format, a rule nobody knows, an instance that contradicts itself, a word for a number."""
    holder: Any = document
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value

    with pytest.raises(BadInput) as refused:
        verify(json.dumps(document), 0.0)

    assert refused.value.facts["place"] == place


def test_a_week_is_no_plan_of_cases(file: str) -> None:
    """Where cases are compared, a week's certificate is refused by its kind."""
    with pytest.raises(BadInput) as refused:
        read_certificate(file)

    assert refused.value.facts["place"] == "certificate.kind"


def test_a_week_without_its_certificate_is_not_published(drafted: DraftedWeek) -> None:
    """A document whose certificate is missing or belongs to another plan stays a draft."""
    bureau, run = drafted
    whole = read_week_draft(bureau.context, run).document
    for broken in (
        {name: value for name, value in whole.items() if name not in {"certificate", "numbers"}},
        {**whole, "seal": "0" * 64},
        {**whole, "trips": whole["trips"][:1]},
        {**whole, "instance": "0" * 64},
    ):
        with bureau.context.database.writing() as uow:
            named = uow.documents.put("field_plan", broken)
            uow.session.execute(sa.text("UPDATE run SET result = :name WHERE id = :run"), {"name": named, "run": run})
            uow.commit()

        with pytest.raises(Conflict) as refused:
            publish_week(bureau.context, run)

        assert refused.value.code == "plan-uncertified"
