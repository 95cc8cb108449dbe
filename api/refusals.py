"""What HTTP itself refuses (协议层拒绝), before the office is asked: with the same bilingual text and remedy."""

from collections.abc import Mapping

from allocator.domain.words import Text


class Refusal(Exception):
    """A request that is turned away by a rule of HTTP or of access: status, stable code, text, remedy, headers."""

    def __init__(
        self, status: int, code: str, text: Text, remedy: Text, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(text.en)
        self.status = status
        self.code = code
        self.text = text
        self.remedy = remedy
        self.headers = dict(headers or {})


WRONG = Text("请核对地址、方法与内容类型。", "Check address, method and content type.")
TITLES: Mapping[int, Text] = {
    400: Text("请求格式错误", "Malformed request"),
    401: Text("未出示有效令牌", "No valid token"),
    403: Text("无此权限", "Not permitted"),
    404: Text("不存在", "Not found"),
    405: Text("不支持此方法", "Method not supported"),
    409: Text("与现状或规则不符", "In conflict with the state or the rules"),
    412: Text("版本已变更", "Version has changed"),
    413: Text("请求过大", "Request too large"),
    414: Text("地址过长", "Address too long"),
    415: Text("不支持的内容类型", "Content type not supported"),
    422: Text("内容不能接受", "Content cannot be accepted"),
    428: Text("须注明版本", "Version needed"),
    429: Text("尝试过于频繁", "Tried too often"),
    500: Text("服务内部错误", "Internal error"),
    503: Text("暂不可用", "Not available now"),
}
REMEDIES: Mapping[int, Text] = {
    404: Text(
        "请核对地址，或从首页进入；接口说明见 /docs。",
        "Check the address, or begin at the start page; /docs describes the API.",
    ),
    405: Text("可用的方法见 Allow 头。", "The header Allow names the methods there are."),
    413: Text("请把文件拆成几份导入。", "Split the file and import the parts."),
    500: Text("请把请求编号（X-Request-ID）告知管理员。", "Tell the administrator the request id (X-Request-ID)."),
}


def title(status: int) -> Text:
    """Give the short name of a status."""
    return TITLES.get(status, TITLES[400] if status < 500 else TITLES[500])


def remedy(status: int) -> Text:
    """Give the next step where nothing more precise is known."""
    return REMEDIES.get(status, WRONG)
