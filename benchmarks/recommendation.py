"""One recommendation while 20,000 cases are open: the time a clerk waits, at the client, with two web workers.

    python benchmarks/recommendation.py [--cases 20000] [--people 26|500] [--requests 1000] [--clients 2] [--json]

The rival is the naive way in the same run: load every open case as an object and add the loads up, for each request.
"""

import argparse
import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allocator.decisions.recommendation.recommendation import rank
from allocator.services.access.permissions import create_token
from allocator.services.assignment.giving import recommend
from allocator.services.cases.casework import find_case
from allocator.services.context import Context, utc_now
from allocator.services.remembering import place
from allocator.services.transaction import look
from benchmarks._office import GUYANG_PEOPLE, fill, fresh_office
from benchmarks._table import Row, parser, percentile, show, timed

ROOT = Path(__file__).resolve().parents[1]
TARGET = 0.050
WAITING_SHARE = 20
RIVAL_RUNS = 5
STARTING_SECONDS = 60
WARM_UP = 40
MOST_SECONDS = 25  # of asking; fewer requests are made where each takes long


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill a database, ask the API, ask the rival, print."""
    asked = parser(str(__doc__))
    asked.add_argument("--cases", type=int, default=20_000, help="open cases")
    asked.add_argument("--people", type=int, default=GUYANG_PEOPLE, help="staff of the office, about")
    asked.add_argument("--requests", type=int, default=1000)
    asked.add_argument("--clients", type=int, default=2, help="clients asking at once")
    asked.add_argument("--workers", type=int, default=2, help="web processes")
    options = asked.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        context = fresh_office(Path(folder), options.people)
        _, filled = timed(lambda: fill(context, options.cases, max(1, options.cases // WAITING_SHARE)))
        ids = _waiting(context)
        inside = [timed(partial(recommend, context, number))[1] for number in _some(ids, 100)]
        naive = [timed(partial(naive_recommendation, context, number))[1] for number in _some(ids, RIVAL_RUNS)]
        token = create_token(replace(context, clock=utc_now), "benchmark", "admin", 1)
        with serving(context.database.url, options.workers) as port:
            waits = ask(port, token, _some(ids, options.requests), options.clients)
        context.database.close()
    _show(waits, inside, naive, f"{options.cases:,} open × {options.people} people", filled, options)


def _waiting(context: Context) -> list[int]:
    with context.database.reading() as uow:
        return [case.id for case in uow.cases.waiting()]


def _some(ids: Sequence[int], count: int) -> list[int]:
    return random.Random(7).choices(ids, k=count)


def naive_recommendation(context: Context, number: int) -> str:
    """Rank as most people would begin: every open case as an object, every load added up in Python; gives the best."""
    with context.database.reading() as uow:
        held: Counter[str] = Counter()
        for case in list(uow.cases.open()):
            held.update(case.holding.charges if case.holding else {})
        snapshot = replace(look(uow, context), held=held)
        ranking = rank(place(uow, find_case(uow, number), snapshot), snapshot)
        return ranking.candidates[0].officer if ranking.candidates else ""


@contextmanager
def serving(url: str, workers: int, settings: Sequence[str] = ("-k", "gthread", "--threads", "8")) -> Iterator[int]:
    """Serve the API with gunicorn on a free port of the loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    line = [
        sys.executable, "-m", "gunicorn", "--no-control-socket", *settings,
        "-w", str(workers), "-b", f"127.0.0.1:{port}", "--log-level", "error", "wsgi:app",
    ]  # fmt: skip
    with subprocess.Popen(
        line, cwd=ROOT, env={**os.environ, "FENLIU_DB": url}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _await(port, process)
            yield port
        finally:
            process.terminate()


def _await(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until the service answers; a process that ended will not."""
    end = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as client:
                client.request("GET", "/livez")
                if client.getresponse().status == http.HTTPStatus.OK:
                    return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The service did not start.")


def ask(port: int, token: str, ids: Sequence[int], clients: int) -> list[float]:
    """Ask for recommendations from so many clients at once; gives each one's seconds at the client."""
    _one_client(port, token, ids[:WARM_UP])
    parts = [ids[start::clients] for start in range(clients)]
    with ThreadPoolExecutor(clients) as pool:
        return list(chain.from_iterable(pool.map(lambda part: _one_client(port, token, part), parts)))


def _one_client(port: int, token: str, ids: Sequence[int]) -> list[float]:
    waits: list[float] = []
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as client:
        for number in ids:
            waits.append(timed(partial(_get, client, token, number))[1])
            if sum(waits) > MOST_SECONDS:
                break
    return waits


def _get(client: http.client.HTTPConnection, token: str, number: int) -> None:
    client.request("GET", f"/api/v1/cases/{number}/recommendation", headers={"Authorization": f"Bearer {token}"})
    answer = client.getresponse()
    body = answer.read()
    if answer.status != http.HTTPStatus.OK:
        raise SystemExit(f"HTTP {answer.status}: {body[:300]!r}")


def _show(
    waits: Sequence[float],
    inside: Sequence[float],
    naive: Sequence[float],
    size: str,
    filled: float,
    options: argparse.Namespace,
) -> None:
    rival = statistics.median(naive)
    p95 = percentile(waits, 0.95)
    said = {share: f"{percentile(waits, share) * 1000:.1f} ms" for share in (0.5, 0.95, 0.99)}
    goal = f"< 50 ms: {'met' if p95 < TARGET else 'MISSED'}"
    told = f"naive {rival * 1000:,.0f} ms (no HTTP)"
    rows = [
        Row("recommendation at the API, p50", size, said[0.5], "", told, rival / percentile(waits, 0.5)),
        Row("recommendation at the API, p95", size, said[0.95], goal, told, rival / p95),
        Row("recommendation at the API, p99", size, said[0.99], "", told, rival / percentile(waits, 0.99)),
        Row(
            "the use case alone, p50", size, f"{statistics.median(inside) * 1000:.1f} ms", "", told,
            rival / statistics.median(inside),
        ),
    ]  # fmt: skip
    notes = (
        f"{len(waits)} requests over varied cases, {options.clients} clients at once, SQLite filled in {filled:.1f} s",
        f"gunicorn with {options.workers} workers on the loopback",
    )
    show("Recommendation for one case", rows, as_json=options.json, notes=notes)


if __name__ == "__main__":
    main()
