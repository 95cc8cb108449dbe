"""Where a figure comes from is said as a court cites it: no mark of the rulebook's own is left on a page."""

import re

import pytest

from allocator.services.rules.rehearsal import rulebook_of
from api.pages.source_words import source

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
    assert (source(written).zh, source(written).en) == (zh, en)


def test_no_node_or_indicator_of_the_bureau_shows_a_mark(context):
    """Whatever the fixture bureau's rules rest on is said in Chinese without letters of a code."""
    rulebook = rulebook_of(context)
    written = [node.basis for node in rulebook.nodes] + [one.source for one in rulebook.indicators.values()]

    left = [(one, source(one).zh) for one in written if MARK.search(source(one).zh)]
    assert len(written) > 60
    assert left == []
