"""Numbers as they stand in a rulebook's file (原样数字): never made a float, and told from texts that read like one."""

import re

WRITTEN_OUT = re.compile(r"-?\d{1,12}(\.\d{1,12})?", re.ASCII)
"""A number written out in full, at most twelve digits a side."""


class Written(str):
    """A number with a point as it stands in the file (原样数字), never made a float; it is no text, nor anybody's name."""

    __slots__ = ()


class Quoted(str):
    """A text of the file that reads like a number (引号内的数字): a name may, a number is written without quotation marks.

    In a kept document numbers with a point are texts themselves, so that only reading a file can tell the two apart.
    """

    __slots__ = ()
