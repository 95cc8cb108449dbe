"""Every page for every role in a large office: server time and weight of the first load, by itself and as it is served.

    python benchmarks/pages.py [--cases 20000] [--people 500] [--rounds 20] [--streams 30] [--office FOLDER] [--json]

First each page is asked for in this process, without HTTP: its processor time, which other work on the machine does not
lengthen by its waiting, its time right after a case was given out, when nothing kept is true any more, and its queries. Then
gunicorn serves with the settings of `fenliu serve`, while so many browsers follow the events of a run, and each page is timed
at a client on the loopback. The weight is what a browser that has kept nothing loads: the page and the files it names, as
they are sent. `--office` keeps the database for another time; what is walked is a copy of it.
"""

import argparse
import gzip
import http.client
import re
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask

from allocator.services.access.access_rules import AccessRules
from allocator.services.access.permissions import ROLES
from allocator.services.access.sessions import Visitor, begin
from allocator.services.access.users import put_down
from allocator.services.assignment.giving import assign
from allocator.services.clocks.deadlines import LISTS
from allocator.services.context import Context, utc_now
from allocator.services.transaction import the_office, writing
from api import create_app
from benchmarks._office import at_work, fill, fresh_office
from benchmarks._table import Row, parser, percentile, show
from benchmarks.clocks import SINCE, Queries, put_events
from benchmarks.recommendation import serving

TARGET, HEAVIEST = 0.100, 200_000
WAITING_SHARE = 20
HTML = "text/html,application/xhtml+xml"
FILES = re.compile(r'(?:src|href)="(/static/[^"]+)"')
MORE = (
    *(f"/clocks?list={name}" for name in LISTS if name != "due"),
    "/people/G01", "/cases?q=1", "/indicators?from=2022-01-01&to=2022-06-30", "/indicators/closing_rate?after=500",
)  # fmt: skip
Get = Callable[[str, str], tuple[int, int, str]]
"""Asks for an address as somebody, by the value of their session: gives status, bytes sent and the text."""


@dataclass(frozen=True)
class Asked:
    """How pages are asked for: by what, how often, by which clock; what is changed before the first, who counts queries, how many answer."""

    get: Get
    rounds: int
    clock: Callable[[], float] = time.perf_counter
    change: Callable[[], object] = lambda: None
    queries: Queries | None = None
    processes: int = 1

    def timed(self, get: Callable[[], object]) -> float:
        """Ask for a page and give how long it took."""
        start = self.clock()
        get()
        return self.clock() - start


