"""The draw: nobody can foresee it, everybody can check it, and it favours no one."""

import hashlib
import hmac
import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.decisions.recommendation import draw as drawing
from allocator.decisions.recommendation.draw import SECRET_BYTES, commitment, draw, lot
from allocator.domain.errors import NotAllowed

POOL = ("G02", "G08", "G12", "G13", "G19")
CASE, DIGEST = "（2022）内0222执1号", "d" * 64
SECRETS = st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES)
CHI_SQUARE_999 = {1: 10.83, 2: 13.82, 4: 18.47, 6: 22.46, 28: 56.89}
"""What a fair draw exceeds once in a thousand, by degrees of freedom."""


@given(
    SECRETS, st.integers(1, 9), st.lists(st.text("ABC123", min_size=1, max_size=4), min_size=1, max_size=9, unique=True)
)
def test_the_same_secret_gives_the_same_draw(secret, round_, pool):
    """Whoever has secret, case, round and pool comes to the same person; the index points at the one chosen."""
    done = draw(secret, CASE, round_, tuple(pool), DIGEST)

    assert done == draw(secret, CASE, round_, tuple(pool), DIGEST)
    assert done.chosen == done.pool[done.index] == sorted(pool)[int(done.mac, 16) % len(pool)]
    assert (done.case_no, done.round, done.pool_digest) == (CASE, round_, DIGEST)


@given(SECRETS, st.permutations(POOL))
def test_the_order_of_the_candidates_steers_nothing(secret, order):
    """However the names are laid out, the same one comes up."""
    assert draw(secret, CASE, 1, tuple(order), DIGEST) == draw(secret, CASE, 1, POOL, DIGEST)


def test_nobody_to_draw_from_is_told():
    """An empty pool is no draw, in both languages."""
    with pytest.raises(NotAllowed) as refusal:
        draw(b"s" * 32, CASE, 1, (), DIGEST)

    assert refusal.value.code == "pool-empty"
    assert CASE in refusal.value.text.zh
    assert CASE in refusal.value.text.en


def deviation(counts, expected):
    """Chi-square of counts against one expectation for all."""
    return sum((count - expected) ** 2 / expected for count in counts)


@pytest.mark.parametrize("size", [2, 3, 5, 7, 29])
def test_over_many_days_everybody_is_drawn_equally_often(size):
    """Chi-square over 200 days of 50 cases each stays under what a fair draw exceeds once in a thousand."""
    chance = random.Random(size)
    pool = tuple(f"G{number:02d}" for number in range(size))
    counts = dict.fromkeys(pool, 0)
    for _ in range(200):
        secret = chance.randbytes(SECRET_BYTES)
        for number in range(50):
            counts[draw(secret, f"（2022）内0222执{number}号", 1, pool, DIGEST).chosen] += 1

    assert deviation(counts.values(), 10_000 / size) < CHI_SQUARE_999[size - 1]


@pytest.mark.parametrize("what", ["case", "round", "pool digest", "secret"])
def test_a_draw_tells_nothing_of_another(what):
    """Pairs of draws that differ in one thing fall on all 25 pairs of persons equally often."""
    chance = random.Random(what)
    counts: dict[tuple[str, str], int] = {}
    for number in range(10_000):
        secret, case = chance.randbytes(SECRET_BYTES), f"（2022）内0222执{number}号"
        other = {
            "case": (secret, case + "之一", 1, POOL, DIGEST),
            "round": (secret, case, 2, POOL, DIGEST),
            "pool digest": (secret, case, 1, POOL, "e" * 64),
            "secret": (secret[:-1] + bytes([secret[-1] ^ 1]), case, 1, POOL, DIGEST),
        }[what]
        pair = (draw(secret, case, 1, POOL, DIGEST).chosen, draw(*other).chosen)
        counts[pair] = counts.get(pair, 0) + 1

    assert len(counts) == 25
    assert deviation(counts.values(), 400) < 51.18  # 24 degrees of freedom, once in a thousand


@pytest.fixture
def narrow(monkeypatch):
    """Hashes that fall into seventeen values only, so that those past the last full turn are met often."""
    monkeypatch.setattr(drawing, "WHOLE", 17)
    monkeypatch.setattr(drawing, "_mac", narrow_mac)


def narrow_mac(*parts) -> str:
    """A keyed hash of seventeen values."""
    return f"{int(hashlib.sha256(repr(parts).encode()).hexdigest(), 16) % 17:x}"


@pytest.mark.parametrize("tries", [0, 1, 2])
def test_the_hash_can_be_worked_out_by_hand(tries):
    """Case, round, pool and the number of the try, under the day's secret."""
    message = f"fenliu-draw-1\n{CASE}\n3\n{DIGEST}\n{tries}".encode()

    by_hand = hmac.new(b"s" * 32, message, hashlib.sha256).hexdigest()

    assert drawing._mac(b"s" * 32, CASE, 3, DIGEST, tries) == by_hand
    assert tries or draw(b"s" * 32, CASE, 3, POOL, DIGEST).mac == by_hand


def test_hashes_past_the_last_full_turn_are_put_aside(narrow):
    """Of seventeen values the last two would favour the first two of five; they are counted as tries and left."""
    chance, counts, put_aside = random.Random(1), dict.fromkeys(POOL, 0), 0
    for number in range(5000):
        done = draw(chance.randbytes(SECRET_BYTES), f"执{number}", 1, POOL, DIGEST)
        counts[done.chosen] += 1
        put_aside += done.tries
        assert int(done.mac, 16) < 15

    assert deviation(counts.values(), 1000) < CHI_SQUARE_999[4]
    assert put_aside == pytest.approx(5000 * 2 / 15, rel=0.2)


def test_each_try_is_another_hash(narrow):
    """The number of the try goes into the hash: the one that counted is that of the last try."""
    for number in range(200):
        done = draw(b"s" * 32, f"执{number}", 1, POOL, DIGEST)
        hashes = [int(narrow_mac(b"s" * 32, f"执{number}", 1, DIGEST, tries), 16) for tries in range(done.tries + 1)]
        assert all(value >= 15 for value in hashes[:-1])
        assert hashes[-1] == int(done.mac, 16)


@given(SECRETS, SECRETS, st.dates(date(2022, 1, 1), date(2030, 1, 1)), st.integers(1, 400))
def test_a_commitment_binds_day_and_secret(secret, other, day, later):
    """Another secret, or the same one on another day, has another commitment; the hash can be worked out by hand."""
    bound = commitment(day, secret)

    assert bound == hashlib.sha256(f"fenliu-commit-1\n{day}\n".encode() + secret).hexdigest()
    assert bound != commitment(day + timedelta(days=later), secret)
    assert (bound == commitment(day, other)) is (secret == other)


def test_lots_differ_from_officer_to_officer_and_case_to_case():
    """In a plan equal otherwise the lot decides: below its bound, reproducible, hardly ever the same for two."""
    lots = {(case, officer): lot(b"s" * 32, case, officer) for case in map(str, range(50)) for officer in POOL}

    assert lots["7", "G08"] == lot(b"s" * 32, "7", "G08")
    assert all(0 <= value < 2**20 for value in lots.values())
    assert len(set(lots.values())) >= 248
    assert lot(b"t" * 32, "7", "G08") != lots["7", "G08"]
    assert {lot(b"s" * 32, str(case), "G08", below=3) for case in range(50)} == {0, 1, 2}
