"""What the columns of a filing sheet (收案登记表) are called: one table of fields and their names, and what tells likes apart."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldNames:
    """A field of a table and the headers under which it comes; the first names are its own, the rest aliases.

    Names of `last_resort` could mean something else (日期, 编号, 地址) and count only where no better name stands.
    """

    id: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    money: bool = False
    similar: bool = True
    last_resort: tuple[str, ...] = ()


def _each(words: tuple[str, ...], *tails: str) -> tuple[str, ...]:
    """Give every word with every tail, all words with the first tail first: 被告 with 姓名 is 被告姓名."""
    return tuple(f"{word}{tail}" for tail in tails for word in words)


# What the two sides are called (诉讼地位), in whatever court the judgment was given.
CREDITORS = ("申请执行人", "申请人", "原告", "债权人", "权利人", "申执人", "申请方")
DEBTORS = ("被执行人", "被申请人", "被告", "债务人", "被告人", "义务人", "被申请执行人", "被执行方", "被申请方")
CREDITORS_EN = (
    "creditor",
    "claimant",
    "applicant",
    "plaintiff",
    "petitioner",
    "judgment creditor",
    "judgement creditor",
)
DEBTORS_EN = ("debtor", "defendant", "respondent", "judgment debtor", "judgement debtor")
NAMED = ("", "姓名", "名称", "姓名或名称")
NAMED_EN = ("", "s", " name", " names")
NUMBERED = ("证件号", "证件号码", "身份证号", "身份证号码", "统一社会信用代码", "身份证号或统一社会信用代码")
NUMBERED_EN = (" id", " id number")

FILING_FIELDS: tuple[FieldNames, ...] = (
    FieldNames("case_no", "案号", "case number", (
        "执行案号", "案件编号", "本案案号", "立案案号", "受理案号", "案件号", "case no", "case", "case id", "docket number",
        "docket no", "file number", "file no",
    ), last_resort=("编号", "ref no", "reference", "reference number", "reference no")),
    FieldNames("kind", "案件类型", "kind of case", (
        "案件类别", "类别", "类型", "执行案件类型", "案件种类", "案件性质", "type", "case type", "case kind", "type of case",
        "nature of case",
    )),
    FieldNames("title", "案件名称", "title", ("标题", "案名", "案件标题", "case title", "case name", "name of case")),
    FieldNames("cause", "案由", "cause", (
        "案由名称", "执行案由", "立案案由", "案件案由", "纠纷类型", "cause of action", "case cause", "subject matter",
    )),
    FieldNames("claim", "执行标的额", "claim", (
        "标的额", "执行标的", "申请执行标的额", "申请执行标的", "申请执行金额", "申请标的额", "申请标的", "标的金额", "执行金额", "申请金额",
        "执行标的金额", "立案标的额", "标的数额", "标的总额", "案件标的", "案件标的额", "诉讼标的", "诉讼标的额", "标底额", "涉案金额",
        "涉案标的额", "债权金额", "债权数额", "欠款金额", "争议金额", "诉请金额", "claim amount", "amount of claim", "amount claimed",
        "amount under enforcement", "enforcement amount", "sum claimed", "sum enforced", "claimed amount", "amount in dispute",
        "debt amount", "amount owed", "claim value", "total claim", "total amount",
    ), money=True, last_resort=("标的", "金额", "amount")),
    FieldNames("creditors", "申请执行人", "creditors", (
        *_each(CREDITORS, *NAMED)[1:], *_each(CREDITORS_EN, *NAMED_EN), *_each(("name of ",), *CREDITORS_EN),
    )),
    FieldNames("creditor_ids", "申请执行人证件号", "creditor ids", (
        *_each(CREDITORS, *NUMBERED)[1:], *_each(CREDITORS_EN, *NUMBERED_EN),
    )),
    FieldNames("debtors", "被执行人", "debtors", (
        *_each(DEBTORS, *NAMED)[1:], *_each(DEBTORS_EN, *NAMED_EN), *_each(("name of ",), *DEBTORS_EN),
    )),
    FieldNames("debtor_ids", "被执行人证件号", "debtor ids", (
        *_each(DEBTORS, *NUMBERED)[1:], *_each(DEBTORS_EN, *NUMBERED_EN),
    ), last_resort=(*NUMBERED, "id number")),
    FieldNames("town", "乡镇", "town", (
        "镇", "所在地", "所在乡镇", "被执行人所在地", "被执行人所在乡镇", "乡镇名称", "属地", "辖区", "乡镇街道", "township",
        "debtor town", "location", "place",
    ), last_resort=(
        "住所地", "地址", "住址", "住所", *_each(DEBTORS, "地址", "住址", "住所地"), *_each(DEBTORS_EN, " address"), "address", "city",
    )),
    FieldNames("filed_on", "立案日期", "filed on", (
        "立案日", "收案日期", "立案时间", "收案时间", "受理日期", "受理时间", "登记日期", "登记时间", "立案登记日期", "收案登记日期",
        "filing date", "date filed", "filed", "date of filing", "filed date", "date received", "received on", "registration date",
        "date of registration", "registered on",
    ), last_resort=("日期", "date")),
    FieldNames("preserved", "已保全金额", "preserved", (
        "保全金额", "保全", "保全情况", "财产保全", "已保全", "已冻结金额", "冻结金额", "preservation", "amount preserved", "preserved amount",
        "preserved cash",
    ), money=True),
    FieldNames("assets", "已知财产", "assets", (
        "财产线索", "已查明财产", "财产情况", "财产种类", "可供执行财产", "known assets", "assets known", "asset",
    )),
    FieldNames("origin_case_no", "原案号", "origin case number", (
        "首执案号", "首次执行案号", "原执行案号", "恢复执行原案号", "原首执案号", "前案案号", "origin case no", "original case number",
        "original case no", "previous case number",
    )),
    FieldNames("previous_handler", "原承办人", "previous handler", (
        "原承办法官", "原经办人", "前承办人", "原案承办人", "首执承办人", "former handler", "original handler",
    )),
    FieldNames("series", "系列案", "series", ("系列案号", "系列案名称", "系列案编号", "系列", "串案", "series id", "case series")),
    FieldNames("restricted", "限制知悉", "restricted", (
        "是否限制知悉", "限制知悉事由", "知悉限制", "不予公开", "保密", "restriction", "restricted because", "confidential",
    ), similar=False),
    FieldNames("query_answered", "网络查询反馈", "query answered", (
        "网络查控反馈", "查控反馈", "总对总反馈", "网络查询已反馈", "网络查控已反馈", "查询反馈", "network query answered",
    )),
)  # fmt: skip

# Groups of words that make a column another column. A similar header is taken only when it has the same groups as the
# name it resembles: 结案日期 is like 立案日期 by three signs of four, and means the opposite.
TELLING: tuple[tuple[str, ...], ...] = (
    ("被", "债务", "义务", "debtor", "debtors", "respondent", "defendant"),
    ("申请", "权利", "creditor", "creditors", "applicant", "claimant", "plaintiff", "petitioner"),
    ("原", "前", "首执", "previous", "former", "origin", "original"),
    ("证件", "身份证", "信用代码", "证号", "号码", "id", "ids"),
    ("电话", "手机", "联系", "phone", "tel", "telephone", "mobile", "contact", "email"),
    ("地址", "住址", "住所", "address"),
    ("日期", "时间", "date", "day", "time", "on"),
    ("结案", "办结", "终结", "终本", "结束", "销案", "撤案", "归档", "报结", "closed", "closing", "close"),
    ("分案", "移交", "移送", "交案", "流转", "备案", "assigned", "assignment"),
    ("承办", "经办", "法官", "书记", "handler", "judge", "clerk"),
    ("到位", "履行", "发放", "已执行", "执结", "未执行", "recovered", "paid", "received"),
    ("保全", "冻结", "查封", "preserved", "preservation", "frozen"),
    ("依据", "判决", "裁判", "裁定", "审判", "生效", "原审", "一审", "二审", "judgment", "judgement"),
    ("人数", "数量", "个数", "件数", "户数", "count"),
    ("代理", "法定", "律师", "负责人", "联系人", "agent", "lawyer", "representative"),
    ("性别", "民族", "年龄", "出生", "职业", "gender", "age", "birth"),
    ("备注", "说明", "remark", "remarks", "note", "notes"),
    ("标的物", "物品", "措施"),
    ("案号", "文号", "字号"),
    ("财产", "asset", "assets"),
    ("费", "fee", "cost", "costs"),
    ("利息", "本金", "罚息", "interest", "principal"),
    ("法院", "单位", "部门", "团队", "court", "team"),
    ("状态", "结果", "方式", "阶段", "status", "result", "stage"),
    ("不", "未", "无", "没", "非", "not", "no", "without", "un"),
    ("开户", "银行", "账号", "账户", "bank", "account"),
    ("标的", "标底", "额", "款", "元", "claim", "claimed", "amount", "sum", "value", "yuan", "rmb", "cny"),
)

# Everyday words for kinds of asset: one that stands beside a name of the rulebook means the same.
ASSET_WORDS: tuple[tuple[str, ...], ...] = (
    ("存款", "银行存款", "现金", "余额", "网络资金", "支付宝", "微信", "cash", "bank account", "deposit", "deposits"),
    ("车辆", "车", "汽车", "轿车", "货车", "小轿车", "农用车", "机动车", "vehicle", "vehicles", "car", "truck"),
    ("不动产", "房产", "房屋", "住房", "住宅", "商铺", "土地", "土地使用权", "宅基地", "real estate", "house", "land"),
    (
        "牲畜",
        "农作物",
        "羊",
        "牛",
        "马",
        "绵羊",
        "粮食",
        "马铃薯",
        "土豆",
        "莜麦",
        "livestock",
        "crops",
        "sheep",
        "cattle",
    ),
    ("股权", "股份", "股票", "equity", "shares"),
    ("到期债权", "债权", "应收账款", "receivable", "receivables"),
)
