"""The tree of errors."""

import json

import pytest

from allocator.domain.errors import AllocatorError, BadInput, Conflict, NotAllowed, NotFound, Stale, Unavailable
from allocator.domain.words import Text

KINDS = (BadInput, Conflict, NotAllowed, NotFound, Stale, Unavailable)


def an_error(kind: type[AllocatorError] = AllocatorError, **more) -> AllocatorError:
    return kind(Text("出错了。", "It went wrong."), Text("再试一次。", "Try again."), **more)


def test_every_error_says_what_happened_and_the_next_step():
    """The sentence for a log holds both."""
    assert str(an_error()) == "It went wrong. Try again."


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_error_is_caught_as_one_of_ours(kind):
    """The shell needs one handler only."""
    with pytest.raises(AllocatorError):
        raise an_error(kind)


def test_no_two_kinds_of_error_share_a_code():
    """A code names one problem type of the API."""
    codes = [kind.code for kind in (AllocatorError, *KINDS)]

    assert len(set(codes)) == len(codes)


def test_a_finer_code_may_be_given_without_changing_the_kind():
    """A caller can tell two refusals apart; the next error of the kind keeps its own code."""
    assert an_error(BadInput, code="rulebook-faulty").code == "rulebook-faulty"
    assert an_error(BadInput).code == "bad-input"


def test_an_error_is_one_document_in_both_languages():
    """What the API answers can be written as JSON and holds every fault."""
    error = an_error(BadInput, facts={"case_no": "1"}, faults=({"field": place} for place in ("a", "b")))

    document = json.loads(json.dumps(error.as_dict()))

    assert document == {
        "code": "bad-input",
        "text": {"zh": "出错了。", "en": "It went wrong."},
        "remedy": {"zh": "再试一次。", "en": "Try again."},
        "facts": {"case_no": "1"},
        "faults": [{"field": "a"}, {"field": "b"}],
    }


def test_facts_are_kept_as_they_were_when_it_happened():
    """A caller who goes on working with his dictionary does not change the error."""
    facts: dict[str, object] = {"version": 1}
    error = an_error(Stale, facts=facts)

    facts["version"] = 2

    assert error.facts == {"version": 1}
