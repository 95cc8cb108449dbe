"""Pairs, cover and the mentor ledger (师徒结对、代管、师傅台账)."""

from marshmallow import fields, validate

from api.schemas.common import Bilingual, Load, by_name, nothing_or
from api.schemas.fields import Answer, Asked, Count, Day, Flag, Line, Whole
from api.schemas.runs import Run

DEFAULT_SECONDS, MOST_SECONDS = 10, 600
LONGEST_NAME = 100
DAY = {"format": "date"}


class ProposalIn(Asked):
    """Whom to pair: apprentices without a mentor, or (`anew`) everybody."""

    anew = Flag(load_default=False)
    seconds = Whole(1, MOST_SECONDS, load_default=DEFAULT_SECONDS)


class CoverIn(Asked):
    """Who is away, by code or name, and until when; null: to the end of the leave that was entered."""

    person = Line(LONGEST_NAME, required=True)
    until = Day(allow_none=True, load_default=None, metadata={"type": "string", "format": "date"})
    seconds = Whole(1, MOST_SECONDS, load_default=DEFAULT_SECONDS)


class AcceptanceIn(Asked):
    """Which apprentices of the proposal: null accepts all that is new."""

    apprentices = fields.List(
        Line(LONGEST_NAME), allow_none=True, load_default=None, validate=validate.Length(1, 10_000)
    )


class LedgerQuery(Asked):
    """Whose books, over how many days."""

    person = Line(LONGEST_NAME)
    days = Count(7, 730, metadata={"description": "The window up to today; the rulebook's by default."})


class StepIn(Asked):
    """Who, and to which step (1 the lowest); null: what the ledger proposes."""

    person = Line(LONGEST_NAME, required=True)
    step = Whole(1, 20, allow_none=True, load_default=None)


class Matched(Answer):
    """An apprentice and a mentor."""

    apprentice = fields.String()
    mentor = fields.String()


class Proposed(Matched):
    """A pair proposed: places in both lists (1 the best), the mentor before, the mentor's load before and after."""

    former = fields.String(allow_none=True)
    wish = fields.Integer()
    regard = fields.Integer()
    before = fields.Nested(Load)
    after = fields.Nested(Load)
    text = fields.Nested(Bilingual)


class Alone(Answer):
    """An apprentice without a mentor, and how many were refused for which reason."""

    apprentice = fields.String()
    reasons = by_name()
    text = fields.Nested(Bilingual)


class Concession(Answer):
    """An exception of the cheapest way out."""

    kind = fields.String(validate=validate.OneOf(["place", "consent"]))
    mentor = fields.String()
    apprentice = fields.String(allow_none=True)
    amount = fields.Integer()
    text = fields.Nested(Bilingual)


class PairObjection(Answer):
    """What pairs must not be."""

    rule = fields.String()
    apprentice = fields.String()
    mentor = fields.String()
    text = fields.Nested(Bilingual)
    facts = fields.Dict(keys=fields.String())


class PairCheck(Answer):
    """What the checker found; loads per mille. No blocking pair: stable."""

    objections = fields.List(fields.Nested(PairObjection))
    blocking = fields.List(fields.Nested(Matched))
    paired = fields.Integer()
    most = fields.Integer()
    balance = fields.Integer()
    balance_floor = fields.Integer()
    peak = fields.Integer()
    peak_floor = fields.Integer()


class Span(Answer):
    """A span of days, both included."""

    first = fields.String(metadata=DAY)
    last = fields.String(allow_none=True, metadata=DAY)


class Cover(Answer):
    """Who stands in for whom, until when, and what the three are told."""

    apprentice = fields.String()
    mentor = fields.String()
    cover = fields.String()
    period = fields.Nested(Span)
    notice = fields.Nested(Bilingual)


