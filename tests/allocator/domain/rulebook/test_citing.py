"""Where a figure comes from is said as a court cites it: no mark of the rulebook's own is left on a page."""

import re

import pytest

from allocator.domain.rulebook.citing import cited
from allocator.domain.words import Text
from tests.stories import a_rulebook

MARK = re.compile(r"\b(?:CPL|INT|EXE|PROC|INV|ENT|OBJ|D\d\d|C\d|I\d)\b|domain|seed")


@pytest.mark.parametrize("written, zh, en", [
    ("CPL 253", "《民事诉讼法》第253条", "Civil Procedure Law, art. 253"),
    ("ENT 7, 11", "《委托执行规定》第7、11条", "Provisions on Entrusted Enforcement, arts. 7, 11"),
    ("REF 21-22", "《处置参考价规定》第21–22条", "Provisions on Reference Prices, arts. 21–22"),
    ("D17", "法发〔2017〕6号", "Fafa 2017 no. 6"),
    ("INV 1; court target of C7", "《财产调查规定》第1条；利川市法院做法",
     "Provisions on the Inquiry into Assets, art. 1; practice of the Lichuan court"),
    ("seed: 96/102", "固阳县法院公开报道：96/102", "published report of the Guyang court: 96/102"),
    ("本院审委会纪要〔2022〕3号", "本院审委会纪要〔2022〕3号", "本院审委会纪要〔2022〕3号"),
    ("ABC 3", "ABC 3", "ABC 3"),
])  # fmt: skip
def test_a_source_is_written_out(written, zh, en):
    """Statutes by name and article, figures by where they were published; what nobody explained stays as it is."""
    found = cited(written, a_rulebook().sources)

    assert (found.zh, found.en) == (zh, en)


def test_no_node_or_indicator_of_the_bureau_shows_a_mark():
    """Whatever the fixture bureau's rules rest on is said in Chinese without letters of a code."""
    rulebook = a_rulebook()
    written = [node.basis for node in rulebook.nodes] + [one.source for one in rulebook.indicators.values()]

    said = {one: cited(one, rulebook.sources).zh for one in written}
    left = [text for text in said.values() if MARK.search(text)]
    assert len(written) > 60
    assert left == []


def test_a_rulebook_that_explains_no_marks_shows_its_sources_as_written():
    """The section may be left out: another office writes its sources out, or knows its own marks."""
    assert cited("CPL 253; seed: 96/102", {}) == Text("CPL 253；seed: 96/102", "CPL 253; seed: 96/102")


def test_marks_are_the_rulebooks_own():
    """Another court's mark means what its own rulebook says."""
    sources = {"HB": Text("湖北高院规定", "Hubei high court rule")}

    assert cited("HB 7-9", sources) == Text("湖北高院规定第7–9条", "Hubei high court rule, arts. 7–9")
