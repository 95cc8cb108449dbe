"""The draw among near-equals (随机分案): a keyed hash nobody can foresee, that anybody can check afterwards.

The day's secret is committed before the first filing and revealed after the day. What is drawn follows from the case,
the candidates and that secret alone, so neither the office nor a party can steer it.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date

from allocator.domain.errors import NotAllowed
from allocator.domain.words import Text

SECRET_BYTES = 32
WHOLE = 2**256


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw: for which case, which round of it, from whom, and who came out.

    `mac` is the keyed hash (hex) the index was taken from; `tries` counts hashes that had to be put aside to be fair.
    """

    case_no: str
    round: int
    pool: tuple[str, ...]
    pool_digest: str
    mac: str
    tries: int
    index: int
    chosen: str


def commitment(day: date, secret: bytes) -> str:
    """Give the hash that binds the office to a day's secret without showing it."""
    return hashlib.sha256(b"fenliu-commit-1\n" + day.isoformat().encode() + b"\n" + secret).hexdigest()


def draw(secret: bytes, case_no: str, round_: int, pool: tuple[str, ...], pool_digest: str) -> Draw:
    """Draw one of the pool; every candidate is exactly equally likely (values past the last full turn are put aside).

    The order in which the pool is given makes no difference. Raises NotAllowed when nobody is in it.
    """
    if not pool:
        raise NotAllowed(
            Text(f"{case_no}：候选池为空，无法抽签。", f"{case_no}: there is nobody to draw from."),
            Text("请查看推荐页所列的不合格原因。", "See the recommendation for what stands in the way."),
            code="pool-empty",
        )
    pool, tries = tuple(sorted(pool)), 0
    while True:
        mac = _mac(secret, case_no, round_, pool_digest, tries)
        number = int(mac, 16)
        if number < WHOLE - WHOLE % len(pool):
            index = number % len(pool)
            return Draw(case_no, round_, pool, pool_digest, mac, tries, index, pool[index])
        tries += 1


def _mac(secret: bytes, case_no: str, round_: int, pool_digest: str, tries: int) -> str:
    message = "\n".join(("fenliu-draw-1", case_no, str(round_), pool_digest, str(tries)))
    return hmac.digest(secret, message.encode(), "sha256").hex()


def lot(secret: bytes, case_no: str, officer: str, below: int = 2**20) -> int:
    """Give the lot of one officer for one case in a batch plan: decides among plans otherwise equal."""
    message = f"fenliu-lot-1\n{case_no}\n{officer}"
    return int.from_bytes(hmac.digest(secret, message.encode(), "sha256")) % below
