"""The hand-over pack in words (交接清单文本): a page a person can read and sign, in Chinese or English."""

from collections.abc import Iterator, Mapping

from allocator.decisions.allocation.handover import Clock, Pack
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.citing import cited
from allocator.domain.words import Count, Text, listed, name_in

LIGHTS = {
    "over": Text("已逾期", "over"),
    "soon": Text("七日内", "within a week"),
    "running": Text("进行中", "running"),
    "unknown": Text("起算日待问明", "first day to be asked"),
    "stopped": Text("暂停中", "stopped"),
}
FEN = 100
NONE = Text("无", "none")


def lines(pack: Pack, names: Mapping[str, str], rules: Rulebook) -> tuple[Text, ...]:
    """Say a pack line by line, in the rulebook's own words; `names` are people's names by code."""
    return (*_head(pack, names, rules), *_clocks(pack, rules), *_rest(pack, names, rules))


def _head(pack: Pack, names: Mapping[str, str], rules: Rulebook) -> Iterator[Text]:
    yield Text(f"交接清单 {pack.case_no} {pack.title}", f"Hand-over of {pack.case_no} {pack.title}")
    giver, taker = names.get(pack.giver, pack.giver), names.get(pack.taker, pack.taker)
    beside = names.get(pack.mentor, pack.mentor) if pack.mentor else None
    with_mentor = Text(f"（师傅 {beside}）", f" (mentor {beside})") if beside else Text("", "")
    yield Text(
        f"移出：{giver}（{pack.held_since} 起承办）；移入：{taker}{with_mentor.zh}",
        f"from {giver} (since {pack.held_since}) to {taker}{with_mentor.en}",
    )
    stage = pack.stage or NONE
    lane = name_in(rules.lanes, pack.lane)
    yield Text(f"通道：{lane.zh}；阶段：{stage.zh}", f"lane: {lane.en}; stage: {stage.en}")


def _clocks(pack: Pack, rules: Rulebook) -> Iterator[Text]:
    yield Text(
        f"期限 {len(pack.clocks)} 项（不因移交重新起算）：",
        f"{Count(len(pack.clocks)):clock|clocks}, not begun anew by the move:",
    )
    yield from (_clock(clock, rules) for clock in pack.clocks)


def _clock(clock: Clock, rules: Rulebook) -> Text:
    light, due, basis = LIGHTS[clock.light], f" {clock.due}" if clock.due else "", cited(clock.basis, rules.sources)
    return Text(
        f"  {clock.name.zh}{due} {light.zh}（{basis.zh}）",
        f"  {clock.name.en}{due} {light.en} ({basis.en})",
    )


def _rest(pack: Pack, names: Mapping[str, str], rules: Rulebook) -> Iterator[Text]:
    yield _money(pack, rules)
    booked = listed(pack.booked) if pack.booked else NONE
    yield Text(f"已定期日：{booked.zh}", f"booked: {booked.en}")
    linked = [f"{link.case_no}（{names.get(link.handler or '', '-')}）" for link in pack.linked]
    yield Text(f"关联在办案件：{'、'.join(linked) or NONE.zh}", f"linked open cases: {', '.join(linked) or NONE.en}")
    yield from (Text(f"待查明：{question.zh}", f"open: {question.en}") for question in pack.questions)
    step, owner = pack.next_step, names.get(pack.next_step.owner, pack.next_step.owner)
    yield Text(f"下一步（{owner}）：{step.text.zh}", f"next, {owner}: {step.text.en}")


def _money(pack: Pack, rules: Rulebook) -> Text:
    money, claim = pack.money, rules.facts["claim"].name
    held = Text("未知", "unknown") if money.preserved is None else Text(_yuan(money.preserved), _yuan(money.preserved))
    told = listed(money.told) if money.told else Text("", "")
    more = Text(f"；{told.zh}", f"; {told.en}") if money.told else Text("", "")
    return Text(
        f"案款：{claim.zh} {_yuan(money.claim)}，已保全未发放 {held.zh}{more.zh}",
        f"money: {claim.en} {_yuan(money.claim)}, preserved and not paid out {held.en}{more.en}",
    )


def _yuan(fen: int) -> str:
    return f"{fen / FEN:,.2f}"
