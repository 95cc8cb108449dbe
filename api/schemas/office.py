"""The office and its rulebook (机构、规则手册)."""

import re
from typing import Any

from marshmallow import ValidationError, fields, validates

from api.schemas.common import Bilingual, Load, by_name, text_list
from api.schemas.fields import Answer, Asked, Day, Line, Prose

LONGEST_RULEBOOK = 2_000_000
LONGEST_CODE = 100
ENDLESS_NUMBER = re.compile(r"[0-9_]{1000}")


class PersonLoad(Answer):
    """One person's load."""

    officer = fields.String()
    name = fields.String()
    role = fields.String()
    team = fields.String(allow_none=True)
    load_ = fields.Nested(Load, data_key="load", attribute="load")
    open_cases = fields.Integer()
    new_in_7_days = fields.Integer()


class Loads(Answer):
    """Everybody in service, in the office's own order; never a ranking."""

    items = fields.List(fields.Nested(PersonLoad))


class LoadChangeQuery(Asked):
    """Whose load, and between the ends of which days; without days, the week up to now."""

    first = Day(data_key="from", load_default=None, metadata={"type": "string", "format": "date"})
    last = Day(data_key="to", load_default=None, metadata={"type": "string", "format": "date"})
    person = Line(LONGEST_CODE, load_default=None)
    team = Line(LONGEST_CODE, load_default=None)


class LoadPart(Answer):
    """What one cause did: minutes held and available, and the load per mille (null where nobody was available)."""

    cause = fields.String()
    name = fields.Nested(Bilingual)
    held = fields.Integer()
    available = fields.Integer()
    permille = fields.Integer(allow_none=True)
    exact = fields.String(allow_none=True, metadata={"description": "The same as a fraction of the load."})
    cases = text_list()


class LoadSum(Answer):
    """A change of load as a sum: the parts add up to the difference of `before` and `after`."""

    person = fields.String(allow_none=True)
    team = fields.String(allow_none=True)
    name = fields.Nested(Bilingual)
    from_ = fields.String(data_key="from", attribute="from", metadata={"format": "date"})
    to = fields.String(metadata={"format": "date"})
    before = fields.Nested(Load)
    after = fields.Nested(Load)
    parts = fields.List(fields.Nested(LoadPart))


class Calendar(Answer):
    """Where somebody's calendar of trips is read, without a token: whoever knows the address may."""

    officer = fields.String()
    address = fields.String()


class Team(Answer):
    """A team and the lanes it takes."""

    code = fields.String()
    name = fields.Nested(Bilingual)
    lanes = text_list()
    lead = fields.String(allow_none=True)


class Person(Answer):
    """A member of the office; why somebody is away is not told."""

    code = fields.String()
    name = fields.String()
    role = fields.String()
    team = fields.String(allow_none=True)
    share_permille = fields.Integer()
    entered = fields.String(metadata={"format": "date"})
    left = fields.String(allow_none=True, metadata={"format": "date"})
    skills = text_list()
    in_service = fields.Boolean()
    present = fields.Boolean()


class Office(Answer):
    """The office as it is today."""

    code = fields.String()
    name = fields.Nested(Bilingual)
    court = fields.Nested(Bilingual)
    timezone = fields.String()
    today = fields.String(metadata={"format": "date"})
    teams = fields.List(fields.Nested(Team))
    people = fields.List(fields.Nested(Person))
    towns = text_list()


class Lane(Answer):
    """A way through the office."""

    id = fields.String()
    class_ = fields.String(data_key="class", attribute="class")
    name = fields.Nested(Bilingual)


class FactKind(Answer):
    """A fact the rules may ask for."""

    id = fields.String()
    kind = fields.String()
    name = fields.Nested(Bilingual)
    question = fields.Nested(Bilingual)
    may_be_unknown = fields.Boolean()
    values = text_list()
    source = fields.String()


class Named(Answer):
    """Something of the rulebook with its name."""

    id = fields.String()
    name = fields.Nested(Bilingual)


class ReasonCode(Named):
    """A listed reason for naming a handler."""

    uses = text_list()
    approval = fields.String()


class Rulebook(Answer):
    """The rulebook in force."""

    version = fields.String()
    digest = fields.String()
    effective_from = fields.String(metadata={"format": "date"})
    name = fields.Nested(Bilingual)
    lanes = fields.List(fields.Nested(Lane))
    kinds = fields.List(fields.Nested(Named))
    assets = fields.List(fields.Nested(Named))
    causes = fields.List(fields.Nested(Named))
    facts = fields.List(fields.Nested(FactKind))
    reasons = fields.List(fields.Nested(ReasonCode))


class RulebookIn(Asked):
    """Another rulebook, as its file says it."""

    toml = Prose(LONGEST_RULEBOOK, required=True)

    @validates("toml")
    def no_endless_number(self, text: str, **_: Any) -> None:
        """Refuse a number longer than any machine reads."""
        if ENDLESS_NUMBER.search(text):
            raise ValidationError("A number is too long to be read.")


class Flip(Answer):
    """A case the other rulebook would route otherwise."""

    id = fields.Integer()
    case_no = fields.String()
    old_lane = fields.String()
    new_lane = fields.String()
    old_track = fields.String()
    new_track = fields.String()
    certain = fields.Boolean()


class Rehearsal(Answer):
    """What the other rulebook would do over the whole stock."""

    version = fields.String()
    digest = fields.String()
    cases = fields.Integer()
    before = by_name()
    after = by_name()
    flips = fields.List(fields.Nested(Flip))


class LoadWeeksQuery(Asked):
    """Between which days; without them, the thirteen weeks up to today."""

    first = Day(data_key="from", load_default=None, metadata={"type": "string", "format": "date"})
    last = Day(data_key="to", load_default=None, metadata={"type": "string", "format": "date"})


class OverloadedCase(Answer):
    """A case carried by people who were overloaded for weeks."""

    id = fields.Integer()
    case_no = fields.String()


class TeamWeek(Answer):
    """A team at the end of a week: how many of its people stood at the cap, and how many for four weeks or more."""

    team = fields.String()
    name = fields.Nested(Bilingual)
    load_ = fields.Nested(Load, data_key="load", attribute="load")
    people = fields.Integer()
    over = fields.Integer()
    sustained = fields.Integer()
    cases = fields.List(fields.Nested(OverloadedCase))


class LoadWeek(Answer):
    """All teams at the end of a week (a Sunday)."""

    last = fields.String(metadata={"format": "date"})
    teams = fields.List(fields.Nested(TeamWeek))


class LoadWeeks(Answer):
    """Past weeks; `sustained` counts the person-weeks in a run of `weeks_in_a_row` or more at `cap` per mille or above."""

    sustained = fields.Integer()
    cap = fields.Integer()
    weeks_in_a_row = fields.Integer()
    weeks = fields.List(fields.Nested(LoadWeek))
