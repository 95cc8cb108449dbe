"""Rules that are released and do not hold yet are taken back, with the reason: they never begin."""

from datetime import timedelta

import pytest

from allocator.domain.errors import BadInput, Conflict, NotFound
from allocator.domain.rulebook.reading import read_rulebook
from allocator.services.log_check import verify_log
from allocator.services.rules import releases
from allocator.services.rules.rehearsal import rulebook_of
from allocator.services.rules.taken_back import take_back_version
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import swap
from tests.allocator.services.rules.test_releases import RULES, rehearsed, unforetold

__all__ = ["unforetold"]
pytestmark = pytest.mark.usefixtures("unforetold")
LATER = swap('version = "2022-1"\neffective_from = 2022-01-01', 'version = "2022-3"\neffective_from = 2022-10-02')


@pytest.fixture
def released(bureau: BureauAtWork) -> str:
    """A version that begins in two days; gives its digest."""
    return releases.release_rules(bureau.by("head"), rehearsed(bureau, LATER(RULES)).run).rulebook.digest


def states(bureau: BureauAtWork) -> list[tuple[str, str, bool]]:
    """Give each version with its state and whether it is yet to begin."""
    return [(one.version, one.state.en, one.to_begin) for one in releases.versions(bureau.context)]


def test_a_version_taken_back_never_begins(bureau: BureauAtWork, released: str) -> None:
    """The rules of today go on on its day; the log says who, which and why; a second time changes nothing."""
    assert states(bureau) == [("2022-3", "yet to begin", True), ("2022-1", "in force", False)]

    take_back_version(bureau.by("head"), released, " 附件二尚未定稿 ")
    take_back_version(bureau.by("li"), released, "再次")

    assert states(bureau) == [("2022-3", "taken back", False), ("2022-1", "in force", False)]
    with bureau.context.database.reading() as uow:
        told = uow.log.entries(kind="rules_taken_back")
    assert [(one.actor, one.body["version"], one.body["because"]) for one in told] == [
        ("head", "2022-3", "附件二尚未定稿")
    ]
    bureau.clock.now += timedelta(days=5)
    assert rulebook_of(bureau.context).version == "2022-1"
    assert verify_log(bureau.context).breaks == ()


def test_it_comes_in_all_the_same_once_released_anew(bureau: BureauAtWork, released: str) -> None:
    """Rehearsed and released by two again, it begins on its day."""
    take_back_version(bureau.by("head"), "2022-3", "附件二尚未定稿")

    releases.release_rules(bureau.by("head"), rehearsed(bureau, LATER(RULES)).run)

    assert states(bureau)[0] == ("2022-3", "yet to begin", True)
    bureau.clock.now += timedelta(days=5)
    assert rulebook_of(bureau.context).digest == released


def test_what_has_begun_or_nobody_knows_or_has_no_reason_is_refused(bureau: BureauAtWork, released: str) -> None:
    """For what holds there is the way back to the version before."""
    now = read_rulebook(RULES).digest
    with pytest.raises(Conflict, match="has begun on 2022-01-01"):
        take_back_version(bureau.context, now, "不当")
    with pytest.raises(NotFound):
        take_back_version(bureau.context, "2031-1", "不当")
    for because in ("  ", "长" * 201):
        with pytest.raises(BadInput):
            take_back_version(bureau.context, released, because)
    bureau.clock.now += timedelta(days=5)
    with pytest.raises(Conflict, match="Let the version before hold again"):
        take_back_version(bureau.context, released, "不当")
