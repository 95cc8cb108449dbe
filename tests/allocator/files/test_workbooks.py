"""Files that leave the house: nothing in them is ever run, and the same content gives the same bytes."""

import io
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from allocator.domain.cells import FORMULA, as_csv
from allocator.domain.errors import BadInput
from allocator.files.word_reports import fill_template, usual_template
from allocator.files.workbooks import as_workbook

VALUES = {
    "title": "九月 & <月报>",
    "about": "截至今日",
    "head": ["指标", "本月", "累计", "区间", "提示"],
    "lines": [{"name": "结案率", "month": "", "year": "80.13 %", "band": "", "mark": ""}],
    "pending_title": "长期未结",
    "pending_head": ["案号", "立案", "天数"],
    "pending": [],
    "note": "",
}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@cmd", "\t=1", "＝1", "'=1"])
def test_no_text_becomes_a_formula(cell):
    """Whatever a party is called: an apostrophe before it in CSV, plain text in a workbook."""
    assert as_csv([[cell]]).removeprefix("\ufeff").strip('"').startswith("'")
    book = as_workbook({"s": [["名称"], [cell]]})

    with ZipFile(io.BytesIO(book)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    assert CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()[1] == [cell]


@given(st.lists(st.text(), max_size=3))
def test_a_sheltered_row_never_begins_like_a_formula(cells):
    """Whatever is written."""
    for cell in cells:
        written = as_csv([[cell]]).removeprefix("\ufeff").lstrip('"')
        assert written.startswith("'") or not FORMULA.match(written.rstrip("\r\n"))


def test_the_same_rows_give_the_same_bytes():
    """A workbook does not say when it was made; numbers stay numbers."""
    rows: dict[str, list[list[str | int | None]]] = {"s": [["金额"], [131_116_800_00], [None]]}

    assert as_workbook(rows) == as_workbook(rows)
    assert CalamineWorkbook.from_filelike(io.BytesIO(as_workbook(rows))).get_sheet_by_index(0).to_python()[1] == [
        13111680000.0
    ]


def test_the_usual_template_is_filled():
    """Marks by name, a row for each line; what looks like markup stays text."""
    document = Document(io.BytesIO(fill_template(None, VALUES)))

    assert document.paragraphs[0].text == "九月 & <月报>"
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        VALUES["head"], ["结案率", "", "80.13 %", "", ""],
    ]  # fmt: skip


def test_a_template_changed_in_word_is_used():
    """Another heading, the marks kept."""
    changed = Document(io.BytesIO(usual_template()))
    changed.paragraphs[0].insert_paragraph_before("某某县人民法院 {{ about }}")
    data = io.BytesIO()
    changed.save(data)

    told = Document(io.BytesIO(fill_template(data.getvalue(), VALUES)))

    assert told.paragraphs[0].text == "某某县人民法院 截至今日"


@pytest.mark.parametrize("mark", ["{{ title", "{{ ''.__class__.__mro__ }}", "{% for x in %}"])
def test_a_template_may_do_nothing_but_be_filled(mark):
    """A broken mark, or one that reaches beyond the values, is refused with the way to a good one."""
    broken = Document(io.BytesIO(usual_template()))
    broken.paragraphs[0].insert_paragraph_before(mark)
    data = io.BytesIO()
    broken.save(data)

    with pytest.raises(BadInput, match="template-to"):
        fill_template(data.getvalue(), VALUES)
    with pytest.raises(BadInput, match="template-to"):
        fill_template(b"no word file", VALUES)
