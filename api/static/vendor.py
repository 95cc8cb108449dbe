"""Fetches the browser files named in vendor.toml (`make vendor`), or checks the ones here against the lock (`--check`).

A package comes through `npm pack`, by name and version; its sha512 must equal the one in vendor.lock.json, which the
first fetch of a version writes. The lock also holds the sha512 of each file kept, so that the check needs no network.
"""

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
WANTED = HERE / "vendor.toml"
LOCK = HERE / "vendor.lock.json"
FOLDER = HERE / "vendor"


class VendorError(Exception):
    """A vendored file is missing, altered or not the one that was pinned."""


def integrity(data: bytes) -> str:
    """Write the sha512 of some bytes as browsers and npm do."""
    return "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()


def wanted() -> dict[str, Any]:
    """Read what vendor.toml asks for: a table for each folder of `vendor/`."""
    return tomllib.loads(WANTED.read_text(encoding="utf-8"))


def locked() -> dict[str, Any]:
    """Read the lock; empty before the first fetch."""
    return dict(json.loads(LOCK.read_text(encoding="utf-8"))) if LOCK.exists() else {}


def faults(asked: dict[str, Any], lock: dict[str, Any], folder: Path) -> list[str]:
    """List each way in which the folder is not what was asked for and locked; empty when all is well."""
    found = [f"{name}: not in the lock; run `make vendor`" for name in asked if name not in lock]
    for name in asked.keys() & lock.keys():
        found += _package_faults(name, asked[name], lock[name], folder / name)
    kept = {f"{name}/{file}" for name in asked for file in asked[name]["files"]}
    here = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return sorted(found + [f"{path}: nobody asked for this file" for path in here - kept])


def _package_faults(name: str, asked: dict[str, Any], lock: dict[str, Any], folder: Path) -> list[str]:
    if (asked["package"], asked["version"]) != (lock["package"], lock["version"]):
        return [f"{name}: vendor.toml and the lock name different versions; run `make vendor`"]
    return [
        f"{name}/{file}: {fault}"
        for file in asked["files"]
        if (fault := _fault(folder / file, lock["files"].get(file)))
    ]


def _fault(path: Path, expected: str | None) -> str | None:
    if expected is None:
        return "not in the lock; run `make vendor`"
    if not path.exists():
        return "missing; run `make vendor`"
    return None if integrity(path.read_bytes()) == expected else "altered; run `make vendor`"


def fetch(package: str, version: str, expected: str | None) -> tuple[bytes, str]:
    """Give the package's archive and its integrity, refusing one which is not the locked one."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", f"{package}@{version}", "--pack-destination", folder, "--silent"]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  (a fixed program, arguments from vendor.toml)
        archive = next(Path(folder).glob("*.tgz")).read_bytes()
    found = integrity(archive)
    if expected is not None and found != expected:
        raise VendorError(f"{package} {version}: the archive is not the locked one ({found}, locked {expected})")
    return archive, found


def unpack(archive: bytes, files: list[str], folder: Path) -> dict[str, str]:
    """Keep the asked files of an npm archive, byte for byte, and give the integrity of each."""
    folder.mkdir(parents=True, exist_ok=True)
    sums = {}
    with tempfile.TemporaryFile() as spool:
        spool.write(archive)
        spool.seek(0)
        with tarfile.open(fileobj=spool) as tar:
            for file in files:
                data = _member(tar, file)
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                (folder / file).write_bytes(data)
                sums[file] = integrity(data)
    return sums


def _written(texts: dict[str, bytes], folder: Path) -> dict[str, str]:
    """Write down a licence that a package names but does not bring, and give its integrity."""
    for file, data in texts.items():
        (folder / file).write_bytes(data)
    return {file: integrity(data) for file, data in texts.items()}


def _member(tar: tarfile.TarFile, file: str) -> bytes:
    try:
        member = tar.extractfile(f"package/{file}")
    except KeyError:
        member = None
    if member is None:
        raise VendorError(f"{file}: not in the archive")
    return member.read()


def vendor() -> None:
    """Fetch what vendor.toml asks for, remove what it no longer asks for, and write the lock."""
    asked, lock = wanted(), locked()
    written = {name: _vendored(name, table, lock.get(name)) for name, table in asked.items()}
    LOCK.write_text(json.dumps(written, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    for path in FOLDER.rglob("*"):
        relative = path.relative_to(FOLDER)
        name, file = relative.parts[0], "/".join(relative.parts[1:])
        if path.is_file() and file not in asked.get(name, {}).get("files", ()):
            path.unlink()


def _vendored(name: str, table: dict[str, Any], lock: dict[str, Any] | None) -> dict[str, Any]:
    package, version = table["package"], table["version"]
    same = lock is not None and (lock["package"], lock["version"]) == (package, version)
    archive, found = fetch(package, version, lock["integrity"] if lock and same else None)
    own = {"LICENSE": table["licence_text"].encode()} if "licence_text" in table else {}
    files = unpack(archive, [file for file in table["files"] if file not in own], FOLDER / name)
    files |= _written(own, FOLDER / name)
    return {"package": package, "version": version, "integrity": found, "files": files}


def main(arguments: list[str]) -> int:
    """Run as a script; 1 and a line for each fault when something is wrong."""
    parser = argparse.ArgumentParser(description="Fetch or check the vendored browser files.")
    parser.add_argument("--check", action="store_true", help="compare with the lock, without network")
    try:
        if not parser.parse_args(arguments).check:
            vendor()
        found = faults(wanted(), locked(), FOLDER)
    except (VendorError, subprocess.CalledProcessError, FileNotFoundError) as error:
        found = [str(error)]
    print("\n".join(found) or "vendored files: as locked")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
