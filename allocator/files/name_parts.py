"""What stands beside a name in its cell (备注、身份信息): roles, brackets, descriptions; and two names that one word joins."""

import re
from collections.abc import Iterator
from itertools import groupby

from allocator.domain.cases import PartyKind
from allocator.domain.party_kinds import kind_of_name
from allocator.files.filing_fields import CREDITORS, CREDITORS_EN, DEBTORS, DEBTORS_EN

HAN = r"\u3400-\u9fff"
NUMBERING = re.compile(r"^[(（]?\d{1,2}[.．)）、](?=\D)|^[①-⑳]")
BRACKET = re.compile(r"\s*[（(【\[〔][^（(【\[〔]*?(?:[）)】\]〕]|$)")
ROLES = sorted((*CREDITORS, *DEBTORS), key=len, reverse=True)
ROLE = re.compile(
    rf"(?:{'|'.join(ROLES)})(?:[一二三四五六七八九十\d]*\s*[:：]|[一二三四五六七八九十\d]?)\s*(?=[^\s\d]\S)"
    rf"|(?:{'|'.join((*CREDITORS_EN, *DEBTORS_EN))})s?\s*:\s*(?=\S)",
    re.IGNORECASE,
)
# 男, 汉族, 1970年生, 农民: what a judgment tells of a person behind the name. Of an enterprise it could be the name itself.
DESCRIPTION = re.compile(
    rf"[男女]性?|汉|[{HAN}]{{1,5}}族|.*\d.*[年月日岁生].*|\d{{15}}|\d{{17}}[\dXx]|1\d{{10}}"
    r"|出生.*|农民|工人|职工|干部|学生|个体|务农|无业|male|female"
)
WHEREABOUTS = re.compile(
    r"(?:法定代表人|法人代表|代表人|负责人|住(?!友)|现住|户籍|籍贯|身份证|公民身份|证件|联系|电话|手机|职业|生于|统一社会信用代码).+"
)
# Behind a firm's name a bracket is a remark where it says so; （有限合伙）、（集团） belong to the name.
OF_A_FIRM = re.compile(
    r"\s*[（(【\[〔]\s*(?:法定代表人|法人代表|代表人|负责人|经营者|统一社会信用代码|社会信用代码|信用代码|注册号|组织机构代码"
    r"|以下简称|下称|简称|原(?!子)|曾用名|又名|更名|现更?名|已注销|已吊销|注销|吊销|住所|地址|电话|联系|被执行人|申请执行人|申请人"
    r"|个体工商户|债务人|债权人|担保人|保证人)[^（(【\[〔]*[）)】\]〕]?\s*$"
)
GLUED_NUMBER = re.compile(
    rf"(?<=[{HAN}）)])\s*(?:公民身份号码|居民身份证号?码?|身份证号?码?|证件号?码?)?\s*[:：]?(?:\d{{17}}[\dXx]|\d{{15}})$"
)
TAIL = re.compile(rf"(?<=[{HAN}）)])(?:[系为是](?:{'|'.join(ROLES)})|[。．.*＊#，,、；;：:\s]+)$")
LONG_NUMBER = re.compile(r"\d{7,}(?=[\dXx]{4})")
JOINING, JOINING_LATIN = re.compile(r"[和与及]"), re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪"
    "廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万钱覃武戴孔汤庞樊兰殷施洪安常温康赖翟卫"
)
NAME = re.compile(
    rf"(?:欧阳|上官|司马|诸葛|司徒|皇甫|慕容|尉迟)[{HAN}]{{1,2}}|[{''.join(sorted(SURNAMES))}][{HAN}]{{1,2}}"
)

LONGEST_GIVEN, NO_SURNAME = 3, ("高山族", "毛南族")  # 李耀族 is a name, but these two peoples begin like one


