"""Commands about simple and complex (繁简分流): the class of a case, new facts, another rulebook, the stock anew."""

from pathlib import Path

import click

from allocator.cli.group import Shell, command
from allocator.cli.texts import read_words
from allocator.decisions.recommendation.reasons import why_class
from allocator.decisions.triage.relearning import Relearned
from allocator.domain.errors import BadInput
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.conditions import FactValue
from allocator.domain.words import Text, listed, name_in
from allocator.files.answers import read_answer
from allocator.services.cases.casework import add_facts, read_case
from allocator.services.cases.flag_entries import name_of
from allocator.services.cases.lane_words import why_by_hand
from allocator.services.cases.retriage import Retriaged
from allocator.services.cases.retriage import retriage as retriage_stock
from allocator.services.rules.rehearsal import Rehearsal, rehearse, rulebook_of
from allocator.services.views import rehearsal_view, relearned_view, retriaged_view, triage_view

MOST_SHOWN = 40
WAITS = Text(
    "“{name}”尚未认定，待另一人复核：fenliu flag {case} {fact} approve（或 refuse）。",
    '"{name}" does not hold yet; a second person decides: fenliu flag {case} {fact} approve (or refuse).',
)
CONVERSIONS = {
    "to_regular": Text("已由简案转为繁案。", "Converted from simple to complex."),
    "to_fast": Text("已由繁案转为简案。", "Converted from complex to simple."),
    "needs_approval": Text(
        "未转换：繁案转简案须经批准；请加 --approved-by。",
        "Not converted: back to simple needs approval; add --approved-by.",
    ),
    "by_hand": Text(
        "未转换：类别由人工确定；此事实与其相反，已列入争议。",
        "Not converted: the class was given by hand; that the facts contradict it is a dispute now.",
    ),
    "already_converted": Text(
        "未转换：同一方向只能转换一次；确须转换的，由领导批准后用 fenliu assign --to … --reason … --approved-by … 指定。",
        "Not converted: a case converts once each way; with approval, name a handler: "
        "`fenliu assign --to … --reason … --approved-by …`.",
    ),
}


@command(
    "triage", help="繁简分流 class, lane, reasons and weight of a case; or try another rulebook over the whole stock."
)
@click.argument("case", required=False)
@click.option("--rulebook", type=click.Path(path_type=Path), help="试算用规则手册 another rulebook.toml.")
@click.option("--dry-run", is_flag=True, help="与 --rulebook 同用 with --rulebook: show what would flip.")
def triage(shell: Shell, case: str | None, rulebook: Path | None, *, dry_run: bool) -> None:
    """Show the triage of one case, or rehearse a rulebook."""
    if rulebook is not None:
        _check_rehearsal(case, dry_run=dry_run)
        found = rehearse(shell.context, read_words(rulebook))
        shell.show(rehearsal_view(found), lambda: show_rehearsal(shell, found))
        return
    if case is None:
        raise BadInput(
            Text("请给出案号。", "Name a case."),
            Text("或用 --rulebook 文件 --dry-run。", "Or use --rulebook FILE --dry-run."),
        )
    context = shell.context
    known, classification = read_case(context, case)
    book = rulebook_of(context)
    said = why_by_hand(context, known)
    sentences = (*said, *why_class(classification, book))
    shell.show(
        {**triage_view(known, classification, book), "said": said},
        lambda: shell.out.print("\n".join([known.case_no, *(shell.say(text) for text in sentences)])),
    )


def _check_rehearsal(case: str | None, *, dry_run: bool) -> None:
    if case is not None:
        raise BadInput(
            Text("试算针对全部在办案件，不能指定案号。", "A rulebook is tried over the whole stock, not on one case."),
            Text("请去掉案号。", "Leave the case out."),
        )
    if not dry_run:
        raise BadInput(
            Text("规则手册只能试算。", "A rulebook is only tried here."),
            Text(
                "请加 --dry-run；启用请放入机构目录再 fenliu load。",
                "Add --dry-run; to use it, load it with its folder.",
            ),
        )


