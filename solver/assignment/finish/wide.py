"""Wide dives (宽潜): several choices, made in part, are carried side by side; whoever is next is the same in all; compiled.

One dive loses next to nothing until few people are left, and nearly all among the last ten, since what the others leave
does not fit them. So of all that could be given to whoever is next, after each of the choices so far, those few
stay of which the floor is lowest, each rest of rows once.
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.columns import Floats
from solver.assignment.finish.bundles import bundles
from solver.assignment.finish.deal import draw
from solver.assignment.finish.dive import LAST, Kit, deal_each, settled, split_off
from solver.assignment.finish.duals import gap_of_options
from solver.compiled import compiled, inner

WIDTH, NEAR_THE_END = 30, 30  # choices carried side by side, once so few people are left; before, one is enough
FEW = LAST + 1  # people who are dealt the rest
MARKS = 1 << 30
SETTLED_BEFORE, SETTLED_AFTER = (3, 5), (2, 3)  # rounds and steps of prices, for a choice and after each bundle


class Choices(NamedTuple):
    """Choices in part: which rows are `left`, prices, what is `spent`, who has which row; `mark`: a number of each row."""

    left: Flags
    prices: Floats
    spent: Floats
    owner: Ints
    mark: Ints


class Followers(NamedTuple):
    """What may follow: after which choice, the rows taken, prices, what is spent, the floor, and the rows left (as a key)."""

    after: Ints
    taken: Flags
    prices: Floats
    spent: Floats
    floor: Floats
    key: Ints


def choices_for(width: int, rows: int, people: int) -> Choices:
    """Make room for so many choices; nothing is given yet."""
    left, owner = np.ones((width, rows), np.bool_), np.zeros((width, rows), np.int64)
    return Choices(left, np.zeros((width, people)), np.zeros(width), owner, np.zeros(rows, np.int64))


def followers_for(size: int, rows: int, people: int) -> Followers:
    """Make room for so many that may follow."""
    number, real = np.zeros(size, np.int64), np.zeros(size)
    return Followers(
        number, np.zeros((size, rows), np.bool_), np.zeros((size, people)), real, real.copy(), number.copy()
    )


@compiled
def begin(choices: Choices, prices: Floats, state: Ints) -> None:
    """Begin with one choice at some prices; draw a number for each row, so that equal rests are known."""
    choices.left[0] = True
    choices.prices[0] = prices
    choices.spent[0] = 0.0
    for row in range(len(choices.mark)):
        choices.mark[row] = draw(state, MARKS) * MARKS + draw(state, MARKS)


@inner
def _note(choices: Choices, one: int, rows: Ints, taken: Flags, followers: Followers, count: int) -> None:
    """Put down which rows a follower takes of those left, and a key of the others."""
    key = 0
    followers.taken[count] = False
    for place in range(len(rows)):
        if taken[place]:
            followers.taken[count, rows[place]] = True
        else:
            key ^= choices.mark[rows[place]]
    followers.after[count], followers.key[count] = one, key


@inner
def _follow(kit: Kit, people: Ints, choices: Choices, one: int, followers: Followers, count: int) -> int:
    """Add what the last of the people could be given after one choice; gives how many there are now."""
    rows, prices, state = np.flatnonzero(choices.left[one]), choices.prices[one], kit.desk.state
    gap = gap_of_options(kit.board, rows, people, prices)
    settled(kit.board, rows, people, prices, gap, SETTLED_BEFORE, state)
    found = bundles(kit.board, rows, people, prices, gap, kit.stack, state)
    for bundle in range(found):
        taken = kit.stack.taken[bundle]
        left, cost = split_off(kit.board, rows, taken, people[-1])
        followers.prices[count] = prices
        followers.spent[count] = choices.spent[one] + cost
        floor = settled(kit.board, left, people[:-1], followers.prices[count], gap, SETTLED_AFTER, state)
        followers.floor[count] = followers.spent[count] + floor
        _note(choices, one, rows, taken, followers, count)
        count += 1
    return count


@inner
def _is_new(followers: Followers, kept: Ints, one: int) -> bool:
    new = True
    for other in kept:
        new = new and followers.key[other] != followers.key[one]
    return new


@inner
def _lowest(followers: Followers, count: int, width: int) -> Ints:
    """Choose those of lowest floor, each rest of rows once."""
    kept, number = np.empty(width, np.int64), 0
    for one in np.argsort(followers.floor[:count]):
        if number < width and followers.floor[one] < np.inf and _is_new(followers, kept[:number], one):
            kept[number] = one
            number += 1
    return kept[:number]


@inner
def _move_on(choices: Choices, followers: Followers, kept: Ints, person: int) -> None:
    """Put those kept in the place of the choices they follow."""
    left, owner = choices.left.copy(), choices.owner.copy()
    for place in range(len(kept)):
        one = kept[place]
        before, taken = followers.after[one], followers.taken[one]
        choices.prices[place], choices.spent[place] = followers.prices[one], followers.spent[one]
        for row in range(len(taken)):
            choices.left[place, row] = left[before, row] and not taken[row]
            choices.owner[place, row] = person if taken[row] else owner[before, row]


@compiled
def give_next(kit: Kit, people: Ints, choices: Choices, count: int, width: int, followers: Followers) -> int:
    """Give bundles to somebody drawn, who comes to stand last of the people; gives how many choices there are then."""
    drawn, found = draw(kit.desk.state, len(people)), 0
    people[drawn], people[-1] = people[-1], people[drawn]
    for one in range(count):
        found = _follow(kit, people, choices, one, followers, found)
    kept = _lowest(followers, found, width)
    _move_on(choices, followers, kept, people[-1])
    return len(kept)


@compiled
def deal_rest(kit: Kit, people: Ints, choices: Choices, count: int, choice: Ints) -> float:
    """Deal out the rest of each choice to the last few; gives the least cost, infinite where that failed."""
    least = np.inf
    for one in range(count):
        rows, prices, tried = np.flatnonzero(choices.left[one]), choices.prices[one], choices.owner[one].copy()
        gap, most = gap_of_options(kit.board, rows, people, prices), least - kit.board.unit - choices.spent[one]
        cost = choices.spent[one] + deal_each(kit, rows, people, prices, gap, most, tried)
        if cost < least:
            least = cost
            choice[:] = tried
    return least


class WideDive:
    """One wide dive over some people, somebody at each step; `open` until the rest can be dealt to the last few."""

    def __init__(self, kit: Kit, people: Ints, prices: Floats) -> None:
        breadth, rows = kit.stack.taken.shape
        self._kit, self._people, self._count = kit, people.copy(), 1
        self._choices = choices_for(WIDTH, rows, len(prices))
        self._followers = followers_for(WIDTH * breadth, rows, len(prices))
        begin(self._choices, prices, kit.desk.state)

    @property
    def open(self) -> bool:
        """Whether somebody is still to be given a bundle before the rest is dealt out."""
        return self._count > 0 and len(self._people) > FEW

    def step(self) -> None:
        """Give somebody bundles, whoever is drawn."""
        width = WIDTH if len(self._people) <= NEAR_THE_END else 1
        self._count = give_next(self._kit, self._people, self._choices, self._count, width, self._followers)
        self._people = self._people[:-1]

    def end(self) -> Ints | None:
        """Deal out the rest; gives who has which row, None where that failed."""
        choice = np.zeros(len(self._choices.mark), dtype=np.int64)
        cost = deal_rest(self._kit, self._people, self._choices, self._count, choice)
        return choice if cost < self._kit.board.beyond else None

    def translate(self) -> None:
        """Call the kernels with nothing in hand, so that they are ready."""
        give_next(self._kit, self._people, self._choices, 0, 1, self._followers)
        self._count = 0
        self.end()
