"""Commands for moving held cases: few moves against gain, everything somebody away must hand over; or take a draft back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import click
from rich.table import Table

from allocator.cli.group import Shell, command
from allocator.cli.plans import GAP_PER_CENT, is_field_week, show_levels, show_loads
from allocator.cli.watching import watched
from allocator.decisions.allocation.handover_words import lines
from allocator.domain.errors import BadInput
from allocator.domain.words import Text, listed
from allocator.services import runs
from allocator.services.fieldwork.publishing import withdraw_week
from allocator.services.loads import board
from allocator.services.plans import plans, publishing
from allocator.services.plans.handovers import pack_of_case, packs_of, packs_view
from allocator.services.plans.plans import Draft
from allocator.services.plans.rebalance import DEFAULT_SECONDS, MOST_MOVES
from allocator.services.rules.rehearsal import rulebook_of

FIXED = {
    "kept": Text("指明不移交", "kept by a person"),
    "moved_lately": Text("近期已变更过承办人", "moved lately"),
    "away": Text("承办人不在岗，须整体移交", "holder away, to be handed over"),
    "nobody": Text("无他人可承办", "nobody else is eligible"),
}
ENDS = {
    "nothing to gain": Text(
        "已证明：在所问件数之内，再多移交也无改善。", "Proven: more moves, up to as many as asked for, gain nothing."
    ),
    "limits": Text("时限已到，其后未求解。", "Time ran out; what lies beyond was not searched."),
}
MOST_NAMED = 5
AFTERWARDS = {"back": Text("销假后转回", "goes back afterwards"), "stay": Text("此后留在新承办人处", "stays there")}


@command("rebalance", help="负荷再平衡 draft few moves of held cases, the frontier of moves, or a handing over.")
@click.option("--moves", type=click.IntRange(0, 1000), default=None, help="最多移交件数 at most so many moves.")
@click.option("--frontier", is_flag=True, help="前沿 the best plan for 0, 1, 2, ... moves.")
@click.option(
    "--most", type=click.IntRange(1, 100), default=MOST_MOVES, show_default=True, help="前沿至多几件 frontier up to."
)
@click.option("--absent", metavar="PERSON[=UNTIL]", multiple=True, help="离岗者移交全部案件 hands over everything.")
@click.option("--keep", metavar="CASE", multiple=True, help="不移交此案 never move this case (repeatable).")
@click.option("--refuse", metavar="CASE[:PERSON]", multiple=True, help="否定此移交 not this move (repeatable).")
@click.option("--take", metavar="CASE:PERSON", multiple=True, help="选定此移交 this move in any case (repeatable).")
@click.option("--allow-second-move", "second", metavar="CASE", multiple=True, help="准许再次移交 may move again.")
@click.option("--because", default="", help="再次移交的理由 why a second move is allowed.")
@click.option(
    "--seconds", type=click.IntRange(1, 3600), default=DEFAULT_SECONDS, show_default=True, help="最多秒数 limit."
)
@click.option("--publish", "publish_now", is_flag=True, help="校验通过即发布 publish at once if the checker agrees.")
def rebalance(shell: Shell, *, publish_now: bool, **asked: Any) -> None:
    """Draft moves; publish them only when told to: a person decides."""
    run = watched(shell, plans.REBALANCE, params_of(asked), Text("再平衡方案", "moves"))
    draft = plans.read_draft(shell.context, run.id)
    given = publishing.publish(shell.context, run.id) if publish_now and draft.rows else ()
    draft = replace(draft, published=tuple(case.case_no for case in given))
    shell.show({"run": run.id, **(runs.plan_view(draft) or {})}, lambda: show_moves(shell, draft))


def params_of(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Read the words of the command as the service takes them."""
    person, _, until = _one_away(asked["absent"]).partition("=")
    return {
        "moves": asked["moves"],
        "frontier": asked["frontier"],
        "most": asked["most"],
        "absent": person or None,
        "until": until or None,
        "keep": list(asked["keep"]),
        "refuse": [_move(item, "--refuse") for item in asked["refuse"]],
        "take": [_move(item, "--take") for item in asked["take"]],
        "second": list(asked["second"]),
        "because": asked["because"],
        "seconds": asked["seconds"],
    }