@dataclass(frozen=True)
class Timed:
    """How long a page took for a role, what its first load and its unpacked markup weigh, and what it took and asked right after a change.

    `first` is what the first to ask waited: each process reads what it keeps once.
    """

    role: str
    page: str
    seconds: tuple[float, ...]
    weight: int
    markup: int
    after: float
    queries: int
    first: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill an office, walk its pages both ways, print."""
    asked = parser(str(__doc__))
    asked.add_argument("--cases", type=int, default=20_000, help="open cases")
    asked.add_argument("--people", type=int, default=500, help="staff of the office, about")
    asked.add_argument("--rounds", type=int, default=20, help="how often each page is asked for")
    asked.add_argument("--streams", type=int, default=30, help="browsers that follow a run meanwhile")
    asked.add_argument("--workers", type=int, default=2, help="web processes")
    asked.add_argument("--office", type=Path, help="folder in which the database is kept")
    options = asked.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        _measure(options, options.office or Path(folder))


def _measure(options: argparse.Namespace, folder: Path) -> None:
    office_of(folder, options).database.close()
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copy(folder / "bench.db", scratch)
        _walk_both_ways(options, at_work(Path(scratch)))


def _walk_both_ways(options: argparse.Namespace, context: Context) -> None:
    app = create_app(context)
    people, samples = signed_in(context), samples_of(context)
    asked = Asked(partial(inside, app), options.rounds, time.process_time, _giving(context, samples), Queries(context))
    within = walk(app, people, samples, asked)
    served = replace(context, clock=utc_now)
    people = signed_in(served)
    run = _run(served)
    web = serving(context.database.url, options.workers, ("-c", "python:allocator.web"))
    with web as port, following(port, run, people["admin"], options.streams):
        outside = walk(app, people, samples, Asked(partial(_outside, port), options.rounds, processes=options.workers))
    context.database.close()
    show("Pages of a large office", [*_rows(within, outside, options)], as_json=options.json)


def office_of(folder: Path, options: argparse.Namespace) -> Context:
    """Open the office kept in a folder, or fill one with open cases, twenty events each, and their clocks."""
    if (folder / "bench.db").exists():
        return at_work(folder)
    folder.mkdir(exist_ok=True)
    context = fresh_office(folder, options.people)
    fill(context, options.cases, options.cases // WAITING_SHARE, SINCE)
    put_events(context, closed=0)
    return context


def signed_in(context: Context) -> dict[str, str]:
    """Put one user of each role down who has signed in; gives the sessions by role."""
    with writing(context) as (uow, here):
        officer = the_office(uow).officers[0].code
        stamp = f"{context.clock():%Y%m%d%H%M%S}"
        found = {}
        for role in ROLES:
            user = put_down(uow, here, f"{role}-{stamp}", role, role, officer)
            found[role] = begin(uow, here, user.name, Visitor("127.0.0.1", "benchmark", ""), AccessRules().sessions)
        uow.commit()
    return found


def _run(context: Context) -> str:
    """Put a run down that nobody works off, so that its events go on."""
    with writing(context) as (uow, here):
        run = uow.runs.add("allocate", {}, "benchmark", at=here.now())
        uow.commit()
    return run


def samples_of(context: Context) -> dict[str, list[str]]:
    """Draw cases by what a page asks of them: one that waits, one's own, any."""
    with context.database.reading() as uow:
        officer = the_office(uow).officers[0].code
        cases = list(uow.cases.open())
    waiting = [str(case.id) for case in cases if case.holding is None]
    own = [str(case.id) for case in cases if case.holding and case.holding.officer == officer]
    draw = Random(7)
    return {
        "inbox": draw.sample(waiting, min(50, len(waiting))),
        "own": own[:50],
        "": [str(case.id) for case in draw.sample(cases, 50)],
    }


def _giving(context: Context, samples: dict[str, list[str]]) -> Callable[[], object]:
    """Give what gives the next case out that waits and is no sample: a change after which no load is what it was."""
    with context.database.reading() as uow:
        left = iter([case.id for case in uow.cases.waiting() if str(case.id) not in samples["inbox"]])
    return lambda: assign(context, next(left))


def walk(app: Flask, people: dict[str, str], samples: dict[str, list[str]], asked: Asked) -> list[Timed]:
    """Ask for every page a role may see, so often; the first time warms up and weighs."""
    return [
        found
        for role, session in people.items()
        for page in pages(app)
        if (found := _walked(role, session, page, samples, asked)) is not None
    ]


def pages(app: Flask) -> Iterator[str]:
    """List the addresses of pages, a case named by <case_id>; those of single runs and links are left out."""
    names = {page.name for page in app.extensions["fenliu.pages"]}
    for rule in sorted(app.url_map.iter_rules(), key=str):
        page = str(rule).replace("<id:case_id>", "<case_id>").replace("/indicators/<name>", "/indicators/closing_rate")
        ours = rule.endpoint.split(".")[0] in names and "GET" in (rule.methods or ())
        if ours and "<" not in page.replace("<case_id>", "") and not page.startswith("/sign-in"):
            yield page
    yield from MORE


