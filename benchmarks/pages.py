"""Every page for every role in a large office: server time and weight of the first load, by itself and as it is served.

    python benchmarks/pages.py [--cases 20000] [--people 500] [--rounds 20] [--streams 30] [--office FOLDER] [--json]

First each page is asked for in this process, without HTTP; then gunicorn serves with the settings of `fenliu serve`, while so
many browsers follow the events of a run, and each page is timed at a client on the loopback. The weight is what a browser
that has kept nothing loads: the page and the files it names, as they are sent. `--office` keeps the database for another time.
"""

import argparse
import http.client
import re
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

from allocator.services.access import ROLES
from allocator.services.access_rules import AccessRules
from allocator.services.context import Context, the_office, utc_now, writing
from allocator.services.deadlines import LISTS
from allocator.services.sessions import Visitor, begin
from allocator.services.users import put_down
from api import create_app
from benchmarks._office import at_work, fill, fresh_office
from benchmarks._table import Row, parser, percentile, show, timed
from benchmarks.clocks import SINCE, put_events
from benchmarks.recommendation import serving

TARGET, HEAVIEST = 0.100, 200_000
WAITING_SHARE = 20
HTML = "text/html,application/xhtml+xml"
FILES = re.compile(r'(?:src|href)="(/static/[^"]+)"')
MORE = (
    *(f"/clocks?list={name}" for name in LISTS if name != "due"),
    "/cases?q=1", "/indicators?from=2022-01-01&to=2022-06-30", "/indicators/closing_rate?after=500",
)  # fmt: skip
Get = Callable[[str, str], tuple[int, int, str]]
"""Asks for an address as somebody, by the value of their session: gives status, bytes sent and the text."""


@dataclass(frozen=True)
class Timed:
    """How long a page took for a role, and what its first load weighs."""

    role: str
    page: str
    seconds: tuple[float, ...]
    weight: int


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
    context = _office(folder, options)
    app = create_app(context)
    people, samples = _people(context), _samples(context)
    inside = walk(app, people, samples, options.rounds, partial(_inside, app))
    served = replace(context, clock=utc_now)
    people = _people(served)
    run = _run(served)
    web = serving(context.database.url, options.workers, ("-c", "python:allocator.web"))
    with web as port, following(port, run, people["admin"], options.streams):
        outside = walk(app, people, samples, options.rounds, partial(_outside, port))
    context.database.close()
    show("Pages of a large office", [*_rows(inside, outside, options)], as_json=options.json)


def _office(folder: Path, options: argparse.Namespace) -> Context:
    if (folder / "bench.db").exists():
        return at_work(folder)
    folder.mkdir(exist_ok=True)
    context = fresh_office(folder, options.people)
    fill(context, options.cases, options.cases // WAITING_SHARE, SINCE)
    put_events(context, closed=0)
    return context


def _people(context: Context) -> dict[str, str]:
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


def _samples(context: Context) -> dict[str, list[str]]:
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


def walk(app: Flask, people: dict[str, str], samples: dict[str, list[str]], rounds: int, get: Get) -> list[Timed]:
    """Ask for every page a role may see, so often; the first time warms up and weighs."""
    return [
        found
        for role, session in people.items()
        for page in pages(app)
        if (found := _walked(role, session, page, samples, rounds, get)) is not None
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


def _walked(role: str, session: str, page: str, samples: dict[str, list[str]], rounds: int, get: Get) -> Timed | None:
    cases = cycle(samples.get(page.split("/")[1], samples[""]) or [""])
    (status, size, text), _ = timed(lambda: get(page.replace("<case_id>", next(cases)), session))
    if status != http.HTTPStatus.OK:
        return None
    files = sorted(set(FILES.findall(text)))
    weight = size + sum(get(file.replace("&amp;", "&"), session)[1] for file in files)
    addresses = [page.replace("<case_id>", next(cases)) for _ in range(rounds)]
    return Timed(role, page, tuple(timed(partial(get, one, session))[1] for one in addresses), weight)


def _inside(app: Flask, address: str, session: str) -> tuple[int, int, str]:
    with app.test_client() as client:
        client.set_cookie("fenliu_session", session)
        answer = client.get(address, headers={"Accept": HTML, "Accept-Encoding": "gzip"})
        body = answer.get_data()
        return answer.status_code, len(body), "" if answer.content_encoding else body.decode()


def _outside(port: int, address: str, session: str) -> tuple[int, int, str]:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Accept": HTML, "Accept-Encoding": "gzip", "Cookie": f"fenliu_session={session}"}
    client.request("GET", address, headers=headers)
    answer = client.getresponse()
    body = answer.read()
    client.close()
    return answer.status, len(body), "" if answer.headers["Content-Encoding"] else body.decode()


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


def _rows(inside: Sequence[Timed], outside: Sequence[Timed], options: argparse.Namespace) -> Iterator[Row]:
    """Give a row for each page, its slowest role leading, and one of all."""
    size = f"{options.cases:,} open × {options.people} people"
    for page in dict.fromkeys(one.page for one in inside):
        slowest = max((one for one in inside if one.page == page), key=_p95)
        served = [one for one in outside if one.page == page]
        also = max(map(_p95, served), default=0.0)
        met = "met" if also < TARGET and slowest.weight < HEAVIEST else "MISSED"
        told = f"{_ms(slowest.seconds, 0.5)} / {_ms(slowest.seconds, 0.95)}; {slowest.weight / 1000:.0f} kB"
        goal = f"< 100 ms, < 200 kB: {met}"
        yield Row(
            f"{page} ({slowest.role})",
            size,
            told,
            goal,
            f"served, {options.streams} streams: {also * 1000:.0f} ms",
            None,
        )
    every = [second for one in outside for second in one.seconds]
    yield Row("all pages, served", size, f"{_ms(every, 0.5)} / {_ms(every, 0.95)}", "", "-", None)


def _p95(one: Timed) -> float:
    return percentile(one.seconds, 0.95)


def _ms(seconds: Sequence[float], share: float) -> str:
    return f"{percentile(seconds, share) * 1000:.0f} ms"


if __name__ == "__main__":
    main()
