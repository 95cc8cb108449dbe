"""The monthly report as a Word file (月报文档), from a template that a clerk may change in Word.

The usual template is made here in code, so that what stands in the repository can be read; somebody who wants another
letterhead or order has it written out, changes it in Word, and has reports made from that.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.shared import Pt
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from allocator.domain.errors import BadInput
from allocator.domain.words import Text

WRITTEN = datetime(2022, 1, 1)  # noqa: DTZ001 - the property has no zone; the same each time
FONT = "宋体"
ROW, END = "{%%tr for %s in %s %%}", "{%tr endfor %}"
LINES = ("{{ line.name }}", "{{ line.month }}", "{{ line.year }}", "{{ line.band }}", "{{ line.mark }}")
PENDING = ("{{ case.case_no }}", "{{ case.filed_on }}", "{{ case.days }}")


def usual_template() -> bytes:
    """Make the template that is used where no other is given; its marks in braces are filled in by name."""
    document = begun()
    add_table(document, "head", ("line", "lines"), LINES)
    document.add_paragraph("{{ pending_title }}")
    add_table(document, "pending_head", ("case", "pending"), PENDING)
    document.add_paragraph("{{ note }}")
    return as_bytes(document)


def begun() -> Any:
    """Begin a template: the office's type, a title and what it is about."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run("{{ title }}")
    run.bold, run.font.size = True, Pt(16)
    document.add_paragraph("{{ about }}").alignment = WD_ALIGN_PARAGRAPH.CENTER
    return document


def add_table(document: Any, head: str, loop: tuple[str, str], cells: Sequence[str]) -> None:
    """Add a table with a header row, and a row for each of a list."""
    table = document.add_table(rows=4, cols=len(cells), style="Table Grid")
    for place in range(len(cells)):
        paragraph = table.cell(0, place).paragraphs[0]
        paragraph.add_run(f"{{{{ {head}[{place}] }}}}").bold = True
        table.cell(2, place).text = cells[place]
    table.cell(1, 0).text = ROW % loop
    table.cell(3, 0).text = END


def fill_template(template: bytes | None, values: Mapping[str, Any]) -> bytes:
    """Fill a template, the usual one where none is given, and give the Word file; raises BadInput for one that cannot be filled.

    What a template may do is bounded: it sees these values and nothing else.
    """
    try:
        filled = DocxTemplate(io.BytesIO(template or usual_template()))
        filled.render(dict(values), SandboxedEnvironment(autoescape=True), autoescape=True)
    except (TemplateError, BadZipFile, PackageNotFoundError, KeyError, ValueError, TypeError) as error:
        raise BadInput(
            Text(f"模板无法使用：{error}。", f"The template cannot be used: {error}."),
            Text(
                "请用 fenliu report --template-to FILE.docx 取得可用的模板再改。",
                "Get one that works with `fenliu report --template-to FILE.docx` and change that.",
            ),
            code="template-unusable",
        ) from error
    return as_bytes(filled)


def as_bytes(document: Any) -> bytes:
    """Give a document as its file, the same bytes for the same words."""
    data, properties = io.BytesIO(), (document.docx if isinstance(document, DocxTemplate) else document).core_properties
    properties.author, properties.created, properties.modified = "", WRITTEN, WRITTEN
    document.save(data)
    return _of_no_hour(data)


def _of_no_hour(packed: io.BytesIO) -> bytes:
    """Pack a file anew without the hour at which each part was written."""
    data, when = io.BytesIO(), WRITTEN.timetuple()[:6]
    with ZipFile(packed) as before, ZipFile(data, "w", ZIP_DEFLATED) as after:
        for part in before.infolist():
            after.writestr(ZipInfo(part.filename, when), before.read(part), ZIP_DEFLATED)
    return data.getvalue()
