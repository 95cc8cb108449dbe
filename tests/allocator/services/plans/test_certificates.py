"""The certificate of a plan: one file that proves itself, and in which nothing can be altered unnoticed."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from allocator.decisions.certificates.verification import verify
from allocator.domain.canonical import digest
from allocator.domain.errors import BadInput, Conflict, NotFound
from allocator.services.plans.certificates import export_certificate, verdict_view
from allocator.services.plans.publishing import publish
from solver.assignment import Instance, Plan, score
from solver.assignment.plan import new_minutes
from solver.assignment.rules.prefer import levels
from tests.allocator.conftest import BureauAtWork, at_work
from tests.allocator.services.drafting import a_draft, some_cases

FORGED = "0" * 64


@pytest.fixture(scope="module")
def file(guyang_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The certificate of a plan for four cases, as it was exported."""
    with at_work(guyang_template, tmp_path_factory.mktemp("certified")) as bureau:
        some_cases(bureau.context, 4)
        return json.dumps(export_certificate(bureau.context, a_draft(bureau.context).run))


@pytest.fixture
def document(file: str) -> dict[str, Any]:
    """What stands in the file, for a test to alter."""
    found: dict[str, Any] = json.loads(file)
    return found


def test_a_certificate_holds_without_any_database(document: dict[str, Any]) -> None:
    """Digests, plan and values fit, and another solver confirms the bound of every level."""
    verdict = verify(json.dumps(document), 20)

    assert (verdict.holds, verdict.open) == (True, 0)
    assert {item.word for item in verdict.findings} == {"confirmed"}
    assert len(verdict.findings) == len(document["certificate"]["levels"])
    assert verdict_view(verdict)["seal"] == document["seal"]


