"""What a change does to a week (影响表述), in plain sentences with units: what is gained or lost, level by level, as the levels rank."""

from collections.abc import Iterator, Mapping

from allocator.domain.words import Count, Text

HOUR = 60
MINUTES: Mapping[str, tuple[Text, Text]] = {
    "late": (Text("逾期增加{much}", "{much} more past due days"), Text("逾期减少{much}", "{much} less past due days")),
    "fair": (
        Text("超出公平份额的辛苦外勤增加{much}", "{much} more hard work beyond fair shares"),
        Text("超出公平份额的辛苦外勤减少{much}", "{much} less hard work beyond fair shares"),
    ),
    "away": (
        Text("人员外出合计增加{much}", "people are away {much} more in all"),
        Text("人员外出合计减少{much}", "people are away {much} less in all"),
    ),
    "travel": (Text("路上增加{much}", "{much} more on the road"), Text("路上减少{much}", "{much} less on the road")),
}
COUNTS: Mapping[str, tuple[Text, Text]] = {
    "learning": (
        Text("少满足 {much} 项带教愿望", "{much:wish|wishes} to learn not met any more"),
        Text("多满足 {much} 项带教愿望", "{much:more wish|more wishes} to learn met"),
    ),
    "moved": (
        Text("多改动 {much} 件已发布的预约", "{much:more published booking moves|more published bookings move}"),
        Text("少改动 {much} 件已发布的预约", "{much:published booking|published bookings} fewer move"),
    ),
}
POINTS: Mapping[str, tuple[Text, Text]] = {
    "overtime": (
        Text("超出正常工时的代价增加 {much} 点", "hours beyond the normal ones cost {much:point|points} more"),
        Text("超出正常工时的代价减少 {much} 点", "hours beyond the normal ones cost {much:point|points} less"),
    ),
    "standin": (
        Text("他人代承办人外出的代价增加 {much} 点", "going for the handler costs {much:point|points} more"),
        Text("他人代承办人外出的代价减少 {much} 点", "going for the handler costs {much:point|points} less"),
    ),
    "preferred": (
        Text("不在适宜时段的代价增加 {much} 点", "hours that suit the work less cost {much:point|points} more"),
        Text("不在适宜时段的代价减少 {much} 点", "hours that suit the work less cost {much:point|points} less"),
    ),
}
NOTHING = Text("没有其他影响", "nothing else changes")


def effect_said(effect: Mapping[str, int], move_price: int) -> tuple[Text, ...]:
    """Say what a change adds to each level; places gained and lost first. `move_price` is what the rulebook lets a move cost."""
    placed = [more for level, more in effect.items() if level.startswith("placed")]
    gained, lost = -sum(more for more in placed if more < 0), sum(more for more in placed if more > 0)
    said = [Text(f"{gained} 件任务有了安排", f"{Count(gained):errand gets|errands get} a place")] if gained else []
    said += [Text(f"{lost} 件任务失去安排", f"{Count(lost):errand loses its|errands lose their} place")] if lost else []
    return (*said, *_others(effect, move_price)) or (NOTHING,)


def _others(effect: Mapping[str, int], move_price: int) -> Iterator[Text]:
    for level, more in effect.items():
        if not more:
            continue
        if level in MINUTES:
            yield _chosen(MINUTES[level], more, _lasting(abs(more)))
        elif level in COUNTS:
            yield _chosen(COUNTS[level], more, abs(more) // (max(1, move_price) if level == "moved" else 1))
        elif level in POINTS:
            yield _chosen(POINTS[level], more, abs(more))


def _chosen(said: tuple[Text, Text], more: int, much: object) -> Text:
    return said[more < 0].fill(much=much)


def _lasting(minutes: int) -> Text:
    """Say minutes as hours and minutes."""
    hours, rest = divmod(minutes, HOUR)
    chinese = f" {hours} 小时" * bool(hours) + f" {rest} 分钟" * bool(rest or not hours)
    english = " ".join([*([f"{hours} h"] if hours else []), *([f"{rest} min"] if rest or not hours else [])])
    return Text(chinese, english)
