"""Runs and their plans (运行、方案)."""

from marshmallow import fields, validate

from allocator.domain.scenarios.figures import FIGURES
from api.schemas.common import Bilingual, Load, Page, by_name, nothing_or, text_list
from api.schemas.fields import Answer, Asked, Day, Flag, Line, Prose, Whole
from api.schemas.simulations import SourceIn

DEFAULT_SECONDS, MOST_SECONDS = 60, 3600
MOST_MOVES, MOST_POINTS, USUAL_POINTS, MOST_NAMED = 1000, 100, 10, 10_000
WIDTH = r"^(?=.*[1-9])[0-9]{1,12}(\.[0-9]{1,6})?$"
MOST_MONTHS, LARGEST_SEED = 36, 2**31 - 1
KINDS = ["allocate", "rebalance", "simulation", "staffing", "calibration", "forecast"]
MOST_SCENARIOS, MOST_REPLICATIONS = 20, 10_000
MOST_RUNS, MOST_MINUTES = 100_000, 1440


class RefusedMove(Asked):
    """A single move not wanted: a case, and whom it may not go to; with nobody named it may not move at all."""

    case = Line(100, required=True)
    officer = Line(100, allow_none=True, load_default=None)


class TakenMove(Asked):
    """A move a person settled on: a case, and whom it goes to."""

    case = Line(100, required=True)
    officer = Line(100, required=True)


class RunIn(Asked):
    """What to do, searched for at most so many seconds: a plan for all waiting cases, or moves of held ones.

    A "rebalance" asks for exactly one of `moves` (at most so many), `frontier` (the best plan for each number of moves up
    to `most`), and `absent` (all that somebody hands over, for good or `until` a last day away). `keep`, `refuse`,
    `take` (moves settled on, which the plan has whatever else it finds, and which count among the most) and `second` (may
    move again within the rulebook's days, for a reason given in `because`) go with each of them.

    A "simulation" plays `scenarios` on the office as it stands, the first being the baseline, `replications` times each if
    they do not say it themselves, or until the interval of each figure in `half_width` is as narrow (in the figure's unit, as
    text: {"closing_rate": "0.01"}). A "staffing" finds the least change that reaches `targets`, starting from `scenario`; it
    makes at most `budget` runs instead of the file's, and stops after so many `minutes` with what it knows, which differs
    from machine to machine and is said in the answer (`stopped`).

    A "calibration" fits what a log of work tells, a "forecast" the `months` from `start` on, with `backtest` also how often
    its bands held before; `log` is what `POST /work-logs` answered.
    """

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    seconds = Whole(1, MOST_SECONDS, load_default=DEFAULT_SECONDS)
    moves = Whole(0, MOST_MOVES, allow_none=True, load_default=None)
    frontier = Flag(load_default=False)
    most = Whole(1, MOST_POINTS, load_default=USUAL_POINTS)
    absent = Line(100, allow_none=True, load_default=None)
    until = Day(allow_none=True, load_default=None)
    keep = fields.List(Line(100), load_default=list, validate=validate.Length(0, MOST_NAMED))
    refuse = fields.List(fields.Nested(RefusedMove), load_default=list, validate=validate.Length(0, MOST_NAMED))
    take = fields.List(fields.Nested(TakenMove), load_default=list, validate=validate.Length(0, MOST_NAMED))
    second = fields.List(Line(100), load_default=list, validate=validate.Length(0, MOST_NAMED))
    because = Prose(500, load_default="")
    scenarios = fields.List(fields.Nested(SourceIn), load_default=list, validate=validate.Length(0, MOST_SCENARIOS))
    replications = Whole(2, MOST_REPLICATIONS, allow_none=True, load_default=None)
    half_width = fields.Dict(
        keys=fields.String(validate=validate.OneOf(list(FIGURES))),
        values=fields.String(validate=validate.Regexp(WIDTH), metadata={"pattern": WIDTH}),
        load_default=dict,
    )
    targets = fields.Nested(SourceIn, allow_none=True, load_default=None)
    scenario = fields.Nested(SourceIn, allow_none=True, load_default=None)
    budget = Whole(1, MOST_RUNS, allow_none=True, load_default=None)
    minutes = Whole(1, MOST_MINUTES, allow_none=True, load_default=None)
    log = Line(64, allow_none=True, load_default=None)
    start = Day(allow_none=True, load_default=None)
    months = Whole(1, MOST_MONTHS, load_default=6)
    seed = Whole(0, LARGEST_SEED, load_default=1)
    backtest = Flag(load_default=False)


