"""A backup from the command line."""

import json
import re

from click.testing import CliRunner

from allocator.cli import main


def test_a_backup_prints_its_witness_and_the_log_is_held_against_it(bureau, tmp_path):
    """What `backup` prints is what `log verify` takes."""
    file = tmp_path / "kept.db"

    told = CliRunner().invoke(main, ["backup", str(file), "--db", str(bureau.path), "--lang", "en"])

    assert told.exit_code == 0, told.output
    [witness] = re.findall(r"--head (\d+:[0-9a-f]{64})", told.stdout)
    checked = CliRunner().invoke(main, ["log", "verify", "--head", witness, "--db", str(file), "--json"])
    assert (checked.exit_code, json.loads(checked.stdout)["breaks"]) == (0, [])


def test_the_same_name_again_is_refused(bureau, tmp_path):
    """With exit code 2 and what to do."""
    words = ["backup", str(tmp_path / "kept.db"), "--db", str(bureau.path), "--json"]
    assert CliRunner().invoke(main, words).exit_code == 0

    again = CliRunner().invoke(main, words)

    assert (again.exit_code, json.loads(again.stdout)["error"]["code"]) == (2, "backup-exists")
