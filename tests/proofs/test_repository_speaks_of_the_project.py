"""The repository speaks of the project, not of the machine it was written on."""

import re

from tests.proofs import tree

# Written in parts, so that this file does not find itself.
HOSTS = [
    "registry." + "npmjs",
    "npmjs." + "org",
    "pypi." + "org",
    "python" + "hosted",
    "jsde" + "livr",
    "unp" + "kg.com",
]
FOLDERS = ["wo" + "rk", "ro" + "ot", "ho" + "me", "tm" + "p", "Us" + "ers", "op" + "t"]
PATTERN = re.compile(
    "|".join(
        [
            *(re.escape(host) for host in HOSTS),
            r"(?<![\w.{}$)])/(?:" + "|".join(FOLDERS) + r")/\w",
            r"--(?:extra-)?index-url \S",
        ]
    )
)


def finds(text: str) -> list[str]:
    """Give each piece of the text which names a machine's folder or a package registry."""
    return [match.group(0) for match in PATTERN.finditer(text)]


def texts() -> list[tuple[str, str]]:
    """Read the text files of the project (a file that is not UTF-8 is data)."""
    found = []
    for path in tree.project_files():
        try:
            found.append((path.relative_to(tree.ROOT).as_posix(), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_no_text_names_a_folder_of_one_machine_or_a_registry():
    """A clone works on any machine, with any package index."""
    assert [(name, places) for name, text in texts() if (places := finds(text))] == []


def test_the_search_finds_what_it_looks_for():
    """Each kind of slip is recognised, and ordinary text is not."""
    slips = [
        "cd /" + "wo" + "rk/main",
        "see https://" + "pypi." + "org/x",
        "--index-" + "url https://x",
        "'/" + "tm" + "p/a'",
    ]
    fine = ["allocator/work/x", "/api/v1/filings", "PATH=$HOME/tmp/x", "/proc/self", "a/home/b"]

    assert [bool(finds(text)) for text in slips] == [True] * len(slips)
    assert [finds(text) for text in fine] == [[]] * len(fine)
