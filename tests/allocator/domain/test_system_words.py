"""What the operating system refused, told to a reader."""

import errno
import os

import pytest

from allocator.domain.system_words import REFUSALS, refused_by_system
from allocator.domain.words import Text


@pytest.mark.parametrize(
    "number, zh",
    [
        (errno.ENOENT, "没有这个文件或文件夹"),
        (errno.EACCES, "没有权限"),
        (errno.ENOSPC, "磁盘已满"),
        (errno.EISDIR, "这是文件夹，不是文件"),
    ],
)
def test_what_the_system_refused_is_said_in_chinese(number, zh):
    """Not in the system's own English."""
    assert refused_by_system(OSError(number, os.strerror(number))).zh == zh


def test_no_chinese_reason_has_a_word_of_the_system_in_it():
    """Each is for who reads Chinese."""
    assert not [text.zh for text in REFUSALS.values() if any(letter.isascii() for letter in text.zh)]


def test_what_is_not_in_the_table_is_said_as_the_system_says_it():
    """Better in one language than not at all; an error without a number or a text has only its words."""
    assert refused_by_system(OSError(errno.EPIPE, "Broken pipe")) == Text("Broken pipe", "Broken pipe")
    assert refused_by_system(OSError("odd")) == Text("odd", "odd")
