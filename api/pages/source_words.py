"""Where a figure comes from, in words (依据用语): the short marks of a rulebook's sources written out as statutes and their articles."""

import re

from allocator.domain.words import Text

STATUTES = {
    "CPL": Text("《民事诉讼法》", "Civil Procedure Law"),
    "INT": Text("《民事诉讼法解释》", "Interpretation of the Civil Procedure Law"),
    "EXE": Text("《执行工作规定》", "Provisions on Enforcement Work"),
    "PROC": Text("《执行程序解释》", "Interpretation on Enforcement Procedure"),
    "Y2000": Text("《审理期限制度规定》（2000）", "Provisions on Time Limits (2000)"),
    "INV": Text("《财产调查规定》", "Provisions on the Inquiry into Assets"),
    "NET": Text("《网络查询冻结规定》", "Provisions on Queries and Freezing by Network"),
    "ENT": Text("《委托执行规定》", "Provisions on Entrusted Enforcement"),
    "REC": Text("《回避制度规定》", "Provisions on Recusal"),
    "OBJ": Text("《执行异议和复议规定》", "Provisions on Objections and Review"),
    "AUC": Text("《拍卖变卖规定》", "Provisions on Auction and Sale"),
    "NAU": Text("《网络司法拍卖规定》", "Provisions on Online Auction"),
    "REF": Text("《处置参考价规定》", "Provisions on Reference Prices"),
    "PRES": Text("《财产保全规定》", "Provisions on Preservation"),
    "ADD": Text("《变更追加当事人规定》", "Provisions on Adding Parties"),
    "BAI": Text("《司法警察依法履行职权规定》", "Provisions on Judicial Police"),
    "CRIM": Text("《刑事裁判涉财产部分执行规定》", "Provisions on Property in Criminal Judgments"),
    "ORG": Text("《人民法院组织法》", "Organic Law of the People's Courts"),
    "JUD": Text("《法官法》", "Judges Law"),
    "FEE": Text("《诉讼费用交纳办法》", "Measures on Litigation Fees"),
    "D06": Text("法发〔2006〕35号", "Fafa 2006 no. 35"),
    "D16": Text("法〔2016〕373号", "Fa 2016 no. 373"),
    "D17": Text("法发〔2017〕6号", "Fafa 2017 no. 6"),
    "D21": Text("法〔2021〕322号", "Fa 2021 no. 322"),
}
"""The statutes and circulars that sources name by a mark, as a court cites them."""

COURTS = {
    "C1": Text("丰顺县法院做法", "practice of the Fengshun court"),
    "C2": Text("彭水县法院做法", "practice of the Pengshui court"),
    "C7": Text("利川市法院做法", "practice of the Lichuan court"),
    "C8": Text("静宁县法院做法", "practice of the Jingning court"),
    "I1": Text("内蒙古法院通报口径（2022）", "reports of Inner Mongolia's courts (2022)"),
    "I2": Text("佛山法院口径（2008）", "reports of the Foshan court (2008)"),
    "I3": Text("广西高院通报口径", "reports of Guangxi's high court"),
    "I6": Text("“三个90%、一个80%”", '"three times 90 %, once 80 %"'),
    "I7": Text("“三个90%、一个80%”", '"three times 90 %, once 80 %"'),
}
PHRASES = {
    "proposal": Text("建议值，待本院核定", "a proposal, for the court to settle"),
    "court target": Text("本院内控目标", "a target of the court's own"),
    "court target 30-60 days": Text("法院内控目标 30–60 日", "a target of courts, 30 to 60 days"),
    "day 30, warned from day 20: a proposal": Text("第 30 日，第 20 日起提醒：建议值", "day 30, warned from day 20: a proposal"),
    "at once": Text("立即", "at once"),
    "with N05": Text("与执行通知一并", "together with the enforcement notice"),
    "own knowledge": Text("实务经验", "practice"),
    "period set in the notice": Text("以公告所定期限为准", "the period the notice sets"),
    "seed": Text("固阳县法院公开报道", "published report of the Guyang court"),
    "source article": Text("固阳县法院公开报道", "published report of the Guyang court"),
    "denominator own knowledge": Text("分母按实务经验", "the denominator from practice"),
    "domain 5": Text("通行统计口径", "usual statistics"),
    "domain 5: the year's start differs by region": Text("通行口径；年度起点各地不同", "usual statistics; the year begins otherwise by region"),
    "domain 5 (column names of a real export)": Text("通行统计口径（报表栏目）", "usual statistics (columns of a report)"),
    "domain 5 (own knowledge)": Text("通行统计口径（实务经验）", "usual statistics (practice)"),
    "domain 5 (own knowledge; I3)": Text("通行统计口径（实务经验；广西高院）", "usual statistics (practice; Guangxi's high court)"),
    "peers: one large case dominates": Text("避免一件大案左右全局", "so that one large case does not decide it"),
}  # fmt: skip
MARKED = re.compile(r"(?P<tag>[A-Z]+\d*)(?: (?P<articles>\d[\d, \-()]*))?(?: \((?P<note>[^()]*)\))?")
SEED = re.compile(r"seed: (?P<figure>.+)")
TARGET = re.compile(r"court target of (?P<tag>C\d+)")
PARTS = re.compile(r"; (?![^()]*\))")


def source(written: str) -> Text:
    """Say a source in words, part by part; what no mark or phrase explains stays as the rulebook has it."""
    parts = [_part(part) for part in PARTS.split(written.strip()) if part]
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def _part(written: str) -> Text:
    found = MARKED.fullmatch(written)
    if written in PHRASES:
        return PHRASES[written]
    if seed := SEED.fullmatch(written):
        return Text("固阳县法院公开报道：{figure}", "published report of the Guyang court: {figure}").fill(
            **seed.groupdict()
        )
    if (target := TARGET.fullmatch(written)) and target["tag"] in COURTS:
        return COURTS[target["tag"]]
    if found is None or not ({found["tag"]} & {*STATUTES, *COURTS}):
        return Text(written, written)
    name = STATUTES.get(found["tag"]) or COURTS[found["tag"]]
    return name if not found["articles"] else _article(name, found["articles"].strip())


def _article(name: Text, articles: str) -> Text:
    """Add the articles of a statute to its name: one, several, or from one to another."""
    chinese = articles.replace(", ", "、").replace("-", "–")
    english = articles.replace("-", "–")
    many = "arts." if {",", "-"} & set(articles) else "art."
    return Text(f"{name.zh}第{chinese}条", f"{name.en}, {many} {english}")
