"""Who leaves hands everything over by one plan (整体移交), as the office in earnest drafts it; not case by case."""

from allocator.decisions.recommendation.placing import held_case, is_held, placed
from allocator.domain.snapshot import HeldCase
from allocator.domain.words import Text
from allocator.simulation.giving import Given, Way, ask, barred, give
from allocator.simulation.life import Life
from allocator.simulation.world import World

HANDED = Way("rebalance", Text("整体移交", "handed over with all other cases"))


def hands_on(world: World) -> bool:
    """Say whether who leaves hands over by a plan."""
    rule = world.staged.rebalance
    return rule is not None and rule.hand_over


def hand_on(world: World, code: str) -> None:
    """Give what somebody who is gone holds to others; for what no plan places somebody is asked for, case by case.

    The solver is brought in here, as for a plan each morning.
    """
    lives = [life for life in world.docket.open.values() if is_held(life.case) and _leads(life, code)]
    if not lives:
        return
    from allocator.simulation.morning_plan import handed_over

    seen = world.snapshot()
    secret = world.chance.secret("hand over", f"{code} {seen.day.isoformat()}")
    options = handed_over([_row(world, life) for life in lives], seen, secret)
    for life, option in zip(lives, options, strict=True):
        if option is None:
            ask(world, life)
        else:
            give(world, life, Given(option.lead, option.mentor, option.charges), HANDED)


def _leads(life: Life, code: str) -> bool:
    return life.case.holding is not None and life.case.holding.officer == code


def _row(world: World, life: Life) -> HeldCase:
    return held_case(life.case, placed(life.case, world.snapshot(), world.docket.linked(life), barred(world, life)))
