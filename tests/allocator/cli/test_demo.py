"""The demo's last word: what it means if one regular officer leaves."""

import io

from rich.console import Console

from allocator.cli import demo
from allocator.cli.group import Shell
from allocator.services.staffing import laboratory


def test_the_demo_ends_with_one_officer_leaving_in_two_sentences(bureau_of_a_year, monkeypatch):
    """Closing rate and days, from the office as it stands, with how few runs that rests on."""
    monkeypatch.setattr(laboratory, "QUARTER", 7)
    monkeypatch.setattr(demo, "LEAVING_RUNS", 2)
    page = io.StringIO()
    shell = Shell(f"sqlite:///{bureau_of_a_year.path}", "zh", as_json=False, now=bureau_of_a_year.clock.now,
                  out=Console(file=page, soft_wrap=True, width=120))  # fmt: skip

    demo._one_leaves(shell)
    shell.close()

    told = page.getvalue()
    assert "“普执一队少一名执行员”：结案率由" in told
    assert "繁案平均用时由" in told
    assert "自 2022-10-01 起 7 天，各只推演 2 次" in told
