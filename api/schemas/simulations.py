"""Scenarios, simulations and the least change that reaches targets (推演、反问)."""

from marshmallow import fields, validate

from api.schemas.common import Bilingual, nothing_or, text_list
from api.schemas.fields import Answer, Asked, Line, Prose

LONGEST_SCENARIO = 200_000
STATES = ("running", "done", "failed", "cancelled")


class SourceIn(Asked):
    """A scenario or a file of targets: its name, by which faults are told, and its text in TOML."""

    name = Line(200, required=True)
    toml = Prose(LONGEST_SCENARIO, required=True)


class ScenarioFile(Answer):
    """A scenario file of the office: its title, or in a sentence why it cannot be used today."""

    name = fields.String()
    toml = fields.String()
    title = nothing_or(Bilingual)
    refused = nothing_or(Bilingual)


class ScenarioFiles(Answer):
    """The scenario files of the office's folder, by name."""

    items = fields.List(fields.Nested(ScenarioFile))


class Post(Answer):
    """A role of a team that leads cases, and how many have it."""

    id = fields.String()
    team = fields.Nested(Bilingual)
    role = fields.Nested(Bilingual)
    count = fields.Integer()


class ReadyQuestions(Answer):
    """Posts of which one may be taken away, in the office's own order."""

    items = fields.List(fields.Nested(Post))


class Source(Answer):
    """A scenario as a run is asked with it."""

    name = fields.String()
    toml = fields.String()


class ReadyQuestion(Answer):
    """A question that stands ready, as a run is asked it: as many replications as two cores do within a minute."""

    kind = fields.String()
    scenarios = fields.List(fields.Nested(Source))
    replications = fields.Integer()


class Estimate(Answer):
    """A mean with the half width of its 95 % interval, from `n` runs; null where too few runs have the figure."""

    mean = fields.Float(allow_none=True)
    half_width = fields.Float(allow_none=True)
    n = fields.Integer()


class WarmUp(Answer):
    """The first days that count for nothing; not `settled`: look at more days."""

    days = fields.Integer()
    chosen = fields.Boolean()
    settled = fields.Boolean()


class Outcome(Answer):
    """What came of one scenario: figures, their paired differences to the first one, and series by week."""

    name = fields.Nested(Bilingual)
    digest = fields.String()
    figures = fields.Dict(keys=fields.String(), values=fields.Nested(Estimate))
    differences = fields.Dict(keys=fields.String(), values=fields.Nested(Estimate))
    weeks = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(Estimate)))


class Opening(Answer):
    """What was played on: office, rulebook and process by digest, the number of open cases and of filings before."""

    office = fields.String()
    rulebook = fields.String()
    process = fields.String()
    stock = fields.Integer()
    bank = fields.Integer()


class Simulation(Answer):
    """The report of a simulation; of one that is running or was cancelled, what is known so far, without weeks.

    `missed` are figures whose interval stayed wider than asked.
    """

    run = fields.String()
    state = fields.String(validate=validate.OneOf(STATES))
    digest = fields.String()
    opening = fields.Nested(Opening)
    first = fields.String(metadata={"format": "date"})
    days = fields.Integer()
    seed = fields.Integer()
    replications = fields.Integer()
    warm_up = fields.Nested(WarmUp)
    outcomes = fields.List(fields.Nested(Outcome))
    missed = text_list()
    confidence = fields.Float()


class Reached(Answer):
    """In how many futures a target was met, and an interval for its probability that holds whenever one looks (95 %)."""

    figure = fields.String()
    value = fields.Float()
    at_least = fields.Boolean()
    probability = fields.Float()
    met = fields.Integer()
    low = fields.Float()
    high = fields.Float()


class ChangeStep(Answer):
    """One unit of change."""

    name = fields.Nested(Bilingual)
    cost = fields.Integer()


class Tried(Answer):
    """A change that was tried: it "reaches" the targets, "fails", or is still "open" after so many replications."""

    name = fields.Nested(Bilingual)
    steps = fields.List(fields.Nested(ChangeStep))
    cost = fields.Integer()
    state = fields.String(validate=validate.OneOf(["reaches", "fails", "open"]))
    replications = fields.Integer()
    targets = fields.List(fields.Nested(Reached))
    means = fields.Dict(keys=fields.String(), values=fields.Float(allow_none=True))


class StartedFrom(Answer):
    """The scenario the search started from."""

    name = fields.Nested(Bilingual)
    digest = fields.String()


class Worth(Answer):
    """What one more is worth: how each figure of the targets changes, paired."""

    name = fields.Nested(Bilingual)
    differences = fields.Dict(keys=fields.String(), values=fields.Nested(Estimate))


class Untried(Answer):
    """A change that was not run, and its cost."""

    name = fields.Nested(Bilingual)
    cost = fields.Integer()


class Staffing(Answer):
    """The least change that reaches the targets (several of one cost), its runners-up, and all that was tried.

    While `open` holds a change, a cheaper answer may exist; `decided` are the runs after which there was none. The `left`
    changes `untried` were not run: they cost more, or the budget was used up (`exhausted`). `stopped` says what ended the
    search: "" nothing, "budget", "time", or "enough", the part of the runs that runners-up are worth. `nearest` came
    nearest, where none reaches the targets.
    """

    run = fields.String()
    state = fields.String(validate=validate.OneOf(STATES))
    question = fields.String()
    scenario = fields.Nested(StartedFrom)
    opening = fields.Nested(Opening)
    warm_up_days = fields.Integer()
    best = fields.List(fields.Nested(Tried))
    runners_up = fields.List(fields.Nested(Tried))
    open = fields.List(fields.Nested(Tried))
    nearest = fields.Nested(Tried, allow_none=True)
    tried = fields.List(fields.Nested(Tried))
    untried = fields.List(fields.Nested(Untried))
    left = fields.Integer()
    replications = fields.Integer()
    exhausted = fields.Boolean()
    stopped = fields.String()
    decided = fields.Integer(allow_none=True)
    worth = fields.List(fields.Nested(Worth))
