"""The browser files of other people are the pinned ones, each with its licence."""

import copy
import shutil
from pathlib import Path

import pytest

from api.static import vendor

HERE = vendor.HERE


@pytest.fixture
def folder(tmp_path):
    """A copy of the vendored files that a test may spoil."""
    return Path(shutil.copytree(HERE / "vendor", tmp_path / "vendor"))


def test_the_files_here_are_the_locked_ones_and_bring_their_licence():
    """What the pages serve is, byte for byte, what was fetched and locked."""
    assert vendor.faults(vendor.wanted(), vendor.locked(), HERE / "vendor") == []
    assert all("LICENSE" in table["files"] for table in vendor.wanted().values())


def test_one_altered_byte_is_found_and_named(folder):
    """A file changed after it was fetched is named."""
    (folder / "swagger-ui" / "swagger-ui.css").write_bytes(b"body{}")

    assert vendor.faults(vendor.wanted(), vendor.locked(), folder) == [
        "swagger-ui/swagger-ui.css: altered; run `make vendor`"
    ]


def test_a_missing_and_an_unasked_file_are_found(folder):
    """A file that went and a file that came are both named."""
    (folder / "swagger-ui" / "NOTICE").rename(folder / "swagger-ui" / "extra.js")

    assert vendor.faults(vendor.wanted(), vendor.locked(), folder) == [
        "swagger-ui/NOTICE: missing; run `make vendor`",
        "swagger-ui/extra.js: nobody asked for this file",
    ]


def test_a_version_raised_without_fetching_is_found():
    """vendor.toml and the lock must name one version."""
    asked = copy.deepcopy(vendor.wanted())
    asked["swagger-ui"]["version"] = "0.0.1"

    assert vendor.faults(asked, vendor.locked(), HERE / "vendor") == [
        "swagger-ui: vendor.toml and the lock name different versions; run `make vendor`"
    ]


def test_an_archive_that_is_not_the_locked_one_is_refused(monkeypatch):
    """Whatever the network hands over, only the pinned archive is unpacked."""

    def hand_over_another(command, **_):
        Path(command[command.index("--pack-destination") + 1], "x.tgz").write_bytes(b"another archive")

    monkeypatch.setattr("subprocess.run", hand_over_another)

    with pytest.raises(vendor.VendorError, match="not the locked one"):
        vendor.fetch("swagger-ui-dist", "5.35.0", "sha512-something-else")
