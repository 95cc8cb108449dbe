"""The office's terms and the code's names stay in step."""

import re

from tests.proofs import tree

CHINESE = re.compile(r"[\u4e00-\u9fff]")
GLOSSARY = (tree.ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in GLOSSARY.splitlines()
    if line.startswith("| ") and not line.startswith("| 中文")
]
CODE_NAMES = [name for row in ROWS for name in re.findall(r"`(\w+)`", row[2])]


def _named_by_the_field(path) -> bool:
    parts = path.relative_to(tree.ROOT).parts
    return parts[:2] == ("allocator", "domain") or (parts[0] == "solver" and path.name in {"must.py", "prefer.py"})


def _is_explained(node) -> bool:
    return node.name in CODE_NAMES or bool(CHINESE.search(tree.docstring(node)))


def test_each_class_of_the_domain_and_each_rule_has_its_chinese_term():
    """A clerk finds the term of her office in the glossary or in the docstring."""
    classes = [
        (path, node) for path in tree.code_files() if _named_by_the_field(path) for node in tree.public_classes(path)
    ]

    unexplained = [f"{path.relative_to(tree.ROOT)}: {node.name}" for path, node in classes if not _is_explained(node)]

    assert classes
    assert unexplained == []


def test_each_code_name_of_the_glossary_is_used():
    """The glossary holds no term that the code has given up."""
    files = [path for path in tree.project_files() if path.relative_to(tree.ROOT).parts[0] in tree.PACKAGES]
    text = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files)
    words = set(re.findall(r"[A-Za-z]\w*", text))

    assert set(CODE_NAMES) - words == set()


def test_each_row_has_a_chinese_term_an_english_term_and_a_code_name():
    """No half row, and no code name twice."""
    halves = [row for row in ROWS if len(row) != 3 or not CHINESE.search(row[0]) or not row[1] or "`" not in row[2]]

    assert halves == []
    assert sorted(CODE_NAMES) == sorted(set(CODE_NAMES))