class Run(Answer):
    """A run and how far it is (progress per mille; value, bound and gap of the level being searched, null once it ended).

    The gap is in millionths of the value. `message` says what it does or how it ended; what every level came to stands in
    the plan's certificate.
    """

    id = fields.String(metadata={"format": "uuid"})
    kind = fields.String()
    params = fields.Dict(keys=fields.String())
    actor = fields.String()
    state = fields.String(validate=validate.OneOf(["queued", "running", "done", "failed", "cancelled"]))
    progress = fields.Integer()
    value = fields.Integer(allow_none=True)
    bound = fields.Integer(allow_none=True)
    gap = fields.Integer(allow_none=True)
    message = fields.Nested(Bilingual)
    error = fields.Dict(keys=fields.String(), allow_none=True)
    cancel_asked = fields.Boolean()
    created_at = fields.String(metadata={"format": "date-time"})
    started_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    finished_at = fields.String(allow_none=True, metadata={"format": "date-time"})


class PlanRow(Answer):
    """A case in a plan."""

    case_no = fields.String()
    officer = fields.String()
    mentor = fields.String(allow_none=True)
    charges = by_name()
    alternatives = fields.Integer()


class Unplaced(Answer):
    """A case no plan could place, and by how much."""

    case_no = fields.String()
    reasons = by_name()
    excess_minutes = fields.Integer(allow_none=True)
    officer = fields.String(allow_none=True)
    text = fields.Nested(Bilingual)


class LoadChange(Answer):
    """A person's load before and after the plan."""

    officer = fields.String()
    before = fields.Nested(Load)
    after = fields.Nested(Load)
    cases = fields.Integer()


class Move(PlanRow):
    """A case that goes from its holder to somebody else, what that costs by its stage, and what an absence's end brings."""

    holder = fields.String()
    price = fields.Integer()
    stage = fields.String(allow_none=True)
    second = fields.Boolean()
    afterwards = fields.String(allow_none=True, validate=validate.OneOf(["back", "stay"]))


class Level(Answer):
    """What a plan is worth on one level: value, proven bound, gap in millionths of the value."""

    name = fields.String()
    value = fields.Integer()
    bound = fields.Integer()
    gap = fields.Integer()
    unit = fields.String()
    status = fields.String()
    reached = fields.Integer()
    held = fields.Integer()


class MovePoint(Answer):
    """A point of the frontier: at most so many moves, which, and what they bring."""

    most = fields.Integer()
    rows = fields.List(fields.Nested(Move))
    levels = fields.List(fields.Nested(Level))


class Moves(Answer):
    """What a plan of moves has besides: what was asked, the frontier and why it ends there, the moves, and what stays.

    `taken` are the moves a person settled on, which stand in each point before those that were found. `covered` are
    apprentices' cases that get another mentor beside, `unmentored` those that have none, `covers` who should
    stand in, to be accepted as a proposal of pairs. `fixed` says why a case stays: "kept", "moved_lately", its holder
    "away", or "nobody" else may have it.
    """

    asked = fields.Dict(keys=fields.String())
    points = fields.List(fields.Nested(MovePoint))
    end = fields.String(validate=validate.OneOf(["most", "nothing to gain", "limits"]))
    taken = fields.List(fields.Nested(Move))
    rows = fields.List(fields.Nested(Move))
    covered = fields.List(fields.Nested(Move))
    unmentored = text_list()
    covers = fields.List(fields.Dict(keys=fields.String()))
    fixed = fields.Dict(keys=fields.String(), values=fields.String())


class Plan(Answer):
    """A plan that waits for a person: rows, what is left over, loads, proof, objections, and what is published.

    `moves` is null for a plan that places waiting cases; a withdrawn plan cannot be published.
    """

    snapshot = fields.String()
    seed = fields.Integer()
    seconds = fields.Integer()
    instance = fields.String()
    rows = fields.List(fields.Nested(PlanRow))
    unplaced = fields.List(fields.Nested(Unplaced))
    loads_ = fields.List(fields.Nested(LoadChange), data_key="loads", attribute="loads")
    certificate = fields.Dict(keys=fields.String())
    seal = fields.String()
    objections = fields.List(fields.Dict(keys=fields.String()))
    alarms = fields.List(fields.Dict(keys=fields.String()))
    published = text_list()
    withdrawn = fields.Boolean()
    moves = nothing_or(Moves)


class RunWithPlan(Run):
    """A run with its plan once it is done."""

    plan = nothing_or(Plan)


class RunPage(Answer):
    """A page of runs, newest first; `next` is null on the last one."""

    items = fields.List(fields.Nested(Run))
    next = fields.String(allow_none=True)


class RunQuery(Page):
    """Which runs."""


class PublicationIn(Asked):
    """Which cases of the plan: null publishes all that are not published yet."""

    cases = fields.List(Line(100), allow_none=True, load_default=None, validate=validate.Length(1, 100_000))


class PublishedCase(Answer):
    """A case given out by the plan."""

    id = fields.Integer()
    version = fields.Integer()
    case_no = fields.String()
    officer = fields.String()
    mentor = fields.String(allow_none=True)


class Publication(Answer):
    """What was published."""

    run = fields.String()
    published = fields.Integer()
    items = fields.List(fields.Nested(PublishedCase))


class Withdrawal(Answer):
    """A draft taken back, and what had been published of it before."""

    run = fields.String()
    withdrawn = fields.Boolean()
    published = text_list()
