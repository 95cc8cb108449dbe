"""Case numbers (案号) in their one form, and the kind of case they tell."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from allocator.domain.words import Text
from allocator.files.faults import ValueFault
from allocator.files.folding import seen

KINDS = ("执", "执恢", "执保", "执异", "执复", "执监", "执他")
BRACKETS = str.maketrans("([{〔【［〈", "（（（（（（（") | str.maketrans(")]}〕】］〉", "）））））））")
COURT_NUMBER = re.compile(r"（(\d{4})）([^（）\s]*?\D)0*(\d+)号?(之[一二三四五六七八九十\d]+)?")
UNBRACKETED = re.compile(r"^(\d{4})([\u4e00-\u9fff]{1,3}\d{2,4}执.*\d号?)$")
COURT_CODE = re.compile(r"\d{2,4}")
LONGEST = 80


@lru_cache(maxsize=16384)
def case_no(text: str, pattern: str | None = None) -> str:
    """Write a case number in its one form: （2022）内0222执123号, whatever brackets, widths and blanks were typed.

    `pattern` is the office's regular expression for its own numbers; without one any word will do.
    Raises ValueFault when it is blank, too long, or not of the office's form.
    """
    plain = re.sub(r"\s", "", seen(unicodedata.normalize("NFKC", text)))
    if not plain:
        raise ValueFault(
            "case-no-missing",
            Text("案号为空。", "The case number is blank."),
            Text("请填写案号。", "Give the case number."),
        )
    number = _canonical(plain)
    if len(number) > LONGEST or (pattern and not (re.fullmatch(pattern, number) or re.fullmatch(pattern, plain))):
        raise _wrong_form(text, pattern)
    return number


def _canonical(plain: str) -> str:
    bracketed = UNBRACKETED.sub(r"（\1）\2", plain.translate(BRACKETS))
    found = COURT_NUMBER.fullmatch(bracketed)
    if found is None:
        return bracketed if bracketed.startswith("（") else plain
    year, words, number, part = found.groups()
    return f"（{year}）{_words(words)}{number}号{part or ''}"


def _words(words: str) -> str:
    """Write 字第 only where it belongs: in numbers older than the court codes of 2016."""
    bare = words.removesuffix("第")
    return bare.removesuffix("字") if COURT_CODE.search(bare) else words


def _wrong_form(text: str, pattern: str | None) -> ValueFault:
    return ValueFault(
        "case-no-form",
        Text(
            f"案号“{text[:LONGEST]}”不合本院格式。", f'The case number "{text[:LONGEST]}" is not of the office\'s form.'
        ),
        Text("例如：（2022）内0222执123号。", "For example （2022）内0222执123号.")
        if not pattern or "执" in pattern
        else Text(f"须符合 {pattern}。", f"It must match {pattern}."),
    )


@lru_cache(maxsize=16384)
def case_kind(number: str, kinds: Iterable[str] = KINDS) -> str | None:
    """Tell the kind from a case number (执, 执恢, 执保…), the longest that fits; None when it tells none."""
    fitting = [kind for kind in kinds if re.search(rf"{re.escape(kind)}字?第?\d+号?", number)]
    return max(fitting, key=len, default=None)
