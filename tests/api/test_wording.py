"""Whatever a schema may say is said in Chinese too."""

import inspect

import pytest
from marshmallow import Schema, ValidationError, fields, validate

import api.schemas.fields
from api.schemas.fields import NO_BLANK, NO_CONTROL
from api.wording import bilingual

OURS = [kind for _, kind in inspect.getmembers(api.schemas.fields, inspect.isclass) if issubclass(kind, fields.Field)]
USED = [*OURS, fields.String, fields.Integer, fields.List, fields.Dict, fields.Nested]
SENTENCES = {
    text for kind in USED for base in kind.__mro__ for text in vars(base).get("default_error_messages", {}).values()
}
SENTENCES |= set(Schema._default_error_messages.values()) | {NO_BLANK, NO_CONTROL}


def _said(rule, value):
    with pytest.raises(ValidationError) as told:
        rule(value)
    return told.value.messages[0]


SENTENCES |= {
    _said(validate.Length(1, 5), ""),
    _said(validate.Length(1), ""),
    _said(validate.Length(max=1), "ab"),
    _said(validate.Range(1, 5), 9),
    _said(validate.Range(1), 0),
    _said(validate.Range(max=1), 2),
    _said(validate.OneOf(["a", "b"]), "c"),
}


@pytest.mark.parametrize("sentence", sorted(SENTENCES))
def test_every_sentence_of_a_schema_has_its_chinese(sentence):
    """A clerk who reads no English is told what is wrong."""
    told = bilingual(sentence)

    assert told.en == sentence
    assert told.zh != sentence
    assert any("\u4e00" <= sign <= "\u9fff" for sign in told.zh)


def test_figures_are_kept():
    """The bounds stand in both languages."""
    assert bilingual("Must be greater than or equal to 1 and less than or equal to 200.").zh == "须在 1 到 200 之间。"
