"""The tables of an office's folder (机构表): their columns, and every header under which clerks write them."""

from dataclasses import dataclass

from allocator.domain.words import Text


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its field, the headers it may bear, and whether the table is of no use without it."""

    field: str
    headers: tuple[str, ...]
    needed: bool = True

    @property
    def called(self) -> Text:
        """Give the first of its headers in each language."""
        return Text(self.headers[1] if len(self.headers) > 1 else self.field, self.field)


@dataclass(frozen=True, slots=True)
class TableForm:
    """The form of one table: the file's stem, its name for people, its columns, and whether it may be absent."""

    stem: str
    name: Text
    columns: tuple[Column, ...]
    needed: bool = False

    def headers(self) -> dict[str, tuple[str, ...]]:
        """Give the headers of every field."""
        return {column.field: column.headers for column in self.columns}

    def called(self) -> dict[str, Text]:
        """Give what every field is called where nobody wrote a header."""
        return {column.field: column.called for column in self.columns}


def _column(field: str, *headers: str, needed: bool = True) -> Column:
    return Column(field, (field, *headers), needed)


OFFICER = _column("officer", "人员编号", "人员", "工号", "编号", "姓名", "person", "officer_code")
FIRST = _column("first", "开始日期", "起始日期", "起", "自", "from", "start", "begin", "first_day")
LAST = _column("last", "结束日期", "截止日期", "止", "至", "to", "until", "end", "last_day", needed=False)
SOURCE = _column("source", "来源", "数据来源", needed=False)

