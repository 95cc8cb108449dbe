"""What changed since a draft of a week (周方案时效): a stale one is refused, and it is said what moved on."""

from collections.abc import Iterator, Sequence

from allocator.domain.canonical import digest, plain
from allocator.domain.errors import Stale
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Trip
from allocator.domain.words import Text, listed
from allocator.persistence.trips import PUBLISHED, KeptTrip
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.fieldwork.drafts import WeekDraft, means_of

MOST_TOLD = 3
PARTS = {
    "office": Text("机构资料", "the office"),
    "rulebook": Text("规则手册", "the rulebook"),
    "means": Text("共用资源、占用或封路", "shared things, engagements or closed roads"),
}


def check_fresh_week(
    uow: UnitOfWork, draft: WeekDraft, week: FieldWeek, chosen: Sequence[Trip], gone: Sequence[KeptTrip]
) -> None:
    """Refuse trips of a draft that office, rulebook, means, an errand or a trip has overtaken; raises Stale with what changed."""
    seen = draft.document["seen"]
    now = {"office": week.office.digest, "rulebook": week.rulebook.digest, "means": digest(means_of(week))}
    parts = [name for name, value in now.items() if seen[name] != value]
    errands = list(_changed_errands(uow, draft, week, chosen))
    trips = [kept.trip.code for kept in gone if kept.state != PUBLISHED]
    if parts or errands or trips:
        told = [PARTS[name] for name in parts]
        told += [Text(f"任务 {code}", f"errand {code}") for code in errands]
        told += [Text(f"出车 {code}", f"trip {code}") for code in trips]
        what = listed(told[:MOST_TOLD])
        raise Stale(
            Text(f"方案已过时：{what.zh} 已变更。", f"The plan is stale: {what.en} changed meanwhile."),
            Text("请重新生成本周方案。", "Draft the week anew."),
            code="plan-stale",
            facts={"changed": parts, "errands": errands, "trips": trips},
        )


def _changed_errands(uow: UnitOfWork, draft: WeekDraft, week: FieldWeek, chosen: Sequence[Trip]) -> Iterator[str]:
    """Find the errands of some trips that are not what the draft saw: another handler, other days, withdrawn."""
    before = {item["code"]: item for item in uow.documents.get(draft.document["seen"]["rest"])["errands"]}
    for code in dict.fromkeys(stop.errand for trip in chosen for stop in trip.stops):
        errand = week.errand_by_code.get(code)
        if errand is None or plain(errand) != before.get(code):
            yield code
