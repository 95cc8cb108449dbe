"""What the documents say is so: commands exist, links lead somewhere, decisions are whole."""

import importlib
import importlib.util
import re

import click
import pytest

from tests.proofs import tree

COMMANDS = (tree.ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
MAKEFILE = (tree.ROOT / "Makefile").read_text(encoding="utf-8")
DECISIONS = sorted((tree.ROOT / "docs" / "decisions").glob("*.md"))
DOCUMENTS = [path for path in tree.project_files() if path.suffix == ".md"]
COMMAND_ROW, TYPED = re.compile(r"\| `fenliu |\.venv/bin/fenliu |fenliu "), re.compile(r"\bfenliu ")
SPAN, OPTION = re.compile(r"`fenliu ([^`]+)`"), re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def registered(group: click.Group, path: str = "fenliu") -> list[str]:
    """List the commands of a click group and of its groups, as they are typed."""
    found = []
    for name, command in group.commands.items():
        found += registered(command, f"{path} {name}") if isinstance(command, click.Group) else [f"{path} {name}"]
    return found


def command_line() -> click.Group:
    """Give the click group behind `fenliu` with all of its commands, which it brings in one by one."""
    group: click.Group = importlib.import_module("allocator.cli").main
    context = click.Context(group)
    assert all(group.get_command(context, name) for name in group.list_commands(context))
    return group


def test_every_make_target_that_a_document_names_exists():
    """Whoever types what a document says gets what it says."""
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, flags=re.MULTILINE))
    blocks = [(path, path.read_text(encoding="utf-8")) for path in DOCUMENTS]
    pattern = re.compile(r"(?:^|`)make ([a-z]+)", flags=re.MULTILINE)
    named = {(path.name, target) for path, text in blocks for target in pattern.findall(text)}

    assert ("README.md", "run") in named
    assert {(document, target) for document, target in named if target not in targets} == set()


def test_every_make_target_explains_itself():
    """`make help` lists every target with a word on what it does."""
    [phony] = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, flags=re.MULTILINE)

    assert set(phony.split()) == set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, flags=re.MULTILINE))


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_context_decision_and_rejected(decision):
    """A lasting choice tells what it answers and what else was on the table."""
    headings = re.findall(r"^## (.+)$", decision.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert headings == ["Context", "Decision", "Rejected"]


def test_decisions_are_numbered_without_gaps():
    """A decision's number never changes and never stands twice."""
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_every_room_and_file_in_the_table_of_subjects_exists():
    """Whoever looks for a subject finds it where CONTRIBUTING.md says."""
    lines = (
        (tree.ROOT / "CONTRIBUTING.md")
        .read_text(encoding="utf-8")
        .split("| subject |")[1]
        .split("\n\n")[0]
        .splitlines()
    )
    floors = re.findall(r"`([\w/]+)`", lines[0])
    rows = [[re.findall(r"`(\w+)`", cell) for cell in line.strip("|").split("|")[1:]] for line in lines[2:]]
    named = [
        tree.ROOT / floor / name for row in rows for floor, names in zip(floors, row, strict=True) for name in names
    ]

    assert len(rows) > 9
    assert [path for path in named if not path.is_dir() and not path.with_suffix(".py").exists()] == []


def test_every_decision_and_every_benchmark_is_listed():
    """A newcomer reads one list, not a folder of file names: docs/decisions.md and benchmarks/README.md are whole."""
    decisions = (tree.ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    benchmarks = (tree.ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    scripts = [path.name for path in (tree.ROOT / "benchmarks").glob("[a-z]*.py")]

    assert [path.name for path in DECISIONS if f"(decisions/{path.name})" not in decisions] == []
    assert [name for name in scripts if f"| `{name}" not in benchmarks] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(tree.ROOT).as_posix())
def test_links_inside_the_project_lead_somewhere(document):
    """No document points at a file that moved."""
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_command_is_explained_and_every_explained_command_exists():
    """docs/commands.md names each `fenliu` command, and no other."""
    commands = registered(command_line())
    explained = {" ".join(words) for words in re.findall(r"`(fenliu) ([a-z-]+(?: [a-z-]+)?)\b", COMMANDS)}

    assert [command for command in commands if f"`{command}" not in COMMANDS] == []
    assert [text for text in explained if not any((text + " ").startswith(f"{c} ") for c in commands)] == []


def test_every_option_that_a_document_names_is_one_of_its_command():
    """Whoever types `--week` where a document says so is not told that there is no such option."""
    options = {path: _options(command) for path, command in _by_path(command_line())}
    named = [
        (path.name, words, option)
        for path in DOCUMENTS
        for line in path.read_text(encoding="utf-8").splitlines()
        for text in (TYPED.split(line)[1:] if COMMAND_ROW.match(line) else SPAN.findall(line))
        for words in [_longest(text, options)]
        for option in OPTION.findall(text) if words
    ]  # fmt: skip

    assert ("README.md", "fenliu rebalance", "--frontier") in named
    assert [one for one in named if one[2] not in options[one[1]]] == []


def _by_path(group: click.Group, path: str = "fenliu") -> list[tuple[str, click.Command]]:
    """Give every command and every group with the words it is called by."""
    found: list[tuple[str, click.Command]] = []
    for name, command in group.commands.items():
        found.append((f"{path} {name}", command))
        found += _by_path(command, f"{path} {name}") if isinstance(command, click.Group) else []
    return found


def _options(command: click.Command) -> set[str]:
    """Give the options of a command, or of all commands of a group."""
    own = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    return own.union(
        {"--help"}, *(map(_options, command.commands.values()) if isinstance(command, click.Group) else ())
    )


def _longest(text: str, options: dict[str, set[str]]) -> str:
    """Name the command that a text begins with; "" for none."""
    words = ["fenliu", *text.split()[:3]]
    return next((" ".join(words[:n]) for n in (4, 3, 2) if " ".join(words[:n]) in options), "")


def test_every_command_has_a_help_text():
    """`fenliu COMMAND --help` says what the command does."""
    group = command_line()

    assert [name for name, command in group.commands.items() if not command.get_short_help_str()] == []


def test_every_command_can_be_typed_at_once():
    """A room brings in all its commands, so one that the list of rooms forgets would be there only after another was asked for."""
    group = command_line()

    assert sorted(group.commands) == sorted(group.list_commands(click.Context(group)))


def test_the_script_that_is_installed_exists():
    """setup.cfg names `allocator.cli`, and it is there."""
    assert importlib.util.find_spec("allocator.cli") is not None
