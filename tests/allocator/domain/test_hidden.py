"""What a document says once hidden cases are left out of it."""

import json

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.hidden import BLACKED_OUT, NOTHING, Hidden

NUMBER = "（2022）内0222执9号"
HIDDEN = Hidden(frozenset({9}), frozenset({NUMBER}), frozenset({"W9"}))
ORDINARY = st.text("案件号执123", max_size=8)
PARTS = st.one_of(ORDINARY, st.just(NUMBER), st.integers(1, 9), ORDINARY.map(lambda text: f"{text}{NUMBER}{text}"))
KEYS = st.sampled_from(["case_no", "case", "case_id", "text", "errand", "rows", NUMBER])
DOCUMENTS = st.recursive(
    PARTS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=20
)


@given(DOCUMENTS)
def test_no_document_names_a_hidden_case_afterwards(document):
    """However deep it stands, as an item, a name or within a sentence."""
    assert NUMBER not in json.dumps(HIDDEN.told(document), ensure_ascii=False)


@given(DOCUMENTS)
def test_what_is_told_is_told_again_word_for_word(document):
    """Leaving out twice leaves out no more; and nothing is left out where nothing is hidden."""
    told = HIDDEN.told(document)
    assert HIDDEN.told(told) == told
    assert NOTHING.told(document) == document


def test_items_are_left_out_whole_and_sentences_are_blacked_out():
    """A row, an errand, a case within a plan; the number however it is written; everything else stays."""
    document = {
        "items": [{"case_no": NUMBER, "claim": 7}, {"case_no": "（2022）内0222执8号"}, {"errand": "W9", "at": 3}],
        "rows": [[NUMBER, "G08"], ["（2022）内0222执8号", "G09"]],
        "cases": [{"case": {"filing": {"case_no": "(2022)内0222执 9号"}}, "lane": "fast"}],
        "ids": {NUMBER: 9, "（2022）内0222执8号": 8},
        "entry": {"case_id": 9, "body": {}},
        "text": f"关联案件{NUMBER}由他承办",
    }

    assert HIDDEN.told(document) == {
        "items": [{"case_no": "（2022）内0222执8号"}],
        "rows": [["（2022）内0222执8号", "G09"]],
        "cases": [],
        "ids": {"（2022）内0222执8号": 8},
        "entry": None,
        "text": f"关联案件{BLACKED_OUT}由他承办",
    }
    assert HIDDEN.names_any(document)
    assert not HIDDEN.names_any({"case_no": "（2022）内0222执8号"})


def test_why_an_errand_has_no_place_names_no_hidden_one():
    """Neither as what would be booked otherwise nor as what has a place too; a longer code, or the same word elsewhere, stays."""
    left = {
        "errand": "W1",
        "reasons": [
            {
                "zh": "若将 W9、W90 改期，可于周四开始。",
                "en": "If W9, W90 can be booked otherwise, it begins on Thursday.",
            }
        ],
        "change": {"text": {"zh": "将W9改期", "en": "W9 can be booked otherwise"}, "moved": ["W9", "W90"]},
    }

    assert HIDDEN.told({"left": [left], "told": "W9 is no errand you may see"}) == {
        "left": [
            {
                "errand": "W1",
                "reasons": [
                    {
                        "zh": f"若将 {BLACKED_OUT}、W90 改期，可于周四开始。",
                        "en": f"If {BLACKED_OUT}, W90 can be booked otherwise, it begins on Thursday.",
                    }
                ],
                "change": {
                    "text": {"zh": f"将{BLACKED_OUT}改期", "en": f"{BLACKED_OUT} can be booked otherwise"},
                    "moved": ["W90"],
                },
            }
        ],
        "told": "W9 is no errand you may see",
    }
    assert NOTHING.told([left]) == [left]
