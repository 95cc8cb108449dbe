"""Words as they are compared: widths, case and traditional signs (繁体字) folded, signs that say nothing left out."""

import re
import unicodedata
from functools import lru_cache

NO_SIGN = re.compile(r"[\s*_\-—:：、,，./\\'\"#&?!()\[\]{}【】〔〕〈〉<>]+")
UNSEEN = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    "|(?<![\u0600-\u07ff\u0900-\u0dff\u1800-\u18af])[\u200c\u200d]"
)
"""Signs that show nothing and come along when something is copied; a joiner stays where a script needs it (蒙古文, 维吾尔文)."""

# Each traditional sign that stands in the names of columns, with its simplified one behind it.
PAIRS = (
    "萬万億亿圓圆標标額额執执請请債债權权務务證证號号類类稱称鄉乡鎮镇區区產产財财辦办網网詢询饋馈記记時时間间統统會会碼码單单"
    "幣币總总訴诉訟讼爭争議议編编數数義义經经凍冻結结線线絡络決决審审訊讯當当關关係系種种質质纏缠紛纷認认訂订"
)
SIMPLIFIED = str.maketrans(dict(zip(PAIRS[::2], PAIRS[1::2], strict=True)))


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Fold widths, case and traditional signs: ＣＡＳＥ is case, 標的額 is 标的额."""
    return unicodedata.normalize("NFKC", text).lower().translate(SIMPLIFIED)


def seen(text: str) -> str:
    """Leave out the signs nobody sees, so that two names that look alike are one."""
    return UNSEEN.sub("", text)


def bare(text: str) -> str:
    """Write a name without the blanks and signs that say nothing: "Case No." is caseno."""
    return NO_SIGN.sub("", folded(text))
