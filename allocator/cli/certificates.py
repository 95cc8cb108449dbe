"""Commands for the certificate of a plan: handed out as one file, verified by whoever holds the file."""

import json
from pathlib import Path

import click

from allocator.cli.group import Shell, command, read_bytes, write_text
from allocator.decisions.certificates.verification import Verdict, verify
from allocator.domain.words import Count, Text
from allocator.services.plans.certificates import export_either, verdict_view

REFUTED = 1
SECONDS = 60


@click.group("certificate", help="方案证明 the certificate of a plan.")
def certificate() -> None:
    """The certificate of a plan."""


@command(
    "export",
    help="导出 write the certificate of a run's plan, or of an answer (DIGEST), with its instance into a file.",
)
@click.argument("run", metavar="RUN|ANSWER")
@click.argument("file", type=click.Path(path_type=Path))
def export(shell: Shell, run: str, file: Path) -> None:
    """Export a certificate: of a run's plan, or of an answer to an urgent errand or an outage by its digest."""
    document = export_either(shell.context, run)
    write_text(file, json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")
    told = Text(f"已写入 {file}，封印 {document['seal']}", f"written to {file}, seal {document['seal']}")
    shell.show(
        {"run": run, "file": str(file), "seal": document["seal"]},
        lambda: shell.out.print(shell.say(told), highlight=False),
    )


@command("verify", help="核验 verify a certificate's file without any database; exit code 1 when it is refuted.")
@click.argument("file")
@click.option(
    "--seconds", type=click.IntRange(1, 3600), default=SECONDS, show_default=True, help="下界核验秒数 for the bounds."
)
def check(shell: Shell, file: str, seconds: int) -> None:
    """Verify a certificate."""
    verdict = verify(read_bytes(file), seconds)
    shell.show(verdict_view(verdict), lambda: _tell(shell, verdict))
    if not verdict.holds:
        raise SystemExit(REFUTED)


def _tell(shell: Shell, verdict: Verdict) -> None:
    for item in verdict.findings:
        shell.out.print(f"  {MARKS[item.word]} {shell.say(item.text)}", highlight=False, markup=False)
    shell.out.print(shell.say(_outcome(verdict)), highlight=False)


MARKS = {"confirmed": "✓", "refuted": "✗", "open": "?"}


def _outcome(verdict: Verdict) -> Text:
    if not verdict.holds:
        return Text("证明不成立。", "The certificate is refuted.")
    if verdict.open:
        return Text(
            f"未发现不实之处；{verdict.open} 个下界在时限内未能证实。",
            f"Nothing is refuted; {Count(verdict.open):bound was|bounds were} not confirmed in the time given.",
        )
    return Text(f"证明成立，封印 {verdict.seal}。", f"The certificate holds, seal {verdict.seal}.")


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    certificate.add_command(export)
    certificate.add_command(check)
    group.add_command(certificate)
