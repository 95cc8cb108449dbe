"""Peers' figures on the command line: brought in, shown beside one's own, told where there are none."""

from tests.allocator.cli.test_commands import Desk, desk

__all__ = ["desk"]
ROW = "法院,指标,起,止,数值,来源,发布日期\n彭水县人民法院,结案率,2022-01-01,2022-08-31,81.00%,公报,2022-09-05\n"


def test_a_head_sees_a_published_figure_beside_the_bureaus_own(desk: Desk, tmp_path) -> None:
    """And first that there are none yet; a fault by row and column."""
    (tmp_path / "peers.csv").write_text(ROW, encoding="utf-8")
    (tmp_path / "wrong.csv").write_text(ROW.replace("81.00%", "81"), encoding="utf-8")

    assert "尚无" in desk.run("peers", "list").stdout
    assert desk.json("peers", "import", tmp_path / "peers.csv") == {"added": 1, "known": 0}
    page = desk.run("peers", "list").stdout
    refused = desk.run("peers", "import", tmp_path / "wrong.csv")

    assert all(word in page for word in ("彭水县人民法院", "81.00 %", "公报", "2022-09-05"))
    assert (refused.exit_code, "wrong.csv:2:value" in refused.stderr) == (2, True)
