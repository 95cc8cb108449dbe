"""The same queue in three simulators: SimPy, Ciw and the kernel of our simulated offices; waits against Erlang's formula.

    python benchmarks/queues.py [--customers 20000] [--servers 5] [--busy 0.9] [--runs 5] [--json]

M/M/c: one line, exponential gaps and services, all customers from an empty start, each run with its own seed. Printed are
the mean wait with its 95 % interval, the true wait of a line that has always run, and the processor time for each customer
as a ratio to ours. SimPy and ours serve the very same customers, drawn before the clock starts; Ciw draws its own, which
is in its time. A rival that cannot be imported is left out: SimPy comes with the extra "bench", Ciw has to be put beside it
(its package lays a folder of tests beside our own).
"""

import importlib
import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allocator.simulation.statistics import Estimate, estimate
from benchmarks._queues import Customer, Line, mmc_wait, poisson
from benchmarks._table import Row, parser, show

SERVICE = 10.0
"""Mean minutes of one service."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What is simulated: servers, arrivals a minute, customers of one run."""

    servers: int
    rate: float
    customers: int


Simulator: TypeAlias = Callable[[Queue, Sequence[Customer], int], float]


def main(given: Sequence[str] | None = None) -> None:
    """Run each simulator on the same queue and print waits and times."""
    options = parser(str(__doc__))
    options.add_argument("--customers", type=int, default=20_000)
    options.add_argument("--servers", type=int, default=5)
    options.add_argument("--busy", type=float, default=0.9)
    options.add_argument("--runs", type=int, default=5)
    asked = options.parse_args(given)
    queue = Queue(asked.servers, asked.busy * asked.servers / SERVICE, asked.customers)
    true = mmc_wait(queue.rate, SERVICE, queue.servers)
    size = f"M/M/{queue.servers} at {asked.busy:g}, {queue.customers:,} customers × {asked.runs}"
    show("Plain queues", list(rows(queue, asked.runs, size, true)), as_json=asked.json)


def rows(queue: Queue, runs: int, size: str, true: float) -> Iterator[Row]:
    """Give for each simulator the wait it found and how long a customer took it, ours first."""
    own: float | None = None
    for name, simulate in simulators():
        found, micros = measured(simulate, queue, runs)
        own = own or micros
        wait = f"{found.mean:.2f} ± {found.half_width:.2f} min"
        yield Row(f"{name}: mean wait", size, wait, f"{true:.2f} min", "-", None)
        yield Row(
            f"{name}: processor time a customer", size, f"{micros:.1f} µs", "-", f"ours {own:.1f} µs", micros / own
        )


def measured(simulate: Simulator, queue: Queue, runs: int) -> tuple[Estimate, float]:
    """Simulate some runs; gives the mean wait and the processor time of the quickest, in microseconds a customer."""
    waits, times = [], []
    for seed in range(runs):
        customers = customers_of(queue, seed)
        start = time.process_time()
        waits.append(simulate(queue, customers, seed))
        times.append(time.process_time() - start)
    return estimate(waits), min(times) * 1e6 / queue.customers


def simulators() -> Iterator[tuple[str, Simulator]]:
    """Give our kernel and every rival that is there."""
    yield "ours", ours
    if find_spec("simpy"):
        yield "SimPy", by_simpy
    if find_spec("ciw"):
        yield "Ciw", by_ciw


def customers_of(queue: Queue, seed: int) -> list[Customer]:
    """Draw the customers of one run."""
    random = Random(seed)
    times = islice(poisson(queue.rate, random), queue.customers)
    return [Customer(at, 0, (random.expovariate(1 / SERVICE),)) for at in times]


def ours(queue: Queue, customers: Sequence[Customer], _seed: int) -> float:
    """Serve them at one of our desks."""
    Line((queue.servers,)).serve(customers)
    return _mean(customers)


def by_simpy(queue: Queue, customers: Sequence[Customer], _seed: int) -> float:
    """Serve the same customers by SimPy: a process for each, the servers a resource."""
    simpy = importlib.import_module("simpy")
    environment = simpy.Environment()
    servers = simpy.Resource(environment, queue.servers)

    def served(customer: Customer) -> Iterator[Any]:
        """Wait for a server, then be served."""
        with servers.request() as turn:
            yield turn
            customer.waited = environment.now - customer.comes
            yield environment.timeout(customer.works[0])

    def coming() -> Iterator[Any]:
        for customer in customers:
            yield environment.timeout(customer.comes - environment.now)
            environment.process(served(customer))

    environment.process(coming())
    environment.run()
    return _mean(customers)


def by_ciw(queue: Queue, _customers: Sequence[Customer], seed: int) -> float:
    """Let Ciw draw and serve as many customers of the same queue."""
    ciw = importlib.import_module("ciw")
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=queue.rate)],
        service_distributions=[ciw.dists.Exponential(rate=1 / SERVICE)],
        number_of_servers=[queue.servers],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(queue.customers, method="Finish")
    records = simulation.get_all_records()
    return math.fsum(record.waiting_time for record in records) / len(records)


def _mean(customers: Sequence[Customer]) -> float:
    return math.fsum(customer.waited for customer in customers) / len(customers)


if __name__ == "__main__":
    main()