class Proposal(Answer):
    """A proposal that waits for a person."""

    run = fields.String(metadata={"format": "uuid"})
    snapshot = fields.String()
    seconds = fields.Integer()
    pairs = fields.List(fields.Nested(Proposed))
    kept = fields.List(fields.Nested(Matched))
    alone = fields.List(fields.Nested(Alone))
    certificate = fields.Dict(keys=fields.String())
    check = fields.Nested(PairCheck)
    way_out = fields.List(fields.Nested(Concession))
    way_pairs = fields.List(fields.Nested(Matched))
    way_check = nothing_or(PairCheck)
    covers = fields.List(fields.Nested(Cover))
    away = fields.Dict(keys=fields.String(), values=fields.Nested(Span))


class RunWithProposal(Run):
    """A run with its proposal once it is done; null for a run that makes none."""

    proposal = nothing_or(Proposal)


class PairRow(Matched):
    """A pair as pairings.csv has it."""

    first = fields.String(metadata=DAY)
    last = fields.String(allow_none=True, metadata=DAY)
    cover = fields.Boolean()


class Away(Answer):
    """Days on which somebody is away."""

    officer = fields.String()
    first = fields.String(metadata=DAY)
    last = fields.String(allow_none=True, metadata=DAY)


class Acceptance(Answer):
    """What accepting changed; `cases_left` are open cases, by apprentice, that still name a former mentor.

    `away` is the leave that was entered for a mentor who is covered, where it was not there.
    """

    begun = fields.List(fields.Nested(PairRow))
    ended = fields.List(fields.Nested(PairRow))
    notices = fields.List(fields.Nested(Bilingual))
    cases_left = by_name()
    away = fields.List(fields.Nested(Away))
    decision = fields.Integer()


class Hours(Answer):
    """Minutes charged as mentor, with their interval."""

    minutes = fields.Integer()
    low = fields.Integer()
    high = fields.Integer()


class PairHours(Answer):
    """What one mentor gave in the window, and what the rulebook asks for, in minutes."""

    mentor = fields.String()
    cover = fields.Boolean()
    first = fields.String(metadata=DAY)
    last = fields.String(allow_none=True, metadata=DAY)
    cases = fields.Integer()
    given = fields.Nested(Hours)
    running = fields.Nested(Hours)
    asked = fields.Integer()
    still_asked = fields.Integer()


class CaseCount(Answer):
    """Cases of one kind met."""

    id = fields.String()
    text = fields.Nested(Bilingual)
    least = fields.Integer()
    met = fields.Integer()
    together = fields.Integer()


class Evidence(Answer):
    """One thing the next step asks for."""

    id = fields.String()
    wanted = fields.Integer()
    found = fields.Integer()
    text = fields.Nested(Bilingual)
    enough = fields.Boolean()


class StepProposal(Answer):
    """The step the evidence speaks for; a person decides."""

    kind = fields.String(validate=validate.OneOf(["next_step", "graduate", "stay"]))
    now = fields.Integer(allow_none=True)
    then = fields.Integer(allow_none=True)
    capacity_now = fields.Integer(allow_none=True)
    capacity_then = fields.Integer(allow_none=True)
    decided = fields.Boolean()
    reasons = fields.List(fields.Nested(Bilingual))


class Ledger(Answer):
    """An apprentice's book over a window of days; shares per mille."""

    apprentice = fields.String()
    first = fields.String(metadata=DAY)
    last = fields.String(metadata=DAY)
    pairs = fields.List(fields.Nested(PairHours))
    cases = fields.Integer()
    open = fields.Integer()
    together = fields.Integer()
    share = fields.Integer(allow_none=True)
    asked_share = fields.Integer()
    moved_away = fields.Integer()
    kinds = fields.List(fields.Nested(CaseCount))
    evidence = fields.List(fields.Nested(Evidence))
    step = fields.Nested(StepProposal)


class Ledgers(Answer):
    """Books in the office's own order; never a ranking."""

    items = fields.List(fields.Nested(Ledger))


class Advanced(Answer):
    """A step somebody decided on."""

    apprentice = fields.String()
    before = fields.Integer(allow_none=True)
    after = fields.Integer(allow_none=True)
    proposed = fields.Integer(allow_none=True)
    graduated = fields.Boolean()
    ended = fields.List(fields.Nested(PairRow))
    decision = fields.Integer()