def _one_away(people: Sequence[str]) -> str:
    """Give who hands over; several at once are refused, as each plan is one person's: the last would have gone for all."""
    if len(people) > 1:
        raise BadInput(
            Text("一个方案只移交一人的案件。", "One plan hands over the cases of one person."),
            Text(
                "请先登记各人的缺勤，再逐人移交：缺勤者不会接到案件。",
                "Put down everybody's absence first, then hand over one after another: whoever is absent gets nothing.",
            ),
            code="usage",
            facts={"absent": list(people)},
        )
    return people[0] if people else ""


def _move(written: str, option: str) -> dict[str, str | None]:
    """Read CASE:PERSON; whoever refuses a case to everybody names nobody, whoever settles on a move names both."""
    case, _, officer = written.rpartition(":") if ":" in written else (written, "", "")
    if not case or (option == "--take" and not officer):
        raise BadInput(
            Text(f"{option} 须写明案号与人员。", f"{option} needs a case and a person."),
            Text(f"例如 {option} 案号:人员。", f"For example {option} CASE:PERSON."),
            code="usage",
        )
    return {"case": case, "officer": officer or None}


def show_moves(shell: Shell, draft: Draft) -> None:
    """Print a plan of moves: the frontier, the moves, loads before and after, what stays and why, what stands behind it."""
    document = draft.document
    if document["asked"]["frontier"]:
        _show_points(shell, document)
    _show_rows(shell, draft)
    show_loads(shell, document)
    if document["cases"]:
        show_levels(shell, document["certificate"]["levels"])
    for text in _remarks(document):
        shell.out.print("  " + shell.say(text), highlight=False)
    text = Text(
        "方案 {run}：移交 {n} 件，未能移交 {left} 件，校验异议 {m} 处，已发布 {k} 件。",
        "plan {run}: {n:move|moves}, {left} not placed, {m:objection|objections}, {k} published.",
    ).fill(
        run=draft.run, n=len(document.get("taken", ())) + len(document["rows"]), left=len(document["unplaced"]),
        m=len(document["objections"]), k=len(draft.published),
    )  # fmt: skip
    shell.out.print(shell.say(text))
    if draft.rows and not draft.published:
        shell.out.print(shell.say(Text(f"发布：fenliu publish {draft.run}", f"to publish: fenliu publish {draft.run}")))


def _show_points(shell: Shell, document: Mapping[str, Any]) -> None:
    table = Table(box=None)
    titles = (
        "最多 at most",
        "移交 moves",
        "最高负荷 peak",
        "下界 bound",
        "差距 gap",
        "均衡 spread",
        "下界 bound",
        "差距 gap",
    )
    for title in titles:
        table.add_column(title)
    for point in document["points"]:
        levels = [level for level in point["levels"] if level["name"] in ("peak", "spread")]
        cells = [cell for level in levels for cell in (*_pair(level), _gap(level))]
        table.add_row(str(point["most"]), str(len(point["rows"])), *cells)
    shell.out.print(table)


def _pair(level: Mapping[str, Any]) -> tuple[str, str]:
    """Write value and bound of a point: the load of the busiest in per cent, unevenness in points."""
    value, bound = level["value"], level["bound"]
    return (f"{value / 10:g} %", f"{bound / 10:g} %") if level["name"] == "peak" else (str(value), str(bound))


def _gap(level: Mapping[str, Any]) -> str:
    return f"{level['gap'] / GAP_PER_CENT:.2f} %"


