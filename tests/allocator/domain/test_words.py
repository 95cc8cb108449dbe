"""Texts in both languages."""

from allocator.domain.words import Text, listed, spoken


def test_a_sentence_is_filled_in_each_language_with_its_own_words():
    """A name put into a sentence appears in Chinese in the Chinese one and in English in the English one."""
    sentence = Text("交{team}，共{count}件。", "To {team}, {count} cases.")

    filled = sentence.fill(team=Text("快执团队", "the fast team"), count=3)

    assert filled == Text("交快执团队，共3件。", "To the fast team, 3 cases.")


def test_a_number_is_said_with_its_noun():
    """One case, two cases, no cases; without a noun, and with digits asked for, a number is what it was."""
    sentence = Text("{n} 件", "{n:case is|cases are} here")

    assert [sentence.fill(n=n).en for n in (0, 1, 2)] == ["0 cases are here", "1 case is here", "2 cases are here"]
    assert sentence.fill(n=1).zh == "1 件"
    assert Text("", "{n:+d} {n} {yes}").fill(n=3, yes=True).en == "+3 3 True"


def test_a_name_with_braces_is_put_in_as_it_is():
    """What people typed is never taken for a place to fill."""
    assert Text("“{name}”", '"{name}"').fill(name="{x}") == Text("“{x}”", '"{x}"')


def test_sentences_follow_each_other_as_the_language_wants():
    """English has a space between sentences, Chinese none."""
    assert Text("甲。", "One.") + Text("乙。", "Two.") == Text("甲。乙。", "One. Two.")
    assert (Text("", "") + Text("乙。", "Two.")).en == "Two."


def test_names_are_listed_as_the_language_wants():
    """Chinese lists with 、 and English with commas; a code is the same in both, and no names give no text."""
    assert listed([Text("甲", "A"), Text("乙", "B")]) == Text("甲、乙", "A, B")
    assert listed(["G08", Text("甲", "A")]) == Text("G08、甲", "G08, A")
    assert listed([]) == Text("", "")


def test_plain_values_are_said_alike_in_both_languages():
    """Numbers need no translation."""
    assert spoken(5, "zh") == spoken(5, "en") == "5"
    assert spoken(Text("甲", "A"), "en") == "A"


def test_a_text_goes_into_a_document_with_both_languages():
    """No document carries half a text."""
    assert Text("甲", "A").as_dict() == {"zh": "甲", "en": "A"}
