"""What an answer says, and whether what it tells comes out when the batch is allocated from the beginning."""

from allocator.decisions.allocation.allocation import allocate
from allocator.decisions.explaining.anew import office_with
from allocator.decisions.explaining.changes import Change
from allocator.decisions.explaining.otherwise import otherwise
from allocator.decisions.explaining.solving import BEFORE_DRAW
from solver.assignment import score, solve
from solver.assignment.narrowing import only
from solver.assignment.resuming import bring
from solver.search import Limits
from tests.allocator.decisions.explaining.asking import SECONDS, SEED
from tests.allocator.decisions.stock import lots

FIELDS = ("kind", "officer", "amount", "what")
OTHERWISE_LIMITED = Limits(seconds=30, deterministic=2)


def told(answer) -> str:
    """The English sentences of an answer, at most three."""
    assert 1 <= len(answer.sentences) <= 3
    assert all(sentence.zh and sentence.en and "{" not in sentence.zh + sentence.en for sentence in answer.sentences)
    return " ".join(sentence.en for sentence in answer.sentences)


def changes_of(answer):
    """The changes of an answer's flip."""
    return tuple(Change(**item) for item in answer.facts["flip"]["changes"])


def allocated(planned, case, changes):
    """Who leads the case when the batch is allocated from the beginning in the office with some changes."""
    changed = office_with(planned, case, tuple(Change(*(item[name] for name in FIELDS)) for item in changes))
    plan = allocate(list(planned.cases), changed, lots, SEED, SECONDS)
    return next((row.officer for row in plan.rows if row.case_no == planned.case_no(case)), None)


def solved_again(planned, case, officer, changes):
    """Whether, by another seed, longer and from scratch, a plan in which the case goes there keeps what a free search holds."""
    changed = otherwise(planned, case, [Change(**item) for item in changes])
    free = solve(changed.instance, OTHERWISE_LIMITED, 99, terms=BEFORE_DRAW)
    most = {level.name: level.held for level in free.certificate.levels}
    small = only(changed.instance, case, changed.options_of(case, officer))
    begun = solve(small.instance, OTHERWISE_LIMITED, 99, terms=BEFORE_DRAW).plan
    best = small.whole(bring(small.instance, begun, most, OTHERWISE_LIMITED, 99, BEFORE_DRAW))
    values = score(changed.instance, best)
    kept = all(values[name] <= height for name, height in most.items())
    return kept and int(best.chosen[case]) >= 0 and changed.lead_of(int(best.chosen[case])) == officer


def short_of(flip):
    """The changes of a flip with the last one as big as does not do."""
    return [*flip["changes"][:-1], flip["short"]]