PEOPLE = TableForm(
    "people",
    Text("人员表", "table of people"),
    (
        _column("code", "编号", "工号", "人员编号", "代码", "id"),
        _column("name", "姓名", "名字"),
        _column("role", "岗位", "角色", "职务", "身份"),
        _column("team", "团队", "所在团队", "部门", "小组", needed=False),
        _column("share", "办案时间占比", "办案占比", "工作量占比", "占比", "working_share"),
        _column("entered", "入职日期", "到岗日期", "任职日期", "since", "entry"),
        _column("left", "离岗日期", "离职日期", "调离日期", "departure", needed=False),
        _column("skills", "技能", "授权", "技能与授权", "资格", needed=False),
        _column("step", "阶段", "成长阶段", "阶梯", "ladder_step", needed=False),
    ),
    needed=True,
)
PAIRINGS = TableForm(
    "pairings",
    Text("师徒结对表", "table of pairs"),
    (
        _column("mentor", "师傅", "导师", "带教人", "师父"),
        _column("apprentice", "徒弟", "学员", "被带教人"),
        FIRST,
        LAST,
        _column("cover", "代管", "是否代管", "代理师傅", needed=False),
    ),
)
PREFERENCES = TableForm(
    "preferences",
    Text("结对意愿表", "table of wishes for pairs"),
    (
        _column("person", "人员", "填报人", "本人", "编号", "姓名", "who"),
        _column("other", "对方", "意向对象", "whom"),
        _column("rank", "次序", "意愿次序", "排序", "志愿", "order"),
    ),
)
ABSENCES = TableForm(
    "absences",
    Text("请假外派表", "table of absences"),
    (OFFICER, FIRST, LAST, _column("reason", "事由", "原因", "事由代码", needed=False)),
)
REDUCTIONS = TableForm(
    "reductions",
    Text("减量表", "table of reductions"),
    (OFFICER, _column("kind", "减量事由", "事由", "类型"), _column("share", "减量比例", "减量", "比例"), FIRST, LAST),
)
RECUSALS = TableForm(
    "recusals",
    Text("回避表", "table of recusals"),
    (
        OFFICER,
        _column("relation", "关系", "回避事由", "回避关系"),
        _column("state", "状态", "回避状态"),
        _column("party", "当事人", "当事人姓名", "姓名或名称", needed=False),
        _column("identity", "证件号", "身份证号", "统一社会信用代码", needed=False),
        _column("case_no", "案号", needed=False),
        _column("since", "起始日期", "申报日期", "自", needed=False),
    ),
)
VEHICLES = TableForm(
    "vehicles",
    Text("车辆表", "table of vehicles"),
    (
        _column("code", "编号", "车辆编号", "车牌", "id"),
        _column("name", "名称", "车辆", "车辆名称"),
        _column("kind", "类型", "车型", needed=False),
        _column("seats", "座位", "座位数", "核载人数"),
    ),
)
TOWNS = TableForm(
    "towns",
    Text("乡镇表", "table of towns"),
    (
        _column("name", "乡镇", "名称", "乡镇名称", "town", "name_zh"),
        _column("name_en", "英文名", "英文", needed=False),
        _column("minutes", "车程分钟", "车程", "到驻地分钟", "drive_minutes"),
        _column("code", "代码", "行政区划代码", needed=False),
        _column("aliases", "别名", "又称", needed=False),
        _column("lat", "纬度", "latitude", needed=False),
        _column("lon", "经度", "longitude", needed=False),
        SOURCE,
    ),
)
TOWN_MINUTES = TableForm(
    "town_minutes",
    Text("乡镇间车程表", "table of drives between towns"),
    (
        _column("origin", "起点", "出发地", "from"),
        _column("target", "终点", "目的地", "to"),
        _column("minutes", "车程分钟", "车程", "分钟", "drive_minutes"),
        SOURCE,
    ),
)
VILLAGE = _column("village", "村", "村组", "地点", needed=False)
WEEKDAYS = _column("weekdays", "星期", "周几", "days", needed=False)
BEGINS = _column("begins", "开始时间", "起时", "begin_time", "from_time", needed=False)
ENDS = _column("ends", "结束时间", "止时", "end_time", "to_time", needed=False)
COUNT = _column("count", "数量", "件数", "number", needed=False)
RESOURCES = TableForm(
    "resources",
    Text("共用资源表", "table of shared things"),
    (
        _column("code", "编号", "资源编号", "代码", "id"),
        _column("name", "名称", "资源"),
        _column("kind", "类型", "资源类型"),
        COUNT,
        _column("town", "乡镇", "服务乡镇", needed=False),
        Column("first", FIRST.headers, needed=False),
        LAST,
        WEEKDAYS,
        BEGINS,
        ENDS,
    ),
)
ENGAGEMENTS = TableForm(
    "engagements",
    Text("占用表", "table of engagements"),
    (
        _column("holder", "占用对象", "人员车辆或资源", "人员", "车辆", "资源", "who"),
        _column("kind", "事由", "占用事由", "类型"),
        FIRST,
        LAST,
        WEEKDAYS,
        BEGINS,
        ENDS,
        COUNT,
    ),
)
CLOSURES = TableForm(
    "closures",
    Text("封路表", "table of closed roads"),
    (
        _column("town", "乡镇"),
        VILLAGE,
        FIRST,
        LAST,
        WEEKDAYS,
        BEGINS,
        ENDS,
        _column("reason", "原因", "事由", needed=False),
    ),
)
ERRANDS = TableForm(
    "errands",
    Text("外勤任务表", "table of errands"),
    (
        _column("code", "编号", "任务编号", "代码", "id"),
        _column("kind", "类型", "任务类型", "外勤类型"),
        _column("case_no", "案号"),
        _column("town", "乡镇"),
        VILLAGE,
        _column("village_minutes", "村内车程", "到村分钟", "进村分钟", needed=False),
        _column("asked_on", "提出日期", "申请日期", "asked"),
        _column("handler", "承办人", needed=False),
        _column("minutes", "用时分钟", "时长", needed=False),
        _column("earliest", "最早日期", needed=False),
        _column("latest", "最晚日期", needed=False),
        _column("due", "到期日", "期限", "应办日期", needed=False),
        _column("urgent", "紧急", "是否紧急", needed=False),
        _column("livelihood", "涉民生", "是否涉民生", needed=False),
        _column("priority", "优先级", needed=False),
        _column("noticed_on", "公告日期", "通知送达日期", needed=False),
        _column("approved_on", "批准日期", "院长批准日期", needed=False),
        _column("warranted_on", "搜查令日期", needed=False),
        _column("booked_on", "预约日期", needed=False),
        _column("needs", "另需人员", "需要技能", needed=False),
        _column("uses", "另需资源", needed=False),
        _column("barred", "回避人员", needed=False),
    ),
)
CLOSINGS = TableForm(
    "closings",
    Text("结案登记表", "table of closings"),
    (
        _column("case_no", "案号", "案件编号", "case", "case_number"),
        _column("closed_on", "结案日期", "结案日", "结案时间", "day", "date"),
        _column("way", "结案方式", "方式", "closed_as"),
        _column(
            "recovered", "到位金额", "到位金额（元）", "执行到位金额", "实际到位金额", "recovered_yuan", needed=False
        ),
        _column("note", "备注", "说明", needed=False),
    ),
)
CASE_EVENTS = TableForm(
    "events",
    Text("办案事件表", "table of events"),
    (
        _column("case_no", "案号", "案件编号", "case", "case_number"),
        _column("kind", "事件", "事件种类", "事件类型", "event"),
        _column("on", "日期", "发生日期", "事件日期", "day", "date"),
        _column("key", "编号", "事件编号", "id", needed=False),
        _column("item", "事项", "对象", "标的物", "到账编号", needed=False),
        _column("amount", "金额", "金额（元）", "amount_yuan", needed=False),
        _column("until", "截止日期", "至", "届满日期", "to", needed=False),
        _column("approver", "批准人", "审批人", "approved_by", needed=False),
        _column("note", "备注", "说明", "理由", "reason", needed=False),
    ),
)
PEERS = TableForm(
    "peers",
    Text("同类法院指标表", "table of peers' figures"),
    (
        _column("court", "法院", "单位", "同类法院", "peer"),
        _column("indicator", "指标", "指标名称", "name"),
        _column("first", "起", "自", "开始日期", "from", "start"),
        _column("last", "止", "至", "结束日期", "to", "end"),
        _column("value", "数值", "值", "指标值", "figure"),
        _column("source", "来源", "出处", "网址", "url"),
        _column("published", "发布日期", "发布日", "公布日期", "published_on"),
    ),
)
PLAN = TableForm(
    "plan",
    Text("自排外勤表", "table of trips drawn by hand"),
    (
        _column("trip", "出车", "车次", "出车编号"),
        _column("vehicle", "车辆"),
        _column("driver", "驾驶员", "司机"),
        _column("people", "人员", "随车人员"),
        _column("day", "日期"),
        _column("leaves", "出发", "出发时间"),
        _column("back", "返回", "返回时间"),
        _column("errand", "任务", "任务编号"),
        _column("start", "开始", "开始时间", "starts"),
        _column("part", "第几车", "组", needed=False),
        _column("end", "结束", "结束时间", "ends", needed=False),
        _column("kind", "类型", "任务类型", "外勤类型", needed=False),
        _column("place", "地点", "乡镇", needed=False),
        _column("case_no", "案号", needed=False),
        _column("names", "车辆和人员", needed=False),
    ),
)
CALENDAR = TableForm(
    "calendar",
    Text("工作日历更正表", "table of corrections of the calendar"),
    (
        _column("day", "日期", "日", "date"),
        _column("works", "上班", "是否上班", "working"),
        _column("because", "事由", "原因", "依据", "reason"),
        _column("by", "更正人", "登记人", "corrected_by", needed=False),
    ),
)
FIELD_FORMS = (RESOURCES, ENGAGEMENTS, CLOSURES, ERRANDS)
FORMS = (
    PEOPLE, PAIRINGS, PREFERENCES, ABSENCES, REDUCTIONS, RECUSALS, VEHICLES, TOWNS, TOWN_MINUTES, CALENDAR, *FIELD_FORMS,
)  # fmt: skip
