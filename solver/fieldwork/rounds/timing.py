"""What rounds cost (巡回的计时与代价), compiled: each for itself, and all with the visits that meet; see `rounds_kernel`."""

from solver.arrays import Ints
from solver.compiled import inner

Arrays = tuple[Ints, Ints, Ints, Ints, Ints]  # what a walk reads, see `rounds.Visits`

PLACE, MINUTES, OPENS, DUE = range(4)
FIRST, SECOND, LEAST, MOST = range(4)
START, STANDS, ALONE, AT, ROAD, LATE, LARGEST, PAD_ROWS = range(8)
PASSES = 60  # after so many rounds of waiting for one another two visits wait for ever
NEVER = 2**60


@inner
def lay(visits: Arrays, rounds: Ints, pad: Ints, vehicle: int) -> None:
    """Work out starts, ways and lateness of one round for itself, as if no visit met another."""
    ways, parts, now, place = visits[0], visits[1], 0, 0
    road, late, largest = 0, 0, 0
    for i in range(1, rounds[vehicle, 0] + 1):
        q = rounds[vehicle, i]
        step = ways[place, parts[q, PLACE]]
        start = max(now + step, parts[q, OPENS])
        pad[ALONE, q], pad[AT, q], place = start, i, parts[q, PLACE]
        road, late, largest = road + step, late + max(0, start - parts[q, DUE]), max(largest, start - parts[q, DUE])
        now = start + parts[q, MINUTES]
    pad[ROAD, vehicle], pad[LATE, vehicle], pad[LARGEST, vehicle] = road + ways[place, 0], late, largest


@inner
def at_least(rounds: Ints, pad: Ints) -> int:
    """Give what all rounds cost at least: each for itself."""
    cost, largest = 0, 0
    for vehicle in range(len(rounds) - 1):
        cost += pad[ROAD, vehicle] + pad[LATE, vehicle]
        largest = max(largest, pad[LARGEST, vehicle])
    return int(cost + largest)


@inner
def push(visits: Arrays, rounds: Ints, pad: Ints, q: int, moment: int) -> None:
    """Let a visit start later, and those behind it as far as they must."""
    ways, parts, vehicle = visits[0], visits[1], rounds[-1, q]
    pad[START, q] = moment
    for i in range(pad[AT, q], rounds[vehicle, 0]):
        after = rounds[vehicle, i + 1]
        moment += parts[q, MINUTES] + ways[parts[q, PLACE], parts[after, PLACE]]
        if pad[START, after] >= moment:
            return
        pad[START, after], q = moment, after


@inner
def timed(visits: Arrays, rounds: Ints, pad: Ints) -> int:
    """Time all rounds; gives what they cost, more than anything where visits wait for one another for ever."""
    meets, start = visits[3], pad[START]
    start[:] = pad[ALONE]
    for _ in range(PASSES):
        raised = False
        for y in range(len(meets)):
            one, other = meets[y, FIRST], meets[y, SECOND]
            if start[other] < start[one] + meets[y, LEAST]:
                push(visits, rounds, pad, other, start[one] + meets[y, LEAST])
                raised = True
            if start[one] < start[other] - meets[y, MOST]:
                push(visits, rounds, pad, one, start[other] - meets[y, MOST])
                raised = True
        if not raised:
            return reckoned(visits[1], rounds, pad)
    return NEVER


@inner
def reckoned(parts: Ints, rounds: Ints, pad: Ints) -> int:
    """Add up ways, lateness, and the largest lateness once more."""
    cost, largest = 0, 0
    for vehicle in range(len(rounds) - 1):
        cost += pad[ROAD, vehicle]
    for q in range(len(parts)):
        late = max(0, pad[START, q] - parts[q, DUE])
        cost, largest = cost + late, max(largest, late)
    return int(cost + largest)