def _walked(role: str, session: str, page: str, samples: dict[str, list[str]], asked: Asked) -> Timed | None:
    cases = cycle(samples.get(page.split("/")[1], samples[""]) or [""])

    def get() -> tuple[int, int, str]:
        return asked.get(page.replace("<case_id>", next(cases)), session)

    start = asked.clock()
    status, size, text = get()
    if status != http.HTTPStatus.OK:
        return None
    first = max(asked.clock() - start, *(asked.timed(get) for _ in range(2 * asked.processes - 1)))
    files = sorted(set(FILES.findall(text)))
    weight = size + sum(asked.get(file.replace("&amp;", "&"), session)[1] for file in files)
    asked.change()
    before = asked.queries.asked if asked.queries else 0
    after = asked.timed(get)
    queries = asked.queries.asked - before if asked.queries else 0
    seconds = tuple(asked.timed(get) for _ in range(asked.rounds))
    return Timed(role, page, seconds, weight, len(text.encode()), after, queries, first)


def inside(app: Flask, address: str, session: str) -> tuple[int, int, str]:
    """Ask the application itself for a page, as a browser that takes compressed answers."""
    with app.test_client() as client:
        client.set_cookie("fenliu_session", session)
        answer = client.get(address, headers={"Accept": HTML, "Accept-Encoding": "gzip"})
        return answer.status_code, len(answer.data), _text(answer.data, answer.content_encoding)


def _outside(port: int, address: str, session: str) -> tuple[int, int, str]:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Accept": HTML, "Accept-Encoding": "gzip", "Cookie": f"fenliu_session={session}"}
    client.request("GET", address, headers=headers)
    answer = client.getresponse()
    body = answer.read()
    client.close()
    return answer.status, len(body), _text(body, answer.headers["Content-Encoding"])


def _text(body: bytes, encoding: str | None) -> str:
    return (gzip.decompress(body) if encoding == "gzip" else body).decode()


@contextmanager
def following(port: int, run: str, session: str, streams: int) -> Iterator[None]:
    """Keep so many streams of a run's events open."""
    over = threading.Event()
    threads = [threading.Thread(target=_follow, args=(port, run, session, over), daemon=True) for _ in range(streams)]
    for thread in threads:
        thread.start()
    time.sleep(2)
    yield
    over.set()


def _follow(port: int, run: str, session: str, over: threading.Event) -> None:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    client.request("GET", f"/api/v1/runs/{run}/events", headers={"Cookie": f"fenliu_session={session}"})
    answer = client.getresponse()
    while not over.is_set() and answer.readline():
        pass


def _rows(within: Sequence[Timed], outside: Sequence[Timed], options: argparse.Namespace) -> Iterator[Row]:
    """Give a row for each page, its slowest role leading, and one of all."""
    size = f"{options.cases:,} open × {options.people} people"
    for page in dict.fromkeys(one.page for one in within):
        slowest = max((one for one in within if one.page == page), key=_p95)
        served = [one for one in outside if one.page == page]
        also, first = max(map(_p95, served), default=0.0), max((one.first for one in served), default=0.0)
        met = "met" if also < TARGET and slowest.weight < HEAVIEST else "MISSED"
        told = (
            f"{_ms(slowest.seconds, 0.5)} / {_ms(slowest.seconds, 0.95)}, after a change {slowest.after * 1000:.0f} ms"
        )
        told += f"; {slowest.queries} queries; {slowest.weight / 1000:.0f} kB"
        beside = f"served, {options.streams} streams: {also * 1000:.0f} ms, first {first * 1000:.0f} ms"
        yield Row(f"{page} ({slowest.role})", size, told, f"< 100 ms, < 200 kB: {met}", beside, None)
    every = [second for one in outside for second in one.seconds]
    yield Row("all pages, served", size, f"{_ms(every, 0.5)} / {_ms(every, 0.95)}", "", "-", None)


def _p95(one: Timed) -> float:
    return percentile(one.seconds, 0.95)


def _ms(seconds: Sequence[float], share: float) -> str:
    return f"{percentile(seconds, share) * 1000:.0f} ms"


if __name__ == "__main__":
    main()
