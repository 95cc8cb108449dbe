"""A case comes to a stage that needs somebody on the spot (提出外勤): an errand waits for the next week that is planned."""

import math

from allocator.domain.fieldwork.travel import Travel
from allocator.domain.fieldwork.trips import Place
from allocator.domain.rulebook.book import Rulebook
from allocator.simulation.chance import pick
from allocator.simulation.life import VEHICLE, Life, Piece
from allocator.simulation.outings.book import Asked
from allocator.simulation.world import World


def asked_for(world: World, life: Life) -> bool:
    """Let an errand wait for a case's stage; the stage's work follows when somebody was there.

    False where the office can never do it itself: nobody comes back from the town within a day, or nobody there lends what
    the kind uses. The court there is asked to act (委托执行), and the work is done at desks as in any stage.
    """
    stage, place = world.stages[life.place], _place(world, life)
    if _is_beyond(world, stage.errand, place):
        world.tell(
            life, f"{place.town}本院无法前往，委托当地法院", f"{place.town} is out of reach: the court there is asked"
        )
        return False
    piece = Piece(0.0, life.case.standing.priority, world.finished, None, math.inf, False, life, VEHICLE, "")
    asked = Asked(f"{stage.id}-{life.number}", stage.errand, place, life, world.today, piece)
    world.outings.asked[asked.code] = asked
    life.pieces = [piece]
    return True


def _place(world: World, life: Life) -> Place:
    """Give the debtor's town, or one drawn as towns are in the office's own filings; the seat where none of them has any."""
    office, town = world.table.offices[world.today], life.case.input.filing.town
    if town is None or town not in office.town_by_name:
        towns = world.table.towns
        drawn = world.chance.uniform("town", life.case_no)
        town = towns[pick(range(1, len(towns) + 1), drawn)] if towns else office.bureau.seat or ""
    return Place(town)


def _is_beyond(world: World, kind: str, place: Place) -> bool:
    beyond, key = world.outings.beyond, (kind, place.town)
    if key not in beyond:
        needed, given = _day_needed(world, kind, place), _day_given(world.rulebook)
        beyond[key] = needed > given or not _lent(world, kind, place)
    return beyond[key]


def _lent(world: World, kind: str, place: Place) -> bool:
    """Say whether somebody has each thing a kind uses, for the town."""
    had = {one.kind for one in world.staged.means.resources if one.town in (None, place.town)}
    return world.rulebook.errands[kind].uses.keys() <= had


def _day_needed(world: World, kind: str, place: Place) -> int:
    """Give the minutes of the drive there and back and of the work, in summer: what winter makes too long waits for spring."""
    travel = Travel(world.table.offices[world.today], least=world.rulebook.fieldwork.least_drive)
    return 2 * travel.from_seat(place) + world.rulebook.errands[kind].minutes


def _day_given(rulebook: Rulebook) -> int:
    rules = rulebook.fieldwork
    return min(rules.back_by - rules.out_from, rules.hours.day_most)
