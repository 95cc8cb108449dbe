"""Errands (外勤任务): what is asked for, and what is answered."""

from marshmallow import fields, validate

from api.schemas.common import Page, by_name, text_list
from api.schemas.fields import Answer, Asked, Day, Flag, Line, Whole, counts_by_name

LONGEST, MOST_NAMES, LAST_PRIORITY = 720, 50, 99
DAY = {"format": "date"}
STATES = ("open", "done", "withdrawn")


def _day() -> Day:
    return Day(allow_none=True, metadata={"type": "string", **DAY})


class PlaceIn(Asked):
    """A town, the village in it, and the drive on from the town's centre in minutes."""

    town = Line(100, required=True)
    village = fields.String(load_default="", validate=validate.Length(0, 100))
    minutes = Whole(0, LONGEST, load_default=0)


class ErrandChanges(Asked):
    """What of an errand is to be otherwise; what is left out stays.

    `needs` are people by skill, `uses` shared things by kind, both beyond what the kind of errand asks; days are inclusive.
    """

    kind = Line(100, metadata={"description": "A kind of the rulebook, such as `service`."})
    place = fields.Nested(PlaceIn)
    handler = Line(100, allow_none=True)
    minutes = Whole(1, LONGEST, allow_none=True)
    earliest = _day()
    latest = _day()
    due = _day()
    urgent = Flag()
    livelihood = Flag()
    priority = Whole(0, LAST_PRIORITY)
    noticed_on = _day()
    approved_on = _day()
    warranted_on = _day()
    booked_on = _day()
    needs = counts_by_name(MOST_NAMES)
    uses = counts_by_name(MOST_NAMES)
    barred = fields.List(Line(100), validate=validate.Length(0, MOST_NAMES))


class ErrandIn(ErrandChanges):
    """An errand for a case; without a code it gets one. Who holds the case goes, as the docket says on the day of planning."""

    code = Line(40)
    case_no = Line(100, required=True)
    kind = Line(100, required=True, metadata={"description": "A kind of the rulebook, such as `service`."})
    place = fields.Nested(PlaceIn, required=True)


EXAMPLE_ERRAND = {
    "kind": "service",
    "case_no": "（2022）内0222执101号",
    "place": {"town": "银号镇"},
    "due": "2022-09-16",
}


class Place(Answer):
    """Where an errand is done."""

    town = fields.String()
    village = fields.String()
    minutes = fields.Integer()


class ErrandAsked(Answer):
    """What an errand asks."""

    code = fields.String()
    kind = fields.String()
    case_no = fields.String()
    place = fields.Nested(Place)
    asked_on = fields.String(metadata=DAY)
    handler = fields.String(allow_none=True)
    minutes = fields.Integer(allow_none=True)
    earliest = fields.String(allow_none=True, metadata=DAY)
    latest = fields.String(allow_none=True, metadata=DAY)
    due = fields.String(allow_none=True, metadata=DAY)
    urgent = fields.Boolean()
    livelihood = fields.Boolean()
    priority = fields.Integer()
    noticed_on = fields.String(allow_none=True, metadata=DAY)
    approved_on = fields.String(allow_none=True, metadata=DAY)
    warranted_on = fields.String(allow_none=True, metadata=DAY)
    booked_on = fields.String(allow_none=True, metadata=DAY)
    needs = by_name()
    uses = by_name()
    barred = text_list()


class Errand(ErrandAsked):
    """An errand, and where it stands."""

    id = fields.Integer()
    version = fields.Integer()
    state = fields.String(validate=validate.OneOf(STATES))
    source = fields.String(validate=validate.OneOf(["api", "file", "case"]))


class AskedByNodes(Answer):
    """Errands that nodes of cases ask for; `nowhere` are cases whose town is not known. Send `confirm` back to put down these.

    `added` is null until they are confirmed.
    """

    confirm = fields.String()
    errands = fields.List(fields.Nested(ErrandAsked))
    nowhere = text_list()
    added = fields.List(fields.Nested(Errand), allow_none=True)


class ErrandQuery(Page):
    """Which errands."""

    state = fields.String(validate=validate.OneOf(STATES))


class ErrandPage(Answer):
    """A page of errands by id; `next` is null on the last one."""

    items = fields.List(fields.Nested(Errand))
    next = fields.String(allow_none=True)


class ErrandList(Answer):
    """Errands of a file, in its order."""

    items = fields.List(fields.Nested(Errand))
