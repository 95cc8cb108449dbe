"""Verify the draws of a day from its exported transcript (随机分案核验), with Python's standard library alone.

Usage: python verify_draws.py TRANSCRIPT.json. Exits 0 with a summary when all holds; else 1, telling each fault.
"""

import hashlib
import hmac
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def digest(value: Any) -> str:
    """Hash a value by its canonical JSON: sorted keys, no spaces, Chinese as it is."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_draw(entry: dict[str, Any]) -> bool:
    """Say whether an entry gave a case to somebody by a draw, and is told."""
    return bool(entry.get("kind") == "assignment" and entry["body"]["how"] == "draw")


def log_faults(entries: list[dict[str, Any]]) -> Iterator[str]:
    """Every entry follows the one before and, unless it is withheld, has the hash of what it says; the closing one too."""
    for before, entry in zip([None, *entries], entries, strict=False):
        if "withheld" not in entry and digest({k: v for k, v in entry.items() if k != "hash"}) != entry["hash"]:
            yield f"entry {entry['seq']}: its hash is not that of its content"
        if before and (entry["seq"] - before["seq"] != 1 or entry["prev_hash"] != before["hash"]):
            yield f"entry {entry['seq']}: does not follow entry {before['seq']}"


def commitment_faults(transcript: dict[str, Any], entries: list[dict[str, Any]], secret: bytes) -> Iterator[str]:
    """The secret is the one committed to, once, before the first filing and the first draw."""
    day, bound = transcript["day"], transcript["commitment"]
    if hashlib.sha256(b"fenliu-commit-1\n" + day.encode() + b"\n" + secret).hexdigest() != bound:
        yield "the commitment is not that of the day and the secret"
    opened = [entry for entry in entries if entry.get("kind") == "draw_day"]
    if [(entry["body"]["day"], entry["body"]["commitment"]) for entry in opened] != [(day, bound)]:
        yield f"the log does not hold the commitment of {day} exactly once"
    first = min((entry["seq"] for entry in entries if entry.get("kind") == "filing" or is_draw(entry)), default=None)
    if opened and first is not None and opened[0]["seq"] > first:
        yield f"entry {opened[0]['seq']}: the commitment came after entry {first}"


def draw_faults(body: dict[str, Any], draw: dict[str, Any], secret: bytes) -> Iterator[str]:
    """The draw is of the listed candidates, in order of code, and came out as the secret says."""
    pool, candidates = draw["pool"], draw["candidates"] if "candidates" in draw else body["draw_candidates"]
    if digest(candidates) != draw["pool_digest"]:
        yield "the pool digest is not that of the candidates"
    if not pool or [row[0] for row in candidates] != pool or sorted(set(pool)) != pool:
        yield "the pool is not the candidates in order of code, each once"
        return
    whole, number, tries, mac = 2**256, 2**256, -1, ""
    while number >= whole - whole % len(pool):  # hashes past the last full turn are put aside
        tries += 1
        message = ("fenliu-draw-1", draw["case_no"], str(draw["round"]), draw["pool_digest"], str(tries))
        mac = hmac.new(secret, "\n".join(message).encode(), hashlib.sha256).hexdigest()
        number = int(mac, 16)
    if (mac, tries) != (draw["mac"], draw["tries"]):
        yield "the keyed hash is not that of the case, the round, the pool and the secret"
    if (draw["index"], draw["chosen"]) != (number % len(pool), pool[number % len(pool)]):
        yield "the keyed hash gives another person"
    if body.get("officer", draw["chosen"]) != draw["chosen"] or body.get("case_no", draw["case_no"]) != draw["case_no"]:
        yield "the case went elsewhere than drawn"


def round_faults(entries: list[dict[str, Any]]) -> Iterator[str]:
    """The rounds of a case count up from 1, or from an earlier day's; what was undone may come out again, word for word."""
    last, filed = dict[str, Any](), {entry["case_id"] for entry in entries if entry.get("kind") == "filing"}
    for entry, drawn in ((entry, entry["body"]["draw"]) for entry in entries if is_draw(entry)):
        case_no, count, before = drawn["case_no"], drawn["round"], last.get(drawn["case_no"], {})
        told = before or entry["case_id"] in filed or count < 1
        if told and drawn != before and count != before.get("round", 0) + 1:
            yield f"case {case_no}: round {count} comes after {before.get('round', 'none')}"
        last[case_no] = drawn


def main(path: str) -> int:
    """Verify one file and say what was found."""
    try:
        transcript = json.loads(Path(path).read_text(encoding="utf-8"))
        entries, secret = transcript["entries"], bytes.fromhex(transcript["secret"])
        found = [] if transcript["format"] == "fenliu-draws-1" else ["the format is not fenliu-draws-1"]
        found += log_faults([*entries, transcript["closing"]])
        found += [*commitment_faults(transcript, entries, secret), *round_faults(entries)]
        more = f", {held} of them withheld" if (held := sum("withheld" in one for one in entries)) else ""
        draws = [(entry["seq"], entry["body"]) for entry in entries if is_draw(entry)]
        found += [f"entry {seq}: {fault}" for seq, body in draws for fault in draw_faults(body, body["draw"], secret)]
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        draws, found = [], [f"{path} is not a transcript: {type(error).__name__} {error}"]
    print(*found or [f"{transcript['day']}: {len(draws)} draws and {len(entries)} log entries hold{more}."], sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else "Usage: python verify_draws.py TRANSCRIPT.json")