def test_a_certificate_says_what_a_plan_rests_on(bureau: BureauAtWork) -> None:
    """Rulebook, snapshot, instance, plan and code by digest; the checker's word; seed, time and solver; the log knows."""
    some_cases(bureau.context, 3)
    draft = a_draft(bureau.context)
    certificate = draft.document["certificate"]

    assert certificate["digests"].keys() == {"rulebook", "snapshot", "instance", "plan", "code"}
    assert certificate["digests"]["rulebook"] == draft.document["snapshot"]["rulebook"]
    assert certificate["digests"]["snapshot"] == draft.document["snapshot_digest"]
    assert (certificate["checker"]["objections"], certificate["seed"]) == (0, draft.document["seed"])
    assert certificate["solver_version"].startswith("OR-Tools")
    with bureau.context.database.reading() as uow:
        [entry] = uow.log.entries(kind="plan")
    assert entry.body["certificate"] == draft.document["seal"]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a document where something stands; of a list its first and last place."""
    items = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    for key, item in items if isinstance(value, dict) else [*items[:1], *items[1:][-1:]]:
        yield from places(item, (*path, key))
    if not items:
        yield path


def altered(document: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """The document with one place changed to something of the same kind."""
    found = deepcopy(document)
    place: Any = found
    for key in path[:-1]:
        place = place[key]
    old = place[path[-1]]
    kinds: dict[type, Any] = {int: lambda: old + 1, str: lambda: f"{old}x", bool: lambda: not old}
    place[path[-1]] = kinds[type(old)]() if type(old) in kinds else [0] if isinstance(old, list) else {"x": 0}
    return found


def test_nothing_in_the_file_can_be_altered_unnoticed(document: dict[str, Any]) -> None:
    """Each place in turn: refuted with its place, or unreadable with its place."""
    unnoticed = [path for path in places(document) if goes_unnoticed(altered(document, path))]

    assert unnoticed == []
    assert sum(1 for _ in places(document)) > 120


def goes_unnoticed(document: dict[str, Any]) -> bool:
    """Whether a file passes."""
    try:
        return verify(json.dumps(document), 5).holds
    except BadInput as error:
        return not error.facts["place"]


def resealed(document: dict[str, Any]) -> dict[str, Any]:
    """A forger makes all digests fit again."""
    certificate = document["certificate"]
    certificate["digests"]["plan"] = digest(document["plan"])
    document["seal"] = digest(certificate)
    return document


def lift_bound(document: dict[str, Any]) -> None:
    """Claim that the peak is proven to be what it is, plus one, for a plan made one worse on paper."""
    level = next(item for item in document["certificate"]["levels"] if item["name"] == "spread")
    level["bound"] += 1


def lower_value(document: dict[str, Any]) -> None:
    """Claim a better peak."""
    level = next(item for item in document["certificate"]["levels"] if item["name"] == "peak")
    level["value"] -= 1


def other_option(document: dict[str, Any]) -> None:
    """Give the first case to somebody else by the numbers, and leave the row."""
    chosen, instance = document["plan"]["chosen"], document["instance"]
    mine = [k for k, case in enumerate(instance["option_case"]) if case == 0 and k != chosen[0]]
    chosen[0] = mine[0]


def other_row(document: dict[str, Any]) -> None:
    """Name somebody else in a row."""
    row = document["plan"]["rows"][0]
    row["officer"] = next(code for code in document["plan"]["people"] if code != row["officer"])


def cheaper_draw(document: dict[str, Any]) -> None:
    """Hide what the draw cost."""
    document["certificate"]["draw"]["spread"] += 1


def lost_case(document: dict[str, Any]) -> None:
    """Drop a row."""
    document["plan"]["rows"].pop()


def light_load(document: dict[str, Any]) -> None:
    """Show somebody less busy."""
    load = next(item for item in document["plan"]["loads"] if item["cases"])
    load["after"]["held"] -= 60


def fewer_moves(document: dict[str, Any]) -> None:
    """Claim that the plan was held to something nobody can measure."""
    document["certificate"]["given"]["luck"] = 0


@pytest.mark.parametrize(
    "forge", [fewer_moves, lift_bound, lower_value, other_option, other_row, cheaper_draw, lost_case, light_load]
)
def test_a_forger_who_makes_every_digest_fit_is_still_refuted(document: dict[str, Any], forge: Any) -> None:
    """What can be worked out from the instance is not believed."""
    forge(document)

    verdict = verify(json.dumps(resealed(document)), 20)

    assert not verdict.holds
    assert all("stated" in item.facts for item in verdict.findings if item.word == "refuted")


def test_a_worse_plan_called_perfect_is_refuted_by_another_solver(document: dict[str, Any]) -> None:
    """The forger keeps every figure and digest in order: HiGHS shows a plan below the bound, and measures it."""
    verdict = verify(json.dumps(resealed(called_perfect(document))), 20)

    refuted = [item for item in verdict.findings if item.word == "refuted"]
    assert refuted
    assert all(item.place.endswith(".bound") for item in refuted)
    assert all(int(str(item.facts["found"])) < int(str(item.facts["stated"])) for item in refuted)


def called_perfect(document: dict[str, Any]) -> dict[str, Any]:
    """Everything to one officer as far as the rules allow, each level said to be proven at what that is worth."""
    part, instance = document["plan"], Instance.from_json(json.dumps(document["instance"]))
    for case in range(instance.cases):
        part["chosen"][case] = min(instance.options_of(case).tolist())
    part["settled"] = part["chosen"]
    plan = Plan(part["chosen"])
    for case, row in enumerate(part["rows"]):
        row |= {"officer": part["people"][instance.option_lead[part["chosen"][case]]], "charges": {}}
    for load, new in zip(part["loads"], new_minutes(instance, plan).tolist(), strict=True):
        load["after"]["held"] = load["before"]["held"] + new
    values = score(instance, plan)
    for level, term in zip(document["certificate"]["levels"], levels(instance), strict=True):
        value = values[level["name"]]
        level |= {"value": value, "bound": value, "reached": value, "gap": 0, "status": "proven"}
        level["held"] = value + term.tolerance(instance, value)
    document["certificate"]["draw"] = dict.fromkeys(document["certificate"]["draw"], 0)
    return document


@pytest.mark.parametrize(
    "text, place",
    [
        ("", "1:1"),
        (b"\xff\xfe\x00", "1:1"),
        ('{"format": NaN}', "1:1"),
        ("[]", "1:1"),
        ('{"format": 1.5}', "1:1"),
        ('{"format": "x", "format": "y"}', "1:1"),
        ("[" * 100_000, "1:1"),
        ('{"format": "fenliu-certificate-1"}', "seal"),
        ('{"format": "x",\n "seal" 1}', "2:9"),
    ],
)
def test_a_file_that_is_no_certificate_is_refused_with_its_place(text: str | bytes, place: str) -> None:
    """Where it stops being one, and what to do, in words of either language."""
    with pytest.raises(BadInput) as refused:
        verify(text, 1)

    assert (refused.value.code, refused.value.facts["place"]) == ("certificate-unreadable", place)
    assert not re.search("[a-z]{2}", refused.value.text.zh.rpartition("：")[2])


@pytest.mark.parametrize(
    "path, value, place",
    [
        (("format",), "fenliu-certificate-9", "format"),
        (("certificate", "rules", 2), "luck", "certificate.rules[2]"),
        (("instance", "capacity"), [1], "instance"),
        (("plan", "rows", 0, "charges"), [], "plan.rows[0].charges"),
        (("plan", "people"), "G01", "plan.people"),
    ],
)
def test_what_a_certificate_lacks_is_named(
    document: dict[str, Any], path: tuple[Any, ...], value: Any, place: str
) -> None:
    """Another format, a rule nobody knows, an instance that contradicts itself, a list where an object belongs."""
    holder: Any = document
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value

    with pytest.raises(BadInput) as refused:
        verify(json.dumps(document), 1)

    assert refused.value.facts["place"] == place


def test_bounds_that_cannot_be_confirmed_in_time_are_left_open(document: dict[str, Any]) -> None:
    """Nothing is refuted, and nothing is called confirmed that was not."""
    verdict = verify(json.dumps(document), 0.0)

    assert verdict.holds
    assert verdict.open == sum(1 for level in document["certificate"]["levels"] if level["bound"])


def test_a_plan_without_its_certificate_is_not_published(bureau: BureauAtWork) -> None:
    """A document whose certificate is missing or belongs to another plan stays a draft."""
    some_cases(bureau.context, 2)
    draft = a_draft(bureau.context)
    for broken in (
        {key: value for key, value in draft.document.items() if key != "certificate"},
        {**draft.document, "seal": FORGED},
        {**draft.document, "rows": draft.document["rows"][:1]},
        {**draft.document, "instance": FORGED},
    ):
        store_instead(bureau, draft.run, broken)

        with pytest.raises(Conflict) as refused:
            publish(bureau.context, draft.run)

        assert refused.value.code == "plan-uncertified"


def store_instead(bureau: BureauAtWork, run: str, document: dict[str, Any]) -> None:
    """Put another document behind a run, as only somebody with the database could."""
    with bureau.context.database.writing() as uow:
        name = uow.documents.put("plan", document)
        uow.session.execute(sa.text("UPDATE run SET result = :name WHERE id = :run"), {"name": name, "run": run})
        uow.commit()


def test_a_run_nobody_knows_has_no_certificate(bureau: BureauAtWork) -> None:
    """As elsewhere."""
    with pytest.raises(NotFound):
        export_certificate(bureau.context, "none")


def test_the_secret_that_decides_is_bound_before_anything_is_drafted(bureau: BureauAtWork) -> None:
    """The log has the commitment first, then the plan; the plan's seed and lots follow from the secret alone."""
    some_cases(bureau.context, 2)
    draft = a_draft(bureau.context)

    with bureau.context.database.reading() as uow:
        kinds = [entry.kind for entry in uow.log.entries()]
    assert kinds.index("draw_day") < kinds.index("plan")
    assert set(draft.document["certificate"]["draw"]) == {
        level["name"] for level in draft.document["certificate"]["levels"] if level["name"] != "lots"
    }
