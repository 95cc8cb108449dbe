"""What happened in cases, and what is due (办案事件、期限清单)."""

from marshmallow import fields, validate

from allocator.services.clocks.deadlines import LISTS, MOST_DAYS
from api.schemas.common import Bilingual, Page, nothing_or
from api.schemas.fields import Answer, Asked, Count, Day, Fen, Line, Prose

LIGHT = validate.OneOf(["green", "yellow", "red"])
EXAMPLE_EVENTS = {"events": [{"key": "S-17", "kind": "notice_sent", "on": "2022-09-05"}]}
DATE = {"format": "date"}


class EventIn(Asked):
    """One thing that happened: its kind by id of the rulebook's [happenings], its day, and a key that names it once."""

    key = Line(100, required=True)
    kind = Line(100, required=True)
    on = Day(required=True)
    item = Prose(200, load_default="", metadata={"description": "What it concerns; an attached thing is kind:name."})
    amount = Fen(allow_none=True, load_default=None)
    until = Day(allow_none=True, load_default=None)
    approver = Prose(100, load_default="")
    note = Prose(500, load_default="")


class EventsIn(Asked):
    """Events of one case: all of them are put down, or none."""

    events = fields.List(fields.Nested(EventIn), required=True, validate=validate.Length(1, 200))


class EventsRecorded(Answer):
    """How many events were news, how many were there word for word, and of how many cases."""

    added = fields.Integer()
    known = fields.Integer()
    cases = fields.Integer()


class WaysOn(Answer):
    """Why a long-pending case waits, and the cheapest thing that would help."""

    cause = fields.Nested(Bilingual)
    step = nothing_or(Bilingual)
    kind = fields.String(allow_none=True)
    minutes = fields.Integer(allow_none=True)


class DueItem(Answer):
    """A clock of a case: its node, whose it is, its days and its light."""

    case_id = fields.Integer()
    case_no = fields.String()
    node = fields.String()
    name = fields.Nested(Bilingual)
    item = fields.String()
    owner = fields.String(
        metadata={"description": "An officer's code, a team's, or a desk of the rulebook's [owners]."}
    )
    owner_name = fields.Nested(Bilingual)
    team = fields.String(allow_none=True)
    started = fields.String(metadata=DATE)
    due = fields.String(allow_none=True, metadata={**DATE, "description": "Null while a stop holds the clock."})
    days_left = fields.Integer(allow_none=True, metadata={"description": "Calendar days; negative once missed."})
    light = fields.String(validate=LIGHT)
    stopped = fields.Integer(metadata={"description": "Days that did not count."})
    done_on = fields.String(allow_none=True, metadata=DATE)
    lapsed_on = fields.String(allow_none=True, metadata=DATE)
    left = fields.Integer(allow_none=True, metadata={"description": "Money still to be paid out, in fen."})
    step = fields.Integer(allow_none=True, metadata={"description": "The step in days that unpaid money has passed."})
    earliest = fields.Boolean(metadata={"description": "No deadline: before this day something may not be done."})
    estimated = fields.Boolean(metadata={"description": "The make-up days of that year are not proclaimed yet."})
    basis = fields.String()
    confirmed = fields.Boolean(metadata={"description": "Whether the text of the basis was seen."})
    next_step = nothing_or(WaysOn)


class Resting(Answer):
    """On what the clocks rest: how many cases' still on earlier rules or an earlier calendar, and the run that mends it.

    `progress` is how far that run is, per mille.
    """

    behind = fields.Integer()
    run = fields.String(allow_none=True)
    progress = fields.Integer()


class DueItems(Answer):
    """A list as it stood at the end of a day."""

    list_ = fields.String(data_key="list", attribute="list")
    as_of = fields.String(metadata=DATE)
    rulebook = fields.String()
    resting = fields.Nested(Resting)
    items = fields.List(fields.Nested(DueItem))


class DuePage(DueItems):
    """A page of a list; `next` is null on the last one."""

    next = fields.String(allow_none=True)


class AsOf(Asked):
    """As it stood on which day; without it today."""

    as_of = Day()


class DueQuery(Page):
    """Which list, whose, of which light, and as of which day."""

    list_ = fields.String(data_key="list", load_default="due", validate=validate.OneOf(LISTS))
    days = Count(0, MOST_DAYS, load_default=7, metadata={"description": "How far ahead the list `due` looks."})
    owner = Line(100, metadata={"description": "An officer's code, a team's, or a desk of the rulebook's [owners]."})
    light = fields.String(validate=LIGHT)
    as_of = Day()


class CheckQuery(Asked):
    """Before closing a case in which way, by id of the rulebook."""

    way = Line(100, load_default="dormant")


class CheckItem(Answer):
    """One item of a check-list."""

    id = fields.String()
    name = fields.Nested(Bilingual)
    green = fields.Boolean()
    source = fields.String()


class CheckList(Answer):
    """The check-list of a way of closing; empty where it has none."""

    way = fields.String()
    items = fields.List(fields.Nested(CheckItem))
