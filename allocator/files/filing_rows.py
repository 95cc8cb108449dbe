"""One row of a filing sheet as a `Filing`: every field read, every doubt told."""

import re
from collections.abc import Sequence
from datetime import date

from allocator.domain.cases import Filing, Party, PartySide, normal_name
from allocator.domain.errors import BadInput
from allocator.domain.rulebook.book import CaseKind
from allocator.domain.words import Text, spoken
from allocator.files.amounts import money
from allocator.files.case_numbers import case_kind, case_no
from allocator.files.days import day
from allocator.files.filing_assets import NONE_FOUND, assets_of
from allocator.files.filing_cells import Cells
from allocator.files.filing_context import FilingContext
from allocator.files.filing_parties import parties_of
from allocator.files.filing_traits import traits_of
from allocator.files.nearness import nearest
from allocator.files.values import is_unknown

PRESERVED_SOMETHING = ("是", "有", "已保全", "已冻结", "yes", "y", "true", "√")
PRESERVED_NOTHING = ("否", "未保全", "no", "n", "false", "×", "无保全")
FILL_IN = Text("请填写。", "Fill it in.")
GIVE_CLAIM = Text("请填写金额；确无金钱给付的填 0。", "Give the amount, or 0 when no money is claimed.")
SEVERAL = 3
LONGEST_BECAUSE = 200
RESTRICTED = {"是", "有", "限制", "y", "yes", "true", "1", "√"}
NOT_RESTRICTED = {"否", "无", "不限制", "n", "no", "false", "0", "×"}
MARKED_IN_FILE = "导入文件标明 marked in the file"


def read_row(cells: Cells, context: FilingContext) -> Filing | None:
    """Read one row; None when a fault keeps it from being taken. Every fault of the row is noted in `cells`."""
    number = cells.number = cells.read("case_no", lambda text: case_no(text, context.case_no_pattern)) or ""
    kind = _kind(cells, context, number)
    filed_on = _filed_on(cells, context, number)
    parties = parties_of(cells, number, needs_debtor=kind.needs_debtor if kind else "debtors" in context.needed)
    cause = _cause(cells, context)
    claim = _claim(cells, needed=kind is not None and kind.needs_claim and not context.without_claim(cause))
    preserved = _preserved(cells)
    assets, seen = assets_of(cells, context)
    details = {
        "town": _town(cells, context),
        "assets": assets,
        "origin_case_no": _origin(cells, kind),
        "previous_handler": _handler(cells, context),
        "series": cells.text("series") or None,
        "traits": {**seen, **traits_of(cells, context)},
    }
    cells.restricted = _restricted(cells)
    if cells.broken or kind is None or filed_on is None:
        return None
    title = cells.text("title") or _title(parties, cause)
    return _filing(cells, number, kind.id, title, cause, claim, parties, filed_on, preserved=preserved, **details)


def _filing(cells: Cells, *values: object, **details: object) -> Filing | None:
    try:
        return Filing(*values, **details)  # type: ignore[arg-type]
    except BadInput as error:
        cells.error("case_no", error.code, error.text, error.remedy)
        return None


def _kind(cells: Cells, context: FilingContext, number: str) -> CaseKind | None:
    """Find the kind of case from its column and from its number; the two must not contradict each other."""
    told = context.rulebook.kinds.get(case_kind(number, context.kind_ids) or "")
    written = cells.text("kind")
    named = context.kinds.get(normal_name(written))
    if named and told and named.id != told.id:
        text = Text(
            f"“{written}”与案号中的“{told.id}”不一致。", f'"{written}" contradicts "{told.id}" in the case number.'
        )
        cells.error("kind", "kind-contradiction", text, Text("请更正其中之一。", "Correct one of them."))
    elif written and named is None:
        _kind_unknown(cells, context, written, told)
    found = named or told or (next(iter(context.rulebook.kinds.values())) if len(context.kind_ids) == 1 else None)
    if found is None and not written and number:
        text = Text(
            "案件类型为空，案号也看不出类型。", "The kind of case is blank and the case number does not tell it."
        )
        cells.error("kind", "kind-missing", text, _one_of(context))
    return found


def _kind_unknown(cells: Cells, context: FilingContext, written: str, told: CaseKind | None) -> None:
    text = Text(f"没有案件类型“{written}”", f'There is no kind of case "{written}"')
    if told is not None:
        text += Text(f"，按案号取“{told.id}”。", f'; the case number says "{told.id}".')
        cells.warn("kind", "kind-unknown", text, _one_of(context))
    elif len(context.kind_ids) > 1:
        cells.error("kind", "kind-unknown", text + Text("。", "."), _one_of(context))


