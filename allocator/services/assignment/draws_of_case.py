"""The draws of one case (个案抽签): the next round, or, after an undo, what was drawn: nobody draws until the wished one comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allocator.decisions.recommendation.draw import Draw, draw
from allocator.decisions.recommendation.pool_guard import Alarm
from allocator.decisions.recommendation.recommendation import Ranking
from allocator.domain.canonical import restore
from allocator.domain.docket import Case
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Count, Text
from allocator.persistence.log import Entry
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.assignment.undoing import UNDONE
from allocator.services.drawing import secret_to_draw

ENTRY = "assignment"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came out (抽签结果), and the entry of the log it was drawn by before; None for a round of its own."""

    draw: Draw
    repeats: Entry | None

    def entry(self, ranking: Ranking) -> dict[str, Any]:
        """Write down who was in the pool; what comes out again rests on the pool it was drawn from, and names its entry."""
        if self.repeats is not None:
            return {"draw_candidates": self.repeats.body["draw_candidates"], "repeats": self.repeats.seq}
        return {
            "draw_candidates": [[c.officer, c.before.permille, c.after.permille, c.price] for c in ranking.in_pool()]
        }


def draw_for(uow: UnitOfWork, case: Case, ranking: Ranking, snapshot: Snapshot) -> Drawn:
    """Draw from the pool with the day's secret; a case drawn again counts its rounds openly.

    Of a draw that was undone the same day the outcome stands as long as that person is still in the pool (确定后不得变更).
    """
    undone = _undone_today(uow, case, snapshot)
    if undone is not None and undone.body["draw"]["chosen"] in ranking.pool:
        return Drawn(restore(Draw, undone.body["draw"]), undone)
    secret, round_ = secret_to_draw(uow, snapshot.day), _rounds(earlier_draws(uow, case)) + 1
    return Drawn(draw(secret, case.case_no, round_, ranking.pool, ranking.pool_digest), None)


def earlier_draws(uow: UnitOfWork, case: Case) -> list[Entry]:
    """Give the assignments of a case that were drawn, the oldest first."""
    return [entry for entry in uow.log.entries(kind=ENTRY, case_id=case.id) if entry.body.get("draw")]


def drawn_again(uow: UnitOfWork, case: Case, drawn: Drawn | None) -> Sequence[Alarm]:
    """Tell the auditor of a case drawn before in the same lane: who draws until the wished one comes leaves a trace."""
    if drawn is None or drawn.repeats is not None:
        return ()
    bodies: list[Mapping[str, Any]] = [entry.body for entry in earlier_draws(uow, case)]
    before = [body for body in bodies if body["place"]["lane"] == case.standing.lane]
    if not before:
        return ()
    text = Text(
        f"本案在同一通道已抽签 {len(before)} 次", f"drawn {Count(len(before)):time|times} before in the same lane"
    )
    return (Alarm("drawn_again", text, {"round": drawn.draw.round, "before": [body["officer"] for body in before]}),)


def _rounds(drawn: Sequence[Entry]) -> int:
    return max((entry.body["draw"]["round"] for entry in drawn), default=0)


def _undone_today(uow: UnitOfWork, case: Case, snapshot: Snapshot) -> Entry | None:
    """Find the last draw of the case, if it was of today and for this lane, and was undone."""
    today = [one for one in uow.log.entries(kind=ENTRY, case_id=case.id, day=snapshot.day) if one.body.get("draw")]
    taken_back = {one.body["assignment"] for one in uow.log.entries(kind=UNDONE, case_id=case.id)}
    last = today[-1] if today else None
    stands = last is None or last.seq not in taken_back or last.body["place"]["lane"] != case.standing.lane
    return None if stands else last
