"""What an older rulebook could say besides: its marks written out, a second person for coercive facts; a full one lacks nothing."""

import re
from pathlib import Path

from allocator.domain.rulebook.newer import lacking
from allocator.domain.rulebook.reading import read_rulebook

GUYANG = (Path(__file__).parents[4] / "fixtures" / "guyang" / "rulebook.toml").read_text(encoding="utf-8")


def older():
    """The bureau's rulebook from before sources were explained and facts took two persons."""
    return re.sub(r"(?ms)^\[sources\]\n.*?(?=^\[)", "", GUYANG).replace("two_persons = true\n", "")


def mended(text, lines):
    """A rulebook with lines added: under their heading where it is there, at the end where it is not."""
    heading, more = lines[0], "\n".join(lines[1:])
    return text.replace(heading, f"{heading}\n{more}", 1) if heading in text else f"{text}\n{heading}\n{more}\n"


def test_the_bureaus_rulebook_lacks_nothing():
    """All its marks are explained, and its coercive fact takes two persons."""
    assert lacking(read_rulebook(GUYANG)) == ()


def test_an_older_one_is_told_each_section_with_lines_that_mend_it():
    """The lines are read as part of the rulebook, and with them nothing is lacking any more."""
    found = lacking(read_rulebook(older()))
    text = older()
    for lack in found:
        text = mended(text, lack.lines)

    assert [lack.section for lack in found] == ["sources", "facts"]
    assert found[1].lines == ("[facts.search_or_detain]", "two_persons = true")
    assert "须搜查拘留" in found[1].text.zh
    assert lacking(read_rulebook(text)) == ()