def bare_name(written: str) -> tuple[str, tuple[str, ...]]:
    """Take role, brackets and what was written behind off a name; gives the name and what was taken off.

    An enterprise keeps the brackets that are its name: 某某（北京）有限公司, 某某中心（有限合伙）.
    """
    numbered = NUMBERING.sub("", written.strip())
    role = ROLE.match(numbered)
    name, left = _without_tail(numbered[role.end() :] if role else numbered)
    left = [role[0], *left] if role else left
    if ("(" in name or "（" in name or BRACKET.search(name)) and kind_of_name(name) == PartyKind.PERSON:
        bare = BRACKET.sub("", name).strip()
        left += BRACKET.findall(name) if bare else []
        name = bare or name
    return name, tuple(told for part in left if (told := part.strip(" :：()（）【】[]〔〕。．.*＊#，,、；;")))


def _without_tail(name: str) -> tuple[str, list[str]]:
    """Take off what was written behind a name: a full stop, a number glued to it, a remark in a firm's brackets."""
    left: list[str] = []
    while tail := next((found for sign in (TAIL, GLUED_NUMBER, OF_A_FIRM) if (found := sign.search(name))), None):
        if not tail.start() or WHEREABOUTS.fullmatch(name):  # a description whole, not a name with one behind it
            break
        left.insert(0, tail[0])
        name = name[: tail.start()]
    return name, left


def is_description(word: str) -> bool:
    """Say whether a word describes a person rather than naming one: 男, 汉族, 1970年生, 住某村."""
    if WHEREABOUTS.fullmatch(word):
        return True
    if len(word) == LONGEST_GIVEN and NAME.fullmatch(word) and word not in NO_SURNAME:
        return False
    return bool(DESCRIPTION.fullmatch(word)) and kind_of_name(word) == PartyKind.PERSON


def undescribed(part: str, *, first: bool) -> Iterator[tuple[bool, str]]:
    """Divide a part at descriptions: 李四 男 王五 女 is two names; each comes with whether it is a description.

    What stands first in a cell is a name, whatever it looks like.
    """
    words = part.split()
    if first and len(words) == 1:
        yield False, part
        return
    for described, run in groupby(words, is_description):
        yield described and not first, " ".join(run)
        first = False


def masked(remark: str) -> str:
    """Write a remark without the digits of an ID card or a telephone, but for the last four."""
    return LONG_NUMBER.sub(lambda found: "*" * len(found[0]), remark)


def joined(part: str) -> tuple[tuple[str, ...], bool]:
    """Divide names that a word joins: 李四和王五, John Smith and Mary Jones; gives the names, and whether it is in doubt.

    They are divided only where nothing else can be meant: 李和平 is one, 和记公司 too. What may be two stays whole.
    """
    if JOINING_LATIN.search(part):
        return _joined_latin(part)
    if not JOINING.search(part):
        return (part,), False
    ways = [way for way in _ways(part) if all(map(NAME.fullmatch, way))]
    if len(ways) == 1 and kind_of_name(part) == PartyKind.PERSON:
        return ways[0], False
    return (part,), bool(ways) or _may_be_two(part)


def _ways(part: str) -> list[tuple[str, ...]]:
    """Give the ways to divide a part: at one of the joining signs, or at all of them."""
    once = [(part[: found.start()], part[found.end() :]) for found in JOINING.finditer(part)]
    return list(dict.fromkeys([*once, tuple(JOINING.split(part))]))


def _may_be_two(part: str) -> bool:
    """Say whether a name could be two: both sides long enough, of an enterprise only behind a whole name."""
    sides = [way for way in _ways(part) if all(len(side) > 1 for side in way)]
    if kind_of_name(part) == PartyKind.PERSON:
        return bool(sides)
    return any(NAME.fullmatch(way[0]) or way[0].endswith("公司") for way in sides)


def _joined_latin(part: str) -> tuple[tuple[str, ...], bool]:
    if kind_of_name(part) != PartyKind.PERSON:
        return (part,), False
    names = tuple(name.strip() for name in JOINING_LATIN.split(part))
    certain = all(len(name.split()) > 1 for name in names)
    return (names, False) if certain else ((part,), True)
