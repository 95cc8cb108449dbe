"""Words as they are compared: widths, case and traditional signs (繁体字) folded, signs that say nothing left out."""

import re
import unicodedata
from functools import lru_cache

NO_SIGN = re.compile(r"[\s*_\-—:：、,，./\\'\"#&?!()\[\]{}【】〔〕〈〉<>]+")

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


def bare(text: str) -> str:
    """Write a name without the blanks and signs that say nothing: "Case No." is caseno."""
    return NO_SIGN.sub("", folded(text))
