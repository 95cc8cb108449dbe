"""What is left to chance (随机数): every draw has a name, and its value follows from that name alone.

A draw is named by the seed, the replication, its purpose and whom it concerns. So the same case has the same truth in every
scenario, whatever else differs between them (common random numbers, 公共随机数), and the order of asking makes no difference.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from statistics import NormalDist
from struct import Struct

from allocator.domain.scenarios.process import EXPONENTIAL, FIXED, LOGNORMAL, UNIFORM, Duration, Share

BYTES, BITS = 8, 53
DROPPED = BYTES * 8 - BITS
PER_HASH = blake2b.MAX_DIGEST_SIZE // BYTES
SCALE = 2.0**-BITS
EIGHT = Struct(f">{PER_HASH}Q").unpack
RARE = 1 - 1e-9
"""What is rarer than this is not told apart: added up, the chances of all counts miss the whole by a little."""
THOUSANDTHS = 1000
MANY, FAR = 400, 12
"""From a mean of so many on a count is added up from so many standard deviations below it: e to the minus mean is nothing."""
NORMAL = NormalDist()
OF_TWENTY = NORMAL.inv_cdf(0.95)
"""How many sigmas nineteen in twenty stay under."""


@dataclass(frozen=True, slots=True)
class Chance:
    """The draws of one replication of a seed."""

    seed: int
    replication: int
    _whose: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_whose", f"{self.seed}\n{self.replication}\n")

    def uniform(self, purpose: str, entity: str) -> float:
        """Give a number of [0, 1) for a purpose and whom it concerns."""
        name = f"{self._whose}{purpose}\n{entity}\n0"
        return (int.from_bytes(blake2b(name.encode(), digest_size=BYTES).digest()) >> DROPPED) * SCALE

    def uniforms(self, purpose: str, entity: str, count: int) -> list[float]:
        """Give several at once, which costs less than one by one; fewer of them are the first of more."""
        found: list[float] = []
        for block in range(-(-count // PER_HASH)):
            numbers = EIGHT(self._hash(purpose, entity, block, PER_HASH * BYTES))
            found += [(number >> DROPPED) * SCALE for number in numbers]
        return found[:count]

    def secret(self, purpose: str, entity: str) -> bytes:
        """Give 32 bytes, for a draw that is keyed as in earnest."""
        return self._hash(purpose, entity, 0, 32)

    def _hash(self, purpose: str, entity: str, block: int, size: int) -> bytes:
        name = f"{self._whose}{purpose}\n{entity}\n{block}"
        return blake2b(name.encode(), digest_size=size).digest()

    def for_wait(self, duration: Duration, purpose: str, entity: str) -> float:
        """Give the number a duration is drawn by; one that is fixed needs none."""
        return 0.0 if duration.shape == FIXED else self.uniform(purpose, entity)


def days(duration: Duration, uniform: float) -> float:
    """Turn a number of [0, 1) into a duration in days; a larger number never gives a shorter one."""
    low, typical, high = duration.low, duration.typical, duration.high
    if duration.shape == FIXED:
        return typical / THOUSANDTHS
    if duration.shape == UNIFORM:
        return (low + (high - low) * uniform) / THOUSANDTHS
    if duration.shape == EXPONENTIAL:
        return exponential(typical, uniform) / THOUSANDTHS
    if duration.shape == LOGNORMAL:
        return typical * math.exp(_sigma(typical, high) * normal(uniform)) / THOUSANDTHS
    return triangular(low, typical, high, uniform) / THOUSANDTHS


def share(wanted: Share, uniform: float) -> float:
    """Turn a number of [0, 1) into a share of the triangle; 1.0 is the whole."""
    return triangular(wanted.low, wanted.typical, wanted.high, uniform) / THOUSANDTHS


def exponential(mean: float, uniform: float) -> float:
    """Turn a number of [0, 1) into an exponential one."""
    return -mean * math.log1p(-uniform)


def normal(uniform: float) -> float:
    """Turn a number of [0, 1) into a standard normal one."""
    return NORMAL.inv_cdf(max(uniform, SCALE))


def spread(permille: int, uniform: float) -> float:
    """Turn a number of [0, 1) into a log-normal factor of mean 1; `permille` is the sigma of its logarithm."""
    sigma = permille / THOUSANDTHS
    return math.exp(sigma * normal(uniform) - sigma * sigma / 2)


def triangular(low: float, typical: float, high: float, uniform: float) -> float:
    """Turn a number of [0, 1) into one of a triangle."""
    if high <= low:
        return low
    turn = (typical - low) / (high - low)
    if uniform < turn:
        return low + math.sqrt(uniform * (high - low) * (typical - low))
    return high - math.sqrt((1 - uniform) * (high - low) * (high - typical))


def count(mean: float, uniform: float) -> int:
    """Turn a number of [0, 1) into a Poisson count; of two means the larger never gives the smaller count."""
    number = 0 if mean <= MANY else int(mean - FAR * math.sqrt(mean))  # what is left out is rarer than any draw
    term = math.exp(-mean) if not number else math.exp(number * math.log(mean) - mean - math.lgamma(number + 1))
    below, most = term, int(mean + FAR * math.sqrt(mean)) + THOUSANDTHS
    uniform = min(uniform, RARE)
    while uniform >= below and number < most:
        number += 1
        term *= mean / number
        below += term
    return number


def pick(cumulated: Sequence[float], uniform: float) -> int:
    """Choose a place by weights that are added up already."""
    wanted, low, high = uniform * cumulated[-1], 0, len(cumulated) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if cumulated[middle] <= wanted else (low, middle)
    return low


@lru_cache(maxsize=256)
def _sigma(typical: int, high: int) -> float:
    return math.log(high / typical) / OF_TWENTY
