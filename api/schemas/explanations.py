"""Why, why not, what if; certificates and the difference of plans (释明、证明、方案差异)."""

from marshmallow import fields, validate

from api.schemas.common import Bilingual, text_list
from api.schemas.fields import Answer, Asked, Count, Line

LONGEST_NAME = 100
VERIFY_SECONDS, MOST_VERIFY_SECONDS = 5, 10


class CaseQuestion(Asked):
    """What is asked about a case: why not this person, of which plan."""

    why_not = Line(LONGEST_NAME, metadata={"description": "A code, or a name only one bears."})
    run = fields.UUID(metadata={"description": "The plan asked; without it, whatever decided."})


class WhyQuestion(Asked):
    """A question a run shall answer: why not this person; with nobody named, what would place a case left out."""

    why_not = Line(LONGEST_NAME, allow_none=True, load_default=None)
    run = fields.UUID(allow_none=True, load_default=None)


class PlanQuestion(Asked):
    """What is asked about a plan: what it means for a person, or as a whole."""

    person = Line(LONGEST_NAME, metadata={"description": "A code, or a name only one bears."})


class OtherPlan(Asked):
    """The plan to hold it against."""

    other = fields.UUID(required=True)


class ChangedRow(Answer):
    """A row of the office's folder in which a change would be made, named by its key columns as `POST /office/changes` names it.

    `cells` are what the row holds from then on, null where it goes; `new`: there is no such row yet. Without a file it is no
    table of the office: the work somebody holds (`minutes`, more or less).
    """

    file = fields.String(allow_none=True)
    table = fields.String()
    row = fields.Dict(keys=fields.String(), values=fields.String())
    cells = fields.Dict(keys=fields.String(), values=fields.String(), allow_none=True)
    new = fields.Boolean()


class ToldChange(Answer):
    """A change an answer tells of, and where it would be made; `amount` in minutes, per mille or cases by its kind.

    `people` are all whom it is about; `officer` of a change about everybody else who may lead the case is who is not.
    """

    kind = fields.String()
    officer = fields.String()
    amount = fields.Integer()
    what = fields.String()
    people = text_list()
    rows = fields.List(fields.Nested(ChangedRow))


class Explanation(Answer):
    """At most three sentences, and the facts they are made of; `said` tells who gave a case its class by hand, and who differs.

    `changes` are those the sentences tell of as confirmed (a flip, or a way out), each with file and row. `open`: what would
    change it takes whole plans, and is found by a run (`POST /cases/{case_id}/explanation`).
    """

    about = fields.String(validate=validate.OneOf(["case", "person", "run"]))
    subject = fields.String()
    run = fields.String(allow_none=True)
    sentences = fields.List(fields.Nested(Bilingual), validate=validate.Length(1, 3))
    said = fields.List(fields.Nested(Bilingual))
    changes = fields.List(fields.Nested(ToldChange))
    open = fields.Boolean()
    facts = fields.Dict(keys=fields.String())


class Certificate(Answer):
    """The one document that stands for a plan."""

    format = fields.String()
    certificate = fields.Dict(keys=fields.String())
    plan = fields.Dict(keys=fields.String())
    instance = fields.Dict(keys=fields.String())
    seal = fields.String()


class CertificateIn(Asked):
    """A certificate as it was handed out."""

    format = Line(100, required=True)
    certificate = fields.Dict(keys=fields.String(), required=True)
    plan = fields.Dict(keys=fields.String(), required=True)
    instance = fields.Dict(keys=fields.String(), required=True)
    seal = Line(100, required=True)


class VerifyQuery(Asked):
    """How long another solver may work on the bounds."""

    seconds = Count(1, MOST_VERIFY_SECONDS, load_default=VERIFY_SECONDS)


class Finding(Answer):
    """What was found at one place of a certificate."""

    place = fields.String()
    word = fields.String(validate=validate.OneOf(["confirmed", "refuted", "open"]))
    text = fields.Nested(Bilingual)
    facts = fields.Dict(keys=fields.String())


class Verdict(Answer):
    """What verifying came to; `open` counts bounds that were not confirmed in the time given."""

    holds = fields.Boolean()
    open = fields.Integer()
    seal = fields.String()
    findings = fields.List(fields.Nested(Finding))


class Handed(Answer):
    """A case whose lead differs; null where a plan leaves it to nobody."""

    case_no = fields.String()
    before = fields.String(allow_none=True)
    after = fields.String(allow_none=True)


class LevelChange(Answer):
    """A level whose value differs; null where a plan has no such level."""

    level = fields.String()
    before = fields.Integer(allow_none=True)
    after = fields.Integer(allow_none=True)
    unit = fields.String()


class LoadDifference(Answer):
    """A person whose load differs, in minutes and per mille."""

    officer = fields.String()
    minutes = fields.Integer()
    before = fields.Integer(allow_none=True)
    after = fields.Integer(allow_none=True)


class Difference(Answer):
    """What the other plan does otherwise; people by code, nobody ranked."""

    first = fields.String()
    second = fields.String()
    same_instance = fields.Boolean()
    empty = fields.Boolean()
    handed = fields.List(fields.Nested(Handed))
    levels = fields.List(fields.Nested(LevelChange))
    risen = fields.List(fields.Nested(LoadDifference))
    fallen = fields.List(fields.Nested(LoadDifference))
    only_before = text_list()
    only_after = text_list()
    sentences = fields.List(fields.Nested(Bilingual))