def _one_of(context: FilingContext) -> Text:
    kinds = context.rulebook.kinds.values()
    listed = "、".join(f"{kind.id}（{kind.name.zh}）" for kind in kinds)
    return Text(f"可填：{listed}。", f"Use one of: {', '.join(f'{kind.id} ({kind.name.en})' for kind in kinds)}.")


def _filed_on(cells: Cells, context: FilingContext, number: str) -> date | None:
    faults = len(cells.faults)
    found = cells.read("filed_on", lambda text: day(text, context.today))
    if found is None and len(cells.faults) == faults:
        cells.error("filed_on", "filed-on-missing", Text("立案日期为空。", "The filing date is blank."), FILL_IN)
    year = re.match(r"（(\d{4})）", number)
    if found and year and int(year[1]) != found.year:
        text = Text(
            f"立案日期 {found} 与案号年份 {year[1]} 不同。",
            f"The filing date {found} is not of the year {year[1]} of the case number.",
        )
        cells.warn("filed_on", "year-differs", text, Text("请核对年份。", "Check the year."))
    return found


def _cause(cells: Cells, context: FilingContext) -> str | None:
    cause = cells.text("cause")
    if is_unknown(cause):
        text = Text("案由为空，按规则手册的默认行计。", "The cause is blank; the rulebook's default row counts.")
        cells.warn("cause", "cause-missing", text, FILL_IN)
        return None
    if not context.knows_cause(cause):
        text = Text(
            f"规则手册没有案由“{cause}”，按默认行计。", f'The rulebook has no cause "{cause}"; its default row counts.'
        )
        cells.warn("cause", "cause-unknown", text, _meant(_near_causes(cause, context)))
    return cause


def _near_causes(cause: str, context: FilingContext) -> tuple[Text, ...]:
    """Give three causes of the rulebook, the nearest by any of their names, as it writes them."""
    rows = context.rulebook.weights.causes
    known = {name: row.name for row in rows for name in (row.name.zh, row.name.en, *row.aliases)}
    near = (known[name] for name in nearest(cause, known, len(known)))
    return tuple(dict.fromkeys(near))[:SEVERAL]


def _meant(near: Sequence[str | Text]) -> Text:
    if not near:
        return Text("请核对。", "Check it.")
    chinese, english = ([spoken(name, language) for name in near] for language in ("zh", "en"))
    return Text(f"是否指：{'、'.join(chinese)}？", f"Is this meant: {', '.join(english)}?")


def _claim(cells: Cells, *, needed: bool) -> int:
    """Read the claim in fen. Unknown must never weigh zero: only who writes 0, or claims no money at all, gets it."""
    faults = len(cells.faults)
    claim = cells.read("claim", lambda text: money(text, cells.unit("claim")))
    if len(cells.faults) == faults and not claim:
        _without_claim(cells, claim, needed=needed)
    return claim or 0


def _without_claim(cells: Cells, claim: int | None, *, needed: bool) -> None:
    written = cells.text("claim")
    if claim is None and any(sign.isalpha() for sign in written):
        text = Text(
            f"“{written}”不是金额；未知不得按 0 计。", f'"{written}" is no amount, and unknown may not count as 0.'
        )
        cells.error("claim", "claim-unknown", text, GIVE_CLAIM)
    elif claim is None and needed:
        cells.error("claim", "claim-missing", Text("为空。", "It is blank."), GIVE_CLAIM)
    elif claim is None:
        text = Text("为空，按非金钱给付（0 元）计。", "It is blank and counts as none in money (0 yuan).")
        cells.warn("claim", "claim-blank", text, GIVE_CLAIM)
    elif needed:
        text = Text("为 0，而案由通常有金额。", "It is 0, while such a cause usually has an amount.")
        cells.warn("claim", "claim-zero", text, GIVE_CLAIM)


def _preserved(cells: Cells) -> int | None:
    """Read the cash preserved in fen; "否" is nothing, "是" an amount not yet known."""
    word = cells.text("preserved").lower()
    if word in PRESERVED_NOTHING:
        return 0
    if word in PRESERVED_SOMETHING:
        text = Text(
            "已保全，但未写金额，按未知计。", "Something is preserved, but no amount is given: it counts as unknown."
        )
        cells.warn(
            "preserved", "preserved-amount-missing", text, Text("请填写已保全金额。", "Give the amount preserved.")
        )
        return None
    return cells.read("preserved", lambda text: money(text, cells.unit("preserved")))


