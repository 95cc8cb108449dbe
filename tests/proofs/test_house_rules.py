"""The house rules of CONTRIBUTING.md that a program can check."""

from functools import cache
from pathlib import Path

import pytest

from tests.proofs import tree

LONGEST_BODY = 40
SHORT_BODY = 20
SHORT_SHARE = 0.9
LONGEST_FILE = 300

# A file that tells one long story may be longer; say which story. It may not be in the list once it is shorter.
LONGER_FOR_A_REASON = {
    "solver/assignment/trading/market.py": "one search over two flat arrays, whose places are told once at the top",
    "allocator/domain/rulebook/book.py": "every type of the rulebook in the order of its file, a table of contents in itself",
}

CODE = tree.code_files()


@cache
def code_functions() -> tuple[tree.Function, ...]:
    """Every function that is installed."""
    return tuple(function for path in CODE for function in tree.functions(path))


def _name(path: Path) -> str:
    return path.relative_to(tree.ROOT).as_posix()


def _lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def test_no_function_is_longer_than_forty_lines():
    """A body (without its docstring) fits on a screen."""
    too_long = [function.place for function in code_functions() if function.body_lines > LONGEST_BODY]

    assert too_long == []


def test_nine_functions_in_ten_have_at_most_twenty_lines():
    """Short is the rule and long the exception."""
    short = sum(function.body_lines <= SHORT_BODY for function in code_functions())

    assert short >= SHORT_SHARE * len(code_functions())


def test_half_of_the_functions_have_at_most_six_lines():
    """The median function is read at a glance."""
    lengths = sorted(function.body_lines for function in code_functions())

    assert lengths[len(lengths) // 2] <= 6


def test_a_file_tells_one_story_in_three_hundred_lines():
    """A longer file holds two stories, or is excused in words."""
    too_long = {_name(path): _lines(path) for path in CODE if _lines(path) > LONGEST_FILE}

    assert too_long.keys() == LONGER_FOR_A_REASON.keys(), too_long


def test_every_public_function_says_what_it_does():
    """Who calls a function need not read its body."""
    silent = [function.place for function in code_functions() if function.public and not function.docstring]

    assert silent == []


def test_every_test_states_its_promise():
    """The docstring of a test is one sentence a clerk could read."""
    tests = [function for path in tree.test_files() for function in tree.functions(path)]
    silent = [test.place for test in tests if test.name.startswith("test_") and not test.docstring]

    assert silent == []


@pytest.mark.parametrize("package", [path.parent for path in CODE if path.name == "__init__.py"], ids=_name)
def test_every_package_says_what_room_it_is(package):
    """The first line of a package tells a newcomer what lives there."""
    assert (package / "__init__.py").read_text(encoding="utf-8").startswith('"""')