def _show_rows(shell: Shell, draft: Draft) -> None:
    rows, names = draft.rows, board.names(shell.context)
    taken = {row["case_no"] for row in draft.document.get("taken", ())}
    stages = {stage.id: stage.text for stage in rulebook_of(shell.context).moves.stages}
    table = Table(box=None)
    for title in ("案号 case", "移出 from", "移入 to", "师傅 mentor", "阶段 stage", "代价 price", ""):
        table.add_column(title)
    for row in rows:
        said = [AFTERWARDS[row["afterwards"]]] if row["afterwards"] else []
        said += [Text("近期已移交过", "moved lately")] if row["second"] else []
        said += [Text("人选定", "settled on")] if row["case_no"] in taken else []
        people = [names[row["holder"]], names[row["officer"]], names[row["mentor"]] if row["mentor"] else ""]
        notes = " ".join(shell.say(text) for text in said)
        stage = shell.say(stages.get(row["stage"], Text(row["stage"], row["stage"]))) if row["stage"] else ""
        table.add_row(row["case_no"], *people, stage, str(row["price"]), notes)
    if rows:
        shell.out.print(table)


def _unmentored(cases: Sequence[str]) -> Iterator[Text]:
    """Say how many cases are left without a mentor, naming the first of them: a mentor may stand beside a hundred."""
    if cases:
        named = listed(cases[:MOST_NAMED])
        more = Text(" 等", " and others") if len(cases) > MOST_NAMED else Text("", "")
        yield Text(
            "{n} 件案件的师傅不在岗，须另定代管师傅：{named}{more}",
            "{n:case is|cases are} left without a mentor, name somebody who covers: {named}{more}",
        ).fill(n=len(cases), named=named, more=more)


def _remarks(document: Mapping[str, Any]) -> list[Text]:
    """Say why cases stay, what could not be placed, whom nobody covers, and how the frontier ended."""
    counts: dict[str, int] = {}
    for why in document["fixed"].values():
        counts[why] = counts.get(why, 0) + 1
    found = [
        Text("{why}：{n} 件", "{n:case stays|cases stay}: {why}").fill(why=FIXED[why], n=count)
        for why, count in counts.items()
    ]
    found += [
        Text(f"✗ {i['case_no']} {i['text']['zh']}", f"✗ {i['case_no']} {i['text']['en']}") for i in document["unplaced"]
    ]
    if not document["cases"]:
        found.append(Text("没有须移交的案件", "There is no case to hand over."))
    found += _unmentored(document["unmentored"])
    found += [Text(**item["notice"]) for item in document["covers"]]
    if document["covers"]:
        found.append(
            Text("代管请用 fenliu pairs cover 提出并采纳。", "Propose and accept cover with `fenliu pairs cover`.")
        )
    return found + ([ENDS[document["end"]]] if document["end"] in ENDS else [])


@command("withdraw", help="撤回方案 withdraw a draft: what is not published cannot be published any more.")
@click.argument("run")
def withdraw(shell: Shell, run: str) -> None:
    """Withdraw a draft."""
    draft = withdraw_week(shell.context, run) if is_field_week(shell, run) else publishing.withdraw(shell.context, run)
    text = Text(f"方案 {draft.run} 已撤回。", f"plan {draft.run} is withdrawn.")
    shell.show(
        {"run": draft.run, "withdrawn": True, "published": list(draft.published)},
        lambda: shell.out.print(shell.say(text), highlight=False),
    )


@command(
    "handover",
    help="交接清单 what goes along with each move of a plan, or with one case: clocks, money, dates, next step.",
)
@click.argument("run", metavar="RUN|CASE")
@click.argument("case", required=False)
@click.option("--to", "taker", metavar="CODE", default=None, help="移入人 who takes the one case over.")
def handover(shell: Shell, run: str, case: str | None, taker: str | None) -> None:
    """Print hand-over packs."""
    of_run = case is not None or _is_run(run)
    found = packs_of(shell.context, run, case) if of_run else pack_of_case(shell.context, run, taker)

    def human() -> None:
        """Print each pack, a blank line after it."""
        for item in found.packs:
            for line in lines(item, found.names, found.rules):
                shell.out.print(shell.say(line), highlight=False)
            shell.out.print()

    shell.show(packs_view(found), human)


def _is_run(text: str) -> bool:
    """Say whether a run is meant, and not a case."""
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    for item in (rebalance, withdraw, handover):
        group.add_command(item)