def show_rehearsal(shell: Shell, found: Rehearsal) -> None:
    """Print what another rulebook would do to the stock."""
    lanes = {**found.lanes, **rulebook_of(shell.context).lanes}
    before, after = (
        listed(
            Text("{lane} {n}", "{lane} {n}").fill(lane=name_in(lanes, lane), n=count) for lane, count in counts.items()
        )
        for counts in (found.before, found.after)
    )
    text = Text(
        "{cases} 件中 {flips} 件会改变通道；现 {before}；改后 {after}。",
        "{flips} of {cases} cases would change lane; now {before}; then {after}.",
    ).fill(cases=found.cases, flips=len(found.flips), before=before, after=after)
    shell.out.print(shell.say(text))
    for flip in found.flips[:MOST_SHOWN]:
        old, new = (shell.say(name_in(lanes, lane)) for lane in (flip.old_lane, flip.new_lane))
        shell.out.print(f"  {flip.case_no} {old} → {new}", highlight=False)


@command(
    "facts",
    help="新事实 put new facts to a case: NAME=是|否|unknown|5|8万元|text ... (money without a unit is in fen).",
)
@click.argument("case")
@click.argument("facts", nargs=-1, required=True)
@click.option("--approved-by", help="批准人 who approved a conversion to simple, or what takes two persons.")
@click.option("--because", default="", help="须两人复核事项的理由 the reason of what takes two persons.")
def facts(shell: Shell, case: str, facts: tuple[str, ...], approved_by: str | None, because: str) -> None:
    """Put new facts to a case and classify it again."""
    context = shell.context
    book = rulebook_of(context)
    said = dict(_fact(item, book) for item in facts)
    done = add_facts(context, case, said, approved_by=approved_by, because=because)
    shell.show(relearned_view(done, book), lambda: show_relearned(shell, done, book))


def _fact(item: str, book: Rulebook) -> tuple[str, FactValue]:
    name, sign, text = item.partition("=")
    if not sign or not name:
        raise BadInput(
            Text(f"“{item}”不是 名称=值。", f'"{item}" is not NAME=VALUE.'),
            Text("例如 full_cash=true。", "For example full_cash=true."),
        )
    return name, read_answer(name, text, book)


def show_relearned(shell: Shell, done: Relearned, book: Rulebook) -> None:
    """Print the class with its reasons, what became of a conversion, and whether somebody else must take over."""
    for text in why_class(done.classification, book):
        shell.out.print(shell.say(text))
    for code in (done.converted, done.held_back):
        if code:
            shell.out.print(shell.say(CONVERSIONS[code]))
    for flag in done.case.flags:
        text = WAITS.fill(name=name_of(flag.fact, book), case=done.case.case_no, fact=flag.fact)
        shell.out.print(shell.say(text), highlight=False)
    if done.handover is not None:
        why = listed(Text(**reason["text"]) for reason in done.handover["reasons"])
        text = Text(
            f"须交接：{done.handover['from']} {why.zh}；请用 fenliu assign 重新分案，此前仍由其负责。",
            f"Hand it over: {done.handover['from']}, {why.en}; assign it anew with `fenliu assign`, who holds it answers until then.",
        )
        shell.out.print(shell.say(text))


@command("retriage", help="存量重新分流 triage every open case anew by the rulebook in force.")
@click.option("--dry-run", is_flag=True, help="只检查 show what would change only.")
def retriage(shell: Shell, *, dry_run: bool) -> None:
    """Triage the stock anew."""
    found = retriage_stock(shell.context, dry_run=dry_run)
    shell.show(retriaged_view(found, dry_run=dry_run), lambda: show_retriaged(shell, found))


def show_retriaged(shell: Shell, found: Retriaged) -> None:
    """Print how many cases stand otherwise now, and which lanes they left and entered."""
    waiting = sum(outcome.handover is not None for _, outcome in found.changed)
    text = Text(
        f"{found.cases} 件未结案件中 {len(found.changed)} 件有变，其中 {waiting} 件须交接。",
        f"{len(found.changed)} of {found.cases} open cases changed, {waiting} of them to be handed over.",
    )
    shell.out.print(shell.say(text), highlight=False)
    lanes = rulebook_of(shell.context).lanes if found.changed else {}
    for case, outcome in found.changed[:MOST_SHOWN]:
        before, after = (shell.say(name_in(lanes, one.standing.lane)) for one in (case, outcome.case))
        shell.out.print(f"  {case.case_no} {before} → {after}", highlight=False)


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    for item in (triage, facts, retriage):
        group.add_command(item)
