"""Logs of work, what is fitted from them, and forecasts (办案日志、校准、预测)."""

from marshmallow import fields

from api.schemas.fields import Answer, Asked, Line
from api.schemas.filings import OneFile

DAY = {"format": "date"}


class WorkLogFile(Asked):
    """The file."""

    file = OneFile(required=True)


class WorkLogQuery(Asked):
    """The zone of times that name none, such as Asia/Shanghai."""

    zone = Line(64, allow_none=True, load_default=None)


class KeptLog(Answer):
    """A log that is kept: `log` is what runs ask for it by."""

    log = fields.String()
    name = fields.String()
    cases = fields.Integer()
    items = fields.Integer()
    first = fields.DateTime()
    last = fields.DateTime()


class Fitted(Answer):
    """A fitted figure with its interval; null where the log does not tell."""

    value = fields.Float(allow_none=True)
    low = fields.Float(allow_none=True)
    high = fields.Float(allow_none=True)


def fitted() -> fields.Nested:
    """Make the field of a figure that may not be known at all."""
    return fields.Nested(Fitted, allow_none=True)


class NewCases(Answer):
    """New cases: a working day, by weekday and month as factors, and growth in a year."""

    cases_a_working_day = fitted()
    weekdays = fields.List(fitted())
    months = fields.List(fitted())
    growth_a_year = fitted()
    working_days = fields.Integer()


class FirstStep(Answer):
    """How many cases begin with a step."""

    step = fields.String()
    cases = fields.Integer()
    share = fitted()


class FollowingStep(Answer):
    """How often the end of a step is followed by another."""

    step = fields.String()
    then = fields.String()
    times = fields.Integer()
    share = fitted()


class Presence(Answer):
    """On which days and between which hours (minutes of the day) somebody ended work."""

    person = fields.String()
    first = fields.String(metadata=DAY)
    last = fields.String(metadata=DAY)
    ended = fields.Integer()
    days = fields.Integer()
    weekdays = fields.List(fields.Float())
    opens = fields.Integer()
    closes = fields.Integer()


class StepTimes(Answer):
    """A step's working minutes, and its median days from start to end: the rest of them is waiting."""

    step = fields.String()
    ended = fields.Integer()
    open = fields.Integer()
    minutes = fitted()
    median_days = fitted()


class StepWeight(Answer):
    """A step's share of the load and of its variance, and whether a time study of it is worth while."""

    step = fields.String()
    load_ = fields.Float(attribute="load", data_key="load")
    variance = fields.Float()
    to_measure = fields.Boolean()


class Spans(Answer):
    """What the minutes rest on: spans between two ends of one person."""

    used = fields.Integer()
    left_out = fields.Integer()
    longest_minutes = fields.Integer()


class Calibration(Answer):
    """Everything that was fitted from a log, and what cannot be known from one."""

    run = fields.String()
    state = fields.String()
    digest = fields.String()
    cases = fields.Integer()
    items = fields.Integer()
    arrivals = fields.Nested(NewCases)
    first_steps = fields.List(fields.Nested(FirstStep))
    follows = fields.List(fields.Nested(FollowingStep))
    calendars = fields.List(fields.Nested(Presence))
    steps = fields.List(fields.Nested(StepTimes))
    weights = fields.List(fields.Nested(StepWeight))
    case_days = fitted()
    spans = fields.Nested(Spans)
    not_known = fields.List(fields.String())


class ForecastBand(Answer):
    """What a figure is expected to be, and between what it lies four times in five."""

    low = fields.Float()
    middle = fields.Float()
    high = fields.Float()


class Month(Answer):
    """A month to come: work begun, completed, open at its end, and median days in hand of what was completed."""

    month = fields.String(metadata=DAY)
    arrivals = fields.Nested(ForecastBand)
    completed = fields.Nested(ForecastBand)
    open_work = fields.Nested(ForecastBand)
    median_days = fields.Nested(ForecastBand)


class PastMonth(Month):
    """A month forecast from a day in the past, and what came."""

    came = fields.Dict(keys=fields.String(), values=fields.Float())


class PastForecast(Answer):
    """The forecast made anew from a day in the past."""

    start = fields.String(data_key="from", attribute="from", metadata=DAY)
    months = fields.List(fields.Nested(PastMonth))


class BandsHeld(Answer):
    """In how many of so many months a band held."""

    held = fields.Integer()
    months = fields.Integer()


class Backtest(Answer):
    """How the forecast fared on the past."""

    held = fields.Dict(keys=fields.String(), values=fields.Nested(BandsHeld))
    origins = fields.List(fields.Nested(PastForecast))


class LoadForecast(Answer):
    """A forecast by month; `backtest` only where it was asked for."""

    run = fields.String()
    state = fields.String()
    start = fields.String(data_key="from", attribute="from", metadata=DAY)
    seed = fields.Integer()
    band = fields.Float()
    months = fields.List(fields.Nested(Month))
    backtest = fields.Nested(Backtest)
