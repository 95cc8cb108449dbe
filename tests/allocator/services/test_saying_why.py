"""An act that touches others' rights says why, in a sentence that is read."""

import pytest

from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from allocator.services.saying_why import LONGEST_REASON, check_because

MISSING = Text("须写明撤回的理由。", "Say why it is taken back.")


@pytest.mark.parametrize("because", ["", "  \n", "长" * (LONGEST_REASON + 1)])
def test_nothing_and_a_novel_are_no_reason(because):
    """Refused in the words of the act, at its field, with how long a reason may be."""
    with pytest.raises(BadInput, match="Say why") as refused:
        check_because(because, MISSING, "rules-because")

    assert refused.value.code == "rules-because"
    assert refused.value.faults == ({"field": "because", "text": MISSING.as_dict()},)
    assert str(LONGEST_REASON) in refused.value.remedy.zh


@pytest.mark.parametrize("because", ["令", "长" * LONGEST_REASON])
def test_a_word_and_the_longest_sentence_are_reasons(because):
    """From one character to two hundred."""
    check_because(because, MISSING, "rules-because")
