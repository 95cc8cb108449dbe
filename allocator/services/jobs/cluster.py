"""A Dask cluster (计算集群) in place of helping processes: work goes to it by address, and the answer is the same to the bit.

Whoever can reach a cluster's scheduler can run code on its workers, so that an address comes from the command line alone,
never from a request.
"""

import platform
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any

import numpy as np

from allocator.decisions.certificates.code import DECIDING, code_digest
from allocator.domain.errors import BadInput, Unavailable
from allocator.domain.words import Count, Text
from allocator.services.jobs.hands import AHEAD, Ahead, do, packed

PATIENCE = "10s"
SIMULATING = (*DECIDING, "allocator.simulation")


class Cluster(Ahead):
    """The workers of a cluster as an executor; each works at one piece at a time."""

    def __init__(self, client: Any) -> None:
        self._pool: Executor = client.get_executor(pure=False)
        self._ahead = len(client.nthreads()) * AHEAD

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand out one piece of work."""
        return self._pool.submit(do, packed(fn, args, kwargs))


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Hold a cluster ready for a while.

    Raises Unavailable where Dask is not installed, nobody answers at the address or nobody works there, and BadInput where
    a worker runs other code than this process or more than one piece at a time, which would spoil what runs remember.
    """
    client = _client(address)
    try:
        _check(client, address)
        yield Cluster(client)
    finally:
        client.close()


def _client(address: str) -> Any:
    try:
        from distributed import Client

        connect: Callable[..., Any] = Client
    except ImportError as missing:
        raise Unavailable(
            Text("未安装 Dask。", "Dask is not installed."),
            Text("请安装：pip install 'fenliu[cluster]'。", "Install it: pip install 'fenliu[cluster]'."),
            code="cluster-missing",
        ) from missing
    try:
        return connect(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise Unavailable(
            Text(f"连接不上计算集群“{address}”。", f'No cluster answers at "{address}".'),
            Text(
                "请核对地址（如 tcp://主机:8786），并先启动 dask scheduler。",
                "Check the address (like tcp://host:8786) and start `dask scheduler` there.",
            ),
            code="cluster-unreachable",
            facts={"address": address},
        ) from error


def program() -> tuple[str, str, str]:
    """Name all that a simulated figure rests on in this process: our code, Python and numpy."""
    return code_digest(SIMULATING), platform.python_version(), np.__version__


def _check(client: Any, address: str) -> None:
    threads, found = client.nthreads(), client.run(program)
    if not threads:
        raise Unavailable(
            Text(f"计算集群“{address}”没有工作进程。", f'Nobody works at the cluster "{address}".'),
            Text("请启动 dask worker --nthreads 1。", "Start `dask worker --nthreads 1` there."),
            code="cluster-empty",
            facts={"address": address},
        )
    others = sorted(worker for worker in threads if threads[worker] != 1 or found[worker] != program())
    if others:
        raise BadInput(
            Text(
                f"计算集群有 {len(others)} 个工作进程与本机程序不同，或一次做多件。",
                f"{Count(len(others)):worker of the cluster runs|workers of the cluster run} another program, or several pieces at a time.",
            ),
            Text(
                "请装同一版本，并以 dask worker --nthreads 1 启动。",
                "Install the same version there and start each by `dask worker --nthreads 1`.",
            ),
            code="cluster-differs",
            faults=[{"worker": worker, "threads": threads[worker], "program": found[worker]} for worker in others],
        )
