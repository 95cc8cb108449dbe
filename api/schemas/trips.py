"""Trips (出车): made by hand, published, run."""

from marshmallow import fields, validate

from api.schemas.common import text_list
from api.schemas.errands import DAY, MOST_NAMES
from api.schemas.fields import Answer, Asked, Line, Whole

DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES
MOST_TRIPS = 500


class StopIn(Asked):
    """An errand on a trip: which part of it, and the minute of the week at which work begins."""

    errand = Line(40, required=True)
    starts = Whole(0, WEEK_MINUTES, required=True)
    part = Whole(0, 20, load_default=0)


class TripIn(Asked):
    """A trip made by hand: `people` are all aboard, the driver too; hours in minutes from Monday 00:00."""

    code = Line(40, required=True)
    vehicle = Line(100, required=True)
    driver = Line(100, required=True)
    people = fields.List(Line(100), required=True, validate=validate.Length(1, MOST_NAMES))
    leaves = Whole(0, WEEK_MINUTES, required=True)
    back = Whole(0, WEEK_MINUTES, required=True)
    stops = fields.List(fields.Nested(StopIn), required=True, validate=validate.Length(1, MOST_NAMES))


class TripsIn(Asked):
    """Trips made by hand."""

    trips = fields.List(fields.Nested(TripIn), required=True, validate=validate.Length(1, MOST_TRIPS))


EXAMPLE_TRIPS = {
    "trips": [
        {
            "code": "a",
            "vehicle": "V1",
            "driver": "G31",
            "people": ["G08", "G09", "G31"],
            "leaves": 480,
            "back": 600,
            "stops": [{"errand": "W1", "starts": 520, "part": 0}],
        }
    ]
}


class Stop(Answer):
    """An errand on a trip."""

    errand = fields.String()
    starts = fields.Integer()
    part = fields.Integer()


class Trip(Answer):
    """A trip; hours in minutes of its week. `undone` are errands it could not do."""

    id = fields.Integer()
    version = fields.Integer()
    code = fields.String()
    week = fields.String()
    day = fields.String(metadata=DAY)
    state = fields.String(validate=validate.OneOf(["published", "started", "finished", "withdrawn"]))
    vehicle = fields.String()
    driver = fields.String()
    people = text_list()
    leaves = fields.Integer()
    back = fields.Integer()
    stops = fields.List(fields.Nested(Stop))
    undone = text_list()


class TripQuery(Asked):
    """Of which week."""

    week = Line(10, required=True, metadata={"description": "Such as 2022-W41, or the day of its Monday."})


class TripList(Answer):
    """The trips of a week."""

    items = fields.List(fields.Nested(Trip))


class TripBack(Asked):
    """What a trip that came back could not do, by the codes of errands."""

    undone = fields.List(Line(40), load_default=list, validate=validate.Length(0, MOST_NAMES))


class Published(Answer):
    """What publishing did: trips that are new, trips that moved, trips withdrawn; `codes` by the codes of the plan."""

    published = fields.List(fields.Nested(Trip))
    moved = fields.List(fields.Nested(Trip))
    withdrawn = fields.List(fields.Nested(Trip))
    codes = fields.Dict(keys=fields.String(), values=fields.String())