def _town(cells: Cells, context: FilingContext) -> str | None:
    written = cells.text("town")
    if is_unknown(written) or not context.towns:
        if context.towns:
            text = Text("乡镇为空，按未知计。", "The town is blank and counts as unknown.")
            cells.warn("town", "town-missing", text, Text("知道时请填写。", "Fill it in when it is known."))
        return None
    town = context.towns.get(normal_name(written))
    if town is None and (town := context.town_of(written)):
        text = Text(f"“{written}”读作{town}。", f'"{written}" is read as {town}.')
        cells.warn("town", "town-from-address", text, Text("若不是请更正。", "Correct it if that is wrong."))
    if town is None and context.is_address(written, cells.header("town")):
        text = Text(
            f"地址“{written}”不在所列乡镇内，按未知计。", f'The address "{written}" lies in no town listed: unknown.'
        )
        cells.warn("town", "town-not-listed", text, _meant(_near_towns(written, context)))
    elif town is None:
        text = Text(f"没有乡镇“{written}”。", f'There is no town "{written}".')
        cells.error("town", "town-unknown", text, _meant(_near_towns(written, context)))
    return town


def _near_towns(written: str, context: FilingContext) -> tuple[str, ...]:
    """Give three towns: the nearest by any written form, then any others."""
    near = (context.towns[form] for form in nearest(normal_name(written), context.towns, len(context.towns)))
    return tuple(dict.fromkeys((*near, *context.town_names)))[:SEVERAL]


def _origin(cells: Cells, kind: CaseKind | None) -> str | None:
    written = cells.text("origin_case_no")
    if not is_unknown(written) and normal_name(written) not in NONE_FOUND:
        origin = cells.read("origin_case_no", case_no)
        if origin and normal_name(origin) == normal_name(cells.number):
            text = Text("原案号就是本案案号。", "The case cannot resume itself: this is its own number.")
            remedy = Text("请填写被恢复的原执行案号。", "Give the number of the case resumed.")
            cells.error("origin_case_no", "origin-itself", text, remedy)
        return origin
    if kind and kind.resumes:
        text = Text(
            f"“{kind.name.zh}”没有原案号，查不到原承办人。",
            f"A case of {kind.name.en} without the case it resumes: no former handler can be found.",
        )
        cells.warn(
            "origin_case_no", "origin-missing", text, Text("请填写原执行案号。", "Give the number of the case resumed.")
        )
    return None


def _handler(cells: Cells, context: FilingContext) -> str | None:
    written = cells.text("previous_handler")
    if is_unknown(written) or normal_name(written) in NONE_FOUND:
        return None
    code = context.officer_code(written)
    if code is None:
        text = Text(
            f"原承办人“{written}”不在人员表中，或有同名。",
            f'The former handler "{written}" is not in the table of people, or not the only one.',
        )
        near = nearest(written, (officer.name for officer in context.office.officers), SEVERAL)
        cells.warn("previous_handler", "handler-unknown", text, _meant(near))
    return code or written


def _restricted(cells: Cells) -> str | None:
    """Read why not everybody may know of the case: a reason, a bare yes, or nothing."""
    written = cells.text("restricted")
    if is_unknown(written) or normal_name(written) in NOT_RESTRICTED:
        return None
    if normal_name(written) in RESTRICTED:
        return MARKED_IN_FILE
    if len(written) > LONGEST_BECAUSE:
        text = Text("限制知悉的理由过长。", "The reason why it is restricted is too long.")
        remedy = Text(
            f"请写 1 到 {LONGEST_BECAUSE} 个字符，或写“是”。", f'Give 1 to {LONGEST_BECAUSE} characters, or "yes".'
        )
        cells.error("restricted", "restriction-too-long", text, remedy)
    return written


def _title(parties: tuple[Party, ...], cause: str | None) -> str:
    """Make the title of a case that came without: 张三与李四民间借贷纠纷; Smith v. Jones, private loan."""
    first = {side: next((party.name for party in parties if party.side == side), "") for side in PartySide}
    named = [name for name in (first[PartySide.CREDITOR], first[PartySide.DEBTOR]) if name]
    if all(name.isascii() for name in (*named, cause or "")):
        return ", ".join(filter(None, (" v. ".join(named), cause)))
    return f"{'与'.join(named)}{cause or ''}"
