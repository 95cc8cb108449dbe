"""The kernel of simulated offices against theory: queues whose waits are known, 40 seeded configurations, and intervals that keep their promise.

Of each configuration the mean wait is estimated from independent runs; its 95 % interval must hold the true wait, and over
all configurations as often as a binomial allows. A kernel with a wrong discipline is found out by the same count.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from random import Random

import pytest
from scipy.stats import binom

from allocator.simulation.statistics import Estimate, estimate
from benchmarks._queues import Customer, Line, mmc_wait, poisson

RUNS, SKIPPED, COUNTED = 16, 500, 1500
CONFIGURATIONS = 40
PROMISE, DOUBT = 0.95, 0.001
Draw = Callable[[Random], float]

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Service:
    """How long service takes: its mean, its second moment, and how to draw it."""

    mean: float
    square: float
    draw: Draw


@dataclass(frozen=True)
class Kind:
    """Customers of one rank: how often they come and what they take at each desk."""

    rate: float
    services: Sequence[Service]


@dataclass(frozen=True, eq=False)
class Configuration:
    """A queue whose mean wait is known; of several kinds it is the wait of kind `asked`."""

    name: str
    servers: Sequence[int]
    kinds: Sequence[Kind]
    asked: int
    wait: float


def exponential(mean: float) -> Service:
    return Service(mean, 2 * mean**2, lambda random: random.expovariate(1 / mean))


def uniform(mean: float) -> Service:
    return Service(mean, mean**2 * 13 / 12, lambda random: random.uniform(mean / 2, mean * 3 / 2))


def fixed(mean: float) -> Service:
    return Service(mean, mean**2, lambda _: mean)


def lognormal(mean: float) -> Service:
    sigma = 0.6
    return Service(
        mean,
        mean**2 * math.exp(sigma**2),
        lambda random: random.lognormvariate(math.log(mean) - sigma**2 / 2, sigma),
    )


def several_servers(random: Random) -> Configuration:
    """M/M/c: one line, several servers."""
    servers, service = random.randint(1, 8), random.uniform(5, 60)
    rate = random.uniform(0.5, 0.85) * servers / service
    return Configuration(
        f"M/M/{servers}", (servers,), (Kind(rate, (exponential(service),)),), 0, mmc_wait(rate, service, servers)
    )


def with_priorities(random: Random) -> Configuration:
    """M/G/1 with ranks, nothing interrupted: Cobham's formula."""
    count = random.randint(2, 4)
    loads = [random.uniform(0.3, 1) for _ in range(count)]
    busy = random.uniform(0.6, 0.85)
    services = [random.choice((exponential, uniform, fixed, lognormal))(random.uniform(5, 60)) for _ in range(count)]
    rates = [busy * load / sum(loads) / service.mean for load, service in zip(loads, services, strict=True)]
    kinds = tuple(Kind(rate, (service,)) for rate, service in zip(rates, services, strict=True))
    asked = random.choice((0, count - 1))
    begun = sum(kind.rate * kind.services[0].square for kind in kinds) / 2
    before, upto = (sum(kind.rate * kind.services[0].mean for kind in kinds[:end]) for end in (asked, asked + 1))
    return Configuration(f"M/G/1, {count} ranks, {asked}", (1,), kinds, asked, begun / (1 - before) / (1 - upto))


def one_behind_the_other(random: Random) -> Configuration:
    """A tandem: what leaves M/M/c is Poisson again (Burke), so that each desk waits like M/M/c by itself."""
    servers = (random.randint(1, 4), random.randint(1, 4))
    services = tuple(random.uniform(5, 60) for _ in servers)
    rate = random.uniform(0.5, 0.8) * min(count / service for count, service in zip(servers, services, strict=True))
    waits = (mmc_wait(rate, service, count) for service, count in zip(services, servers, strict=True))
    kinds = (Kind(rate, tuple(exponential(service) for service in services)),)
    return Configuration(f"tandem {servers}", servers, kinds, 0, sum(waits))


FAMILIES = (several_servers, with_priorities, one_behind_the_other)


@cache
def configurations() -> tuple[Configuration, ...]:
    """Forty queues, of each family in turn, each from a seed of its own."""
    return tuple(FAMILIES[seed % len(FAMILIES)](Random(seed)) for seed in range(CONFIGURATIONS))


def customers_of(configuration: Configuration, random: Random) -> list[Customer]:
    """The customers of one run, in the order in which they come."""
    count = SKIPPED + COUNTED
    found: list[Customer] = []
    for rank, kind in enumerate(configuration.kinds):
        times = islice(poisson(kind.rate, random), count)
        found += (Customer(at, rank, [service.draw(random) for service in kind.services]) for at in times)
    return sorted(found, key=lambda customer: customer.comes)[:count]


@cache
def waits(configuration: Configuration, *, shared: bool = True, ranks: bool = True) -> Estimate:
    """Estimate the mean wait on our kernel, with the right discipline or a wrong one."""
    means = []
    for run in range(RUNS):
        customers = customers_of(configuration, Random(f"{configuration.name} {configuration.wait} {run}"))
        asked = [one for one in customers[SKIPPED:] if one.rank == configuration.asked]
        if not ranks:
            for customer in customers:
                customer.rank = 0
        Line(configuration.servers, shared=shared).serve(customers)
        means.append(math.fsum(one.waited for one in asked) / len(asked))
    return estimate(means)


def holds(found: Estimate, wait: float) -> bool:
    """Whether the interval holds the true wait."""
    return found.low is not None and found.high is not None and found.low <= wait <= found.high


def fewest(count: int) -> int:
    """How many intervals of so many must hold the truth, if they keep their promise (but for one time in a thousand)."""
    return int(binom.ppf(DOUBT, count, PROMISE))


def test_intervals_hold_the_true_wait_as_often_as_they_promise():
    """Forty queues: the count of intervals with the true wait in them is one a binomial of 95 % gives."""
    missed = [one.name for one in configurations() if not holds(waits(one), one.wait)]

    assert CONFIGURATIONS - len(missed) >= fewest(CONFIGURATIONS), missed


def test_a_queue_for_each_server_is_found_out():
    """Who splits one line into several is held to be wrong by the same count."""
    several = [one for one in configurations()[:24] if max(one.servers) > 1 and len(one.kinds) == 1]

    assert sum(holds(waits(one, shared=False), one.wait) for one in several) < fewest(len(several))


def test_ranks_nobody_heeds_are_found_out():
    """Who serves all in the order of coming is held to be wrong by the same count."""
    ranked = [one for one in configurations()[:24] if len(one.kinds) > 1]

    assert sum(holds(waits(one, ranks=False), one.wait) for one in ranked) < fewest(len(ranked))


def test_waits_an_eighth_off_are_found_out():
    """The intervals are narrow enough to tell: if each true wait were an eighth longer, the count would say so."""
    assert sum(holds(waits(one), one.wait * 1.125) for one in configurations()) < fewest(CONFIGURATIONS)
