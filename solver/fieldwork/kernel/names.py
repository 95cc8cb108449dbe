"""Where things stand in the arrays of the kernels (数组位置), and the few figures of the search.

`d` is the instance as laid out by `layout`, `s` one state of the search, `x` a scratch pad, `f` the prices that guide. All
times are whole numbers and all steps are counted, so that the same seed gives the same plan.

A state begins with its random number, its steps and its trips; then for each part its trip, its start and whether it
stands as published; then the hard minutes of each person, and the minutes out by day; then the first trip of each day; then a
row for each trip with its stops and its crew, and the next trip of its day.
"""

import numpy as np
import numpy.typing as npt

from solver.arrays import LARGEST

Floats = npt.NDArray[np.float64]

(
    H_PARTS, H_ERRANDS, H_PEOPLE, H_VEHICLES, H_DAYS, H_THINGS, H_PLACES, H_WISHES, H_STOPS, H_CREW, H_LEVELS, H_SKILLS,
    H_HOURS, H_PART, H_ERRAND, H_PERSON, H_VEHICLE, H_DAY, H_THING, H_WISH, H_TRAVEL, H_LEVEL,
    S_TRIP, S_START, S_KEPT, S_HARD, S_OUT, S_ROWS, S_ROW, S_SIZE,
    X_SEQ, X_AT, X_LOW, X_HIGH, X_MARK, X_NEED, X_CREWED, X_BEST, X_LIST, X_KEY, X_IN, X_OFFERS, X_ROWS, X_SIZE, H_BOOKED, H_PUSHES,
    S_FIRST, X_DAYS, HEADER,
) = range(49)  # fmt: skip
(
    P_ERRAND, P_PLACE, P_MINUTES, P_DUE, P_SEATS, P_VEHICLES, P_HARD, P_WIN0, P_WIN1, P_NEED0, P_NEED1, P_USE0, P_USE1,
    P_SYNC0, P_SYNC1, P_WHO0, P_WHO1, P_BAR0, P_BAR1, P_CREW0, P_CREW1, P_CARRY0, P_CARRY1, P_BSTART, P_BVEHICLE, P_LEAST,
    P_GOOD0, P_GOOD1, P_ODD, P_DRIVE, P_COLUMNS,
) = range(31)  # fmt: skip
E_RANK, E_KIND, E_PRICE, E_PART0, E_PART1, E_BOOKED, E_WORK, E_COLUMNS = range(8)
M_SKILLS, M_ROOM, M_AWAY0, M_AWAY1, M_WORTH, M_HOURS, M_COLUMNS = range(7)
V_SEATS, V_DRIVER, V_OFF0, V_OFF1, V_COLUMNS = range(5)
R_COUNT, R_USER0, R_USER1, R_TAKEN0, R_TAKEN1, R_COLUMNS = range(6)
T_VEHICLE, T_DAY, T_LEAVES, T_BACK, T_N, T_C, T_LATE, T_STANDIN, T_WAY, T_WORK, T_LEAST, T_ODD, T_NEXT, T_STOPS = range(
    14
)
(
    X_STAMP, X_LEAVES, X_BACK, X_LATE, X_CREW, X_STANDIN, X_WAY, X_TRIP, X_DAY, X_VEHICLE, X_BEST_LEAVES, X_BEST_BACK,
    X_BEST_LATE, X_BEST_STANDIN, X_BEST_WAY, X_BEST_CREW, X_BEST_N,
    X_FREE, X_LISTED, X_WIDE, X_OFFERED, X_PART, X_BEFORE, X_HERE, X_CAR, X_DATE, X_ODD, X_BEST_ODD, X_OVER, X_FIRST,
    X_BOLD, X_AFTER, X_LIMIT, X_WHEN, X_TURNS, X_FROM, X_PAD,
) = range(37)  # fmt: skip
PLACED, LATE, FAIR, LEARNING, MOVED, STANDIN, AWAY, TRAVEL, ROUNDS, OVERTIME, ODD, KINDS = range(12)
S_RANDOM, S_STEPS, S_TRIPS, S_PAD = range(4)
F_NOISE, F_WARMTH, F_BEGINS, F_ENDS, F_CAR = range(KINDS, KINDS + 5)
F_SCALES, F_WEIGHTS = KINDS + 5, 2 * KINDS + 5
NONE = -1
FOREVER = LARGEST
NOWHERE = 1e18  # dearer than any place
FEWEST, SHARE = 12, 6  # errands taken out: at least so many are allowed, or one in so many
ROUNDS_OF_WAITING = 12  # looks for a moment at which shared things are free
ANCHORS = 3  # times at which a new trip is tried to leave, besides the earliest
EVEN = 40  # how much chance tells among people who cover as much of what is missing
SAMPLE = 3  # errands without a place that are tried in one round
LOOKS = 8  # moments at which a trip of a list is tried to leave
FAILS, GOES, AGAIN = range(3)  # what comes of it: no place, a trip, or something it meets must wait
WAITS = 4  # times a list is timed because something must wait
