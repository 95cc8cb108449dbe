"""The planner's laboratory (推演实验室): what was asked of it, questions that stand ready, and who works on a run that waits."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allocator.domain.errors import BadInput, NotFound
from allocator.domain.office import Office
from allocator.domain.people import Officer
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Text
from allocator.files.scenario_writing import scenario_text
from allocator.persistence import locks
from allocator.persistence.runs import OPEN, Run
from allocator.services.context import Context
from allocator.services.staffing.beginnings import BANK_DAYS, live_opening
from allocator.services.staffing.least_changes import AS_IT_IS, STAFFING
from allocator.services.staffing.simulations import SIMULATION
from allocator.services.transaction import the_office, the_rulebook
from allocator.simulation.opening import Opening
from allocator.simulation.report import Report, report_from

KINDS = (SIMULATION, STAFFING)
QUARTER = 90
FEWEST_RUNS, MOST_RUNS = 3, 30
CASES_A_MINUTE = 10_000
"""Cases times runs of one scenario for which two cores need half a minute, both scenarios taken together (measured)."""

MOST_WORKERS = 8


@dataclass(frozen=True, slots=True)
class Ready:
    """A question that stands ready (现成问题): what if one of a role leaves a team? `count` serve there today."""

    id: str
    team: Text
    role: Text
    count: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Why a run is not begun (等待情况): how many are before it, and whether any worker is there to take it."""

    ahead: int
    attended: bool


@dataclass(frozen=True, slots=True)
class Experiment:
    """What was asked of the laboratory (推演任务): the run, its document as far as there is one, and why it waits."""

    run: Run
    document: Mapping[str, Any] | None
    waiting: Waiting | None

    @property
    def report(self) -> Report | None:
        """Give the report of a simulation, None while there is none."""
        return report_from(self.document) if self.document and self.run.kind == SIMULATION else None


def titles_of(run: Run) -> tuple[Text, ...]:
    """Give what the scenarios or targets of a run are called; a text that says no name goes by its file."""
    sources = run.params.get("scenarios") or [run.params["targets"]]
    return tuple(_title(source) for source in sources)


def _title(source: Mapping[str, str]) -> Text:
    try:
        name = tomllib.loads(source["toml"])["name"]
        return Text(name["zh"], name["en"]) if isinstance(name, dict) else Text(name, name)
    except (tomllib.TOMLDecodeError, LookupError, TypeError):
        return Text(source["name"], source["name"])


def experiments(context: Context, limit: int, after: str | None = None) -> tuple[Run, ...]:
    """List what was asked of the laboratory, newest first, going on after a run of the page before."""
    with context.database.reading() as uow:
        return uow.runs.list(limit, after, kinds=KINDS)


def read_experiment(context: Context, run_id: str) -> Experiment:
    """Give a run of the laboratory with what is known of its answer; raises NotFound."""
    with context.database.reading() as uow:
        run = uow.runs.get(run_id)
        if run is None or run.kind not in KINDS:
            raise _no_such_experiment(run_id)
        document = uow.documents.get(run.result) if run.result else None
    return Experiment(run, document, waiting_of(context, run))


def waiting_of(context: Context, run: Run) -> Waiting | None:
    """Say why a run is not begun; None for one that is, or has ended."""
    if run.state != "queued":
        return None
    with context.database.reading() as uow:
        before = [one for one in uow.runs.list(states=OPEN) if one.number < run.number and not one.inline]
    return Waiting(len(before), _attended(context))


def _attended(context: Context) -> bool:
    """Say whether some worker holds its place; its lock is let go by the system even when it is killed."""
    names = (f"worker-{number}" for number in range(MOST_WORKERS))
    return any(not locks.is_free(context.database, name) for name in names)


def _no_such_experiment(run_id: str) -> NotFound:
    return NotFound(
        Text("没有这个推演。", "There is no such simulation."),
        Text("请从推演页的列表中选择。", "Choose one of the list on the page of the laboratory."),
        code="run-unknown",
        facts={"run": run_id},
    )


def ready_questions(context: Context) -> tuple[Ready, ...]:
    """List every role of every team that leads cases, in the office's own order."""
    with context.database.reading() as uow:
        office = the_office(uow)
        today = context.today(office)
        rulebook = the_rulebook(uow, today)
    posts = dict.fromkeys((one.team, one.role) for one in _leading(office, rulebook, today))
    return tuple(_ready(office, rulebook, today, team, role) for team, role in _in_order(office, posts))


def _in_order(office: Office, posts: Mapping[tuple[str | None, str], None]) -> Iterator[tuple[str, str]]:
    for team in office.teams:
        yield from ((team.code, role) for code, role in posts if code == team.code and team.lanes)


def _ready(office: Office, rulebook: Rulebook, day: date, team: str, role: str) -> Ready:
    count = len(_post(office, rulebook, day, (team, role)))
    return Ready(f"{team}.{role}", office.team_by_code[team].name, rulebook.roles[role].name, count)


def _leading(office: Office, rulebook: Rulebook, day: date) -> Iterator[Officer]:
    return (one for one in office.officers if one.serves(day) and rulebook.roles[one.role].leads)


def _post(office: Office, rulebook: Rulebook, day: date, post: tuple[str, str]) -> list[Officer]:
    return [one for one in _leading(office, rulebook, day) if (one.team, one.role) == post]


def one_leaves(context: Context, question: str) -> dict[str, Any]:
    """Give what a run is asked for a question that stands ready: the next quarter, the office as it is beside one less.

    The one who stands last of the role in the office's own list goes tomorrow. There are as many runs as two cores do
    within a minute, by the number of cases, so that equal offices get equal answers. Raises BadInput, or NotFound without
    an office, a rulebook or a process.
    """
    opening = live_opening(context)
    first = context.today(opening.office) + timedelta(days=1)
    team, _, role = question.partition(".")
    post = _post(opening.office, opening.rulebook, context.today(opening.office), (team, role))
    if not post:
        raise _no_such_post(question)
    frame = {"first": first, "days": QUARTER, "warm_up_days": 0}
    name = _one_less(opening.office.team_by_code[team].name, opening.rulebook.roles[role].name)
    leaving = {"people": {"leave": [{"who": post[-1].code, "last": first}]}}
    scenarios = [sent(AS_IT_IS, frame), sent(name, {**frame, **leaving})]
    return {"scenarios": scenarios, "replications": runs_in_a_minute(opening, QUARTER), "half_width": {}}


def sent(name: Text, values: Mapping[str, Any]) -> dict[str, str]:
    """Give a scenario as a run is asked with it: its file named by what it is called in Chinese."""
    return {"name": f"{name.zh}.toml", "toml": scenario_text({"name": name.as_dict(), **values})}


def runs_in_a_minute(opening: Opening, days: int) -> int:
    """Say how many runs of two scenarios two cores do within a minute, by the number of cases alone."""
    cases = len(opening.stock) + len(opening.bank) * days // BANK_DAYS
    return min(MOST_RUNS, max(FEWEST_RUNS, CASES_A_MINUTE // max(1, cases)))


def _one_less(team: Text, role: Text) -> Text:
    return Text("{team}少一名{role}", "one {role} of {team} less").fill(team=team, role=role)


def _no_such_post(question: str) -> BadInput:
    text = Text(f"没有“{question}”这个岗位。", f'There is no post "{question}".')
    return BadInput(
        text,
        Text("请重新打开推演页选择。", "Open the page of the laboratory again and choose one."),
        code="post-unknown",
        faults=[{"field": "post", "text": text.as_dict()}],
    )
