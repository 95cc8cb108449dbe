"""Passwords: costly to guess, and as costly where there is none."""

from allocator.services.access import passwords
from allocator.services.access.access_rules import PasswordRules
from tests.conftest import QUICK

EARNEST = "scrypt:32768:8:1"


def test_a_password_costs_as_much_as_scrypt_asks(monkeypatch):
    """The parameters in earnest, which only tests make light; the hash is salted."""
    monkeypatch.undo()

    kept = passwords.kept_form("晴天 骑车 三十里", PasswordRules(shortest=8))
    assert kept.startswith(EARNEST + "$")
    assert passwords.fits(kept, "晴天 骑车 三十里")
    assert not passwords.fits(kept, "晴天 骑车 三十一")
    assert passwords.METHOD == EARNEST != QUICK


def test_a_password_nobody_has_costs_the_same(monkeypatch):
    """An unknown name is compared by the same method, with a salt and a hash of the same length."""
    monkeypatch.undo()
    compared: list[str] = []

    def note(kept, given):
        compared.append(kept)
        return False

    monkeypatch.setattr("allocator.services.access.passwords.check_password_hash", note)

    real = passwords.kept_form("correct horse battery", PasswordRules())
    passwords.fits(real, "x")
    passwords.fits(None, "x")
    shapes = [[len(part) for part in kept.split("$")] for kept in compared]
    assert shapes[0] == shapes[1]
    assert len({kept.split("$")[0] for kept in compared}) == 1


def test_what_nobody_has_fits_nothing():
    """Not even what the stand-in was made of."""
    assert not any(passwords.fits(None, given) for given in ("", "A" * 16, passwords.NOBODYS))


def test_however_a_keyboard_writes_it_it_is_one_password():
    """Full-width and half-width forms mean the same."""
    kept = passwords.kept_form("ＣＯＲＲＥＣＴ horse", PasswordRules())

    assert passwords.fits(kept, "CORRECT horse")
