"""ID-card numbers and unified social credit codes (身份证号、统一社会信用代码): one form, and the check digit."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from allocator.domain.words import Text
from allocator.files.names import split

UNKNOWN = frozenset(
    ("", *["/", "\\", "-", "--", "—", "——", "无", "未知", "不详", "待查", "none", "unknown", "n/a", "null"])
)
CARD_WEIGHTS, CARD_SIGNS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CARD, CREDIT = re.compile(r"\d{17}[\dX]"), re.compile(rf"[{CREDIT_SIGNS}]{{18}}")
BIRTH_YEARS = range(1880, 2100)
POWERS_OF_TEN = re.compile(r"\d(\.\d+)?E\+?\d+")
NO_CODE = Text("不是信用代码", "no credit code")
COMPARE = Text("请与证件核对；未采用该证件号。", "Compare it with the document; it was not used.")
AS_TEXT = Text("请将该列设为文本格式，重新录入证件号。", "Format the column as text and type the number again.")
MASKED = re.compile(r"[*＊●×]")


@dataclass(frozen=True, slots=True)
class Identity:
    """A number that names a party (证件号): `kind` is id_card, credit_code or plain; `doubt` what looks wrong.

    `number` is None when what was written cannot name anybody (masked, cut off by Excel); `remedy` answers the doubt.
    """

    number: str | None
    kind: str
    doubt: Text | None = None
    remedy: Text = COMPARE

    @property
    def sure(self) -> str | None:
        """The number where it names somebody surely; one that fails its check could be another's, or nobody's."""
        return None if self.doubt else self.number


@lru_cache(maxsize=16384)
def identity(text: str) -> Identity | None:
    """Read one number; None when there is none. A wrong check digit is a doubt, no refusal."""
    word = re.sub(r"[\s'‘’\-]", "", unicodedata.normalize("NFKC", text)).upper()
    if word.lower() in UNKNOWN:
        return None
    if MASKED.search(word):
        return Identity(None, "plain", Text("证件号被遮盖，不能用于识别。", "The number is masked and names nobody."))
    if POWERS_OF_TEN.fullmatch(word):
        lost = Text(
            "证件号以数值保存，末尾几位已丢失。", "The number was stored as a number; its last digits are lost."
        )
        return Identity(None, "plain", lost, AS_TEXT)
    return _checked(word)


def _checked(word: str) -> Identity:
    """Tell card from code: eighteen figures may be either, so the birthday decides, then the check digit."""
    credit_doubt = _credit_doubt(word) if CREDIT.fullmatch(word) else NO_CODE
    if CARD.fullmatch(word) and (credit_doubt or _has_birthday(word)):
        return Identity(word, "id_card", _card_doubt(word))
    return Identity(word, "plain") if credit_doubt is NO_CODE else Identity(word, "credit_code", credit_doubt)


def identities(text: str) -> tuple[Identity | None, ...]:
    """Read the numbers of a cell in their order; an empty place between separators is a party without one."""
    if text.strip().lower() in UNKNOWN:
        return ()
    return tuple(identity(part) for part in split(text))


def _card_doubt(number: str) -> Text | None:
    total = sum(int(sign) * weight for sign, weight in zip(number, CARD_WEIGHTS, strict=False))
    if CARD_SIGNS[total % 11] != number[17]:
        return Text(
            f"身份证号（尾号 {number[-4:]}）校验位不符。",
            f"The ID-card number ending in {number[-4:]} fails its check digit.",
        )
    if not _has_birthday(number):
        return Text(
            f"身份证号（尾号 {number[-4:]}）中的生日不存在。",
            f"The ID-card number ending in {number[-4:]} names no real birthday.",
        )
    return None


def _has_birthday(number: str) -> bool:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14])).year in BIRTH_YEARS
    except ValueError:
        return False


def _credit_doubt(number: str) -> Text | None:
    total = sum(CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(number[:17]))
    if CREDIT_SIGNS[-total % 31] == number[17]:
        return None
    return Text(
        f"统一社会信用代码（尾号 {number[-4:]}）校验位不符。",
        f"The credit code ending in {number[-4:]} fails its check digit.",
    )
