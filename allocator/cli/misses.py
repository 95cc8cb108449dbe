"""Commands that look ahead at deadlines (超期预测)."""

import click
from rich.table import Table

from allocator.cli.group import Shell, command
from allocator.decisions.deadlines.missing import CURVE, FEATURES, Foresight
from allocator.domain.words import Text
from allocator.services.clocks.misses import AHEAD, Predicted, Prediction, predict_misses, prediction_view


@command(
    "misses", help="超期预测 how likely each open deadline is missed, told from closed cases, with its Brier score."
)
@click.option("--days", default=AHEAD, show_default=True, metavar="N", help="天数 how many days ahead.")
@click.option("--owner", default=None, metavar="CODE", help="责任人 only what a person, a team or a desk must heed.")
def misses(shell: Shell, days: int, owner: str | None) -> None:
    """Show how likely deadlines are missed."""
    found = predict_misses(shell.context, days=days, owner=owner)
    shell.show_figures(prediction_view(found), lambda: _tell(shell, found))


def _tell(shell: Shell, found: Prediction) -> None:
    shell.out.print(shell.say(_how_good(found.foresight)), highlight=False, markup=False)
    table = Table(box=None)
    for title in ("案号 case", "节点 node", "届满 due", "责任人 owner", "超期概率 probability", "主要因素 chiefly"):
        table.add_column(title)
    for one in found.items:
        table.add_row(*_row(shell, one))
    shell.out.print(table)


def _row(shell: Shell, one: Predicted) -> tuple[str, ...]:
    chance, clock = one.chance, one.due.clock
    told = f"{chance.probability:.0%}"
    if chance.low is not None and chance.high is not None:
        told += f" ({chance.low:.0%}–{chance.high:.0%})"
    because = shell.say(FEATURES[chance.because[0][0]]) if chance.because else ""
    return one.due.case_no, clock.node, str(clock.due), one.due.owner, told, because


def _how_good(seen: Foresight) -> Text:
    """Say from how much was learned, how good it was on newer cases, and beside what."""
    if seen.brier is None:
        return Text(
            f"已结案件的节点观察只有 {seen.looks} 次，无从检验；以下为频率及其区间。",
            f"Only {seen.looks} looks at closed cases: nothing to test on. Rates with their interval are shown.",
        )
    curve = "—" if seen.brier_of_curve is None else f"{seen.brier_of_curve:.4f}"
    rate = f"{seen.brier_of_rate:.4f}"
    if seen.method == CURVE:
        return Text(
            f"按 {seen.looks} 次观察拟合；在较新的 {seen.tested} 次上 Brier {curve}（只用频率 {rate}）。",
            f"Fitted on {seen.looks} looks; on the newest {seen.tested} its Brier score was {curve} (rates alone {rate}).",
        )
    return Text(
        f"案件太少或拟合不优于频率，故只用频率：较新 {seen.tested} 次上 Brier {rate}（拟合 {curve}）。",
        f"Too few cases, or no better fitted: rates alone, Brier score {rate} on the newest {seen.tested} (fitted {curve}).",
    )


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    group.add_command(misses)
