"""What a party is by its name (当事人类型): a person, an enterprise or a public organ, when nobody said which."""

import re
import unicodedata
from functools import lru_cache

from allocator.domain.cases import PartyKind

ENTERPRISE_MARKS = (
    *("公司", "厂", "店", "合作社", "企业", "银行", "信用社", "集团", "矿", "中心", "事务所", "商行", "超市", "饭店", "酒店"),
    *("联社", "经营部", "服务部", "门市部", "商店", "养殖场", "农场", "工作室", "学校", "中学", "小学", "幼儿园", "医院", "卫生院"),
)  # fmt: skip
ORGAN_MARKS = (
    *("人民政府", "委员会", "管理局", "公安局", "税务局", "财政局", "法院", "检察院", "局", "人民武装"),
    *("政府", "省委", "市委", "县委", "区委", "旗委", "镇党委", "乡党委", "宣传部", "组织部", "武装部", "部队", "街道办事处"),
)  # fmt: skip
PARTY_OFFICE = "中共"

# 村民委员会、居民委员会 are special legal persons (民法典 96、101 条), no public organs: they owe and pay like an enterprise.
COMMITTEE_MARKS = ("村民委员会", "居民委员会", "村委会", "居委会")

# Two or three characters are a person's name (张店, 王局, 李矿生), unless they end in a word that no given name is.
NAME = re.compile(r"[\u4e00-\u9fff]{2,3}")
ENDS_NO_NAME = (
    "厂",
    "公司",
    "银行",
    "商行",
    "超市",
    "饭店",
    "酒店",
    "政府",
    "法院",
    "省委",
    "市委",
    "县委",
    "旗委",
    "公安局",
    "税务局",
    "财政局",
    "部队",
)

# In Latin letters it is a word that tells, whole and in either case: Bancroft is no bank, a Councilman no council.
ENTERPRISE_WORDS = re.compile(
    r"(?<![a-z])(?:limited|ltd|llc|llp|lp|plc|inc|incorporated|corp|corporation|company|co(?=\.|,|$)|gmbh|ag$|kg$|pty|bank|group"
    r"|holdings|partners|partnership|cooperative|s\.a|b\.?v|n\.v|& (?:sons|co))(?![a-z])"
)
ORGAN_WORDS = re.compile(
    r"(?<![a-z])(?:ministry|department|dept|council|government|authority|commission|bureau|agency|police"
    r"|(?:city|county|state|town|municipality|court) of|(?:high|supreme|district|county|people's) court)(?![a-z])"
)
LATIN = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]")


@lru_cache(maxsize=16384)
def kind_of_name(name: str) -> PartyKind:
    """Tell person, enterprise and organ apart by the name when nobody said which."""
    if NAME.fullmatch(name) and not name.endswith(ENDS_NO_NAME):
        return PartyKind.PERSON
    if name.endswith(COMMITTEE_MARKS):
        return PartyKind.ENTERPRISE
    if name.endswith(ORGAN_MARKS):  # 矿区人民政府, 银行保险监督管理局: what it is stands at the end
        return PartyKind.ORGAN
    if any(mark in name for mark in ENTERPRISE_MARKS):
        return PartyKind.ENTERPRISE
    if name.startswith(PARTY_OFFICE) or any(mark in name for mark in ORGAN_MARKS):
        return PartyKind.ORGAN
    return _kind_in_latin(name) if LATIN.search(name) else PartyKind.PERSON


def _kind_in_latin(name: str) -> PartyKind:
    """Tell it of a name in Latin letters: by its legal form first, as Council Trading Ltd is no council."""
    words = unicodedata.normalize("NFKC", name).lower().strip()
    if ENTERPRISE_WORDS.search(words):
        return PartyKind.ENTERPRISE
    return PartyKind.ORGAN if ORGAN_WORDS.search(words) else PartyKind.PERSON
