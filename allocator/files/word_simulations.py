"""A simulation's report as a Word file (推演报告文档): one part for each scenario, its conclusions and its figures."""

from functools import cache

from allocator.files.word_reports import add_table, as_bytes, begun

EACH, END = "{%%p for %s in %s %%}", "{%p endfor %}"
CELLS = ("{{ line.name }}", "{{ line.before }}", "{{ line.after }}", "{{ line.difference }}", "{{ line.verdict }}")


@cache
def simulation_template() -> bytes:
    """Make the template a report is filled into; its marks in braces are filled in by name."""
    document = begun()
    document.add_paragraph(EACH % ("part", "parts"))
    document.add_paragraph("{{ part.name }}").runs[0].bold = True
    document.add_paragraph(EACH % ("sentence", "part.sentences"))
    document.add_paragraph("{{ sentence }}")
    document.add_paragraph(END)
    add_table(document, "head", ("line", "part.lines"), CELLS)
    document.add_paragraph(END)
    document.add_paragraph("{{ note }}")
    return as_bytes(document)
