"""How strict the door is (准入设置): lengths, ends of sessions, limits on trying; a court writes its own into a file.

Each figure has a default that suits an office's network. A file named by FENLIU_ACCESS overrides some of them:

    [sessions]
    idle_minutes = 30
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from allocator.domain.errors import BadInput, Unavailable
from allocator.domain.system_words import refused_by_system
from allocator.domain.toml_words import not_toml
from allocator.domain.words import Count, Text

LONGEST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """What a password must be (口令要求): long. No mix of letters and signs is asked for: it makes none harder to guess."""

    shortest: int = 12


@dataclass(frozen=True, slots=True)
class SessionRules:
    """When a session ends (会话期限): minutes without use, hours at most."""

    idle_minutes: int = 60
    longest_hours: int = 12

    @property
    def idle(self) -> timedelta:
        """The time without use after which a session is over."""
        return timedelta(minutes=self.idle_minutes)

    @property
    def longest(self) -> timedelta:
        """The time after which a session is over however much it is used."""
        return timedelta(hours=self.longest_hours)


@dataclass(frozen=True, slots=True)
class LimitRules:
    """How often signing in may fail (登录限速): within a window of minutes, at one account, from one address.

    A browser with which somebody signed in to an account before is counted apart from strangers: nobody can shut others
    out of their own desk. Records are kept for half a year (网络安全法 21 条（三）: 不少于六个月).
    """

    window_minutes: int = 15
    per_account: int = 5
    per_address: int = 30
    familiar_days: int = 90
    kept_days: int = 183

    @property
    def window(self) -> timedelta:
        """The time within which failures count."""
        return timedelta(minutes=self.window_minutes)


@dataclass(frozen=True, slots=True)
class LinkRules:
    """How long a one-time link opens the door (一次性链接期限), in hours."""

    hours: int = 24


@dataclass(frozen=True, slots=True)
class WebRules:
    """Where the service is reached (访问地址): its address for links, and how many proxies stand before it."""

    address: str = "http://127.0.0.1:8000"
    proxies: int = 0


@dataclass(frozen=True, slots=True)
class ProviderRules:
    """Whose word is taken for who somebody is, besides a password (统一身份认证, OpenID Connect); without an issuer nobody's.

    `claim` is what the provider calls the name a user has here; `secret_file` holds the client's secret, where it has one;
    `title` is what people call the provider.
    """

    issuer: str = ""
    client: str = ""
    secret_file: str = ""
    claim: str = "preferred_username"
    title: str = ""


@dataclass(frozen=True, slots=True)
class AccessRules:
    """All of it (准入设置)."""

    passwords: PasswordRules = field(default_factory=PasswordRules)
    sessions: SessionRules = field(default_factory=SessionRules)
    limits: LimitRules = field(default_factory=LimitRules)
    links: LinkRules = field(default_factory=LinkRules)
    web: WebRules = field(default_factory=WebRules)
    provider: ProviderRules = field(default_factory=ProviderRules)


LEAST = {"passwords.shortest": 8, "web.proxies": 0}
MOST = {"passwords.shortest": 64, "links.hours": 24 * 14, "limits.kept_days": LONGEST_DAYS, "web.proxies": 5}
USUAL_MOST = 1440
LONGEST_WORD = 200
ADDRESSES = {"web.address", "provider.issuer"}
NEAR = ("http://127.0.0.1", "http://localhost", "http://[::1]")
"""Where an address may do without https: on this very machine."""


def rules_from(path: str | None) -> AccessRules:
    """Read the file of settings, or give the defaults when none is named; raises Unavailable or BadInput with every fault."""
    if not path:
        return AccessRules()
    try:
        given = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise _unreadable(path, refused_by_system(error)) from error
    except UnicodeDecodeError as error:
        why = Text("第 {at} 字节不是 UTF-8 文字", "the byte at offset {at} is not UTF-8").fill(at=error.start)
        raise _unreadable(path, why) from error
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        raise _unreadable(path, not_toml(error)) from error
    return read_rules(given)


def read_rules(given: Mapping[str, Any]) -> AccessRules:
    """Make the rules of a document; raises BadInput with every fault."""
    faults = [*_faults(given), *_lacking(given)]
    if faults:
        raise BadInput(
            Text(
                f"准入设置有 {len(faults)} 处错误。", f"The settings of access have {Count(len(faults)):fault|faults}."
            ),
            Text("请逐项更正。", "Correct each of them."),
            code="access-settings",
            faults=faults,
        )
    kinds = {item.name: item.default_factory for item in fields(AccessRules)}
    return AccessRules(**{name: kinds[name](**values) for name, values in given.items()})  # type: ignore[operator]


def _faults(given: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    whole = AccessRules()
    for name, section in given.items():
        known = getattr(whole, name, None) if name in AccessRules.__slots__ else None
        if known is None or not isinstance(section, dict):
            yield _fault(name, Text("没有这一段", "there is no such section"), AccessRules.__slots__)
            continue
        for key, value in section.items():
            place = f"{name}.{key}"
            if key not in type(known).__slots__:
                yield _fault(place, Text("没有这一项", "there is no such key"), type(known).__slots__)
            elif not _fits(place, value, getattr(known, key)):
                yield _fault(place, Text("数值不成立", "the value cannot be"), (_span(place, getattr(known, key)),))


def _lacking(given: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """Tell what a provider needs besides its address: the client's name there, and the address it sends people back to."""
    sections = {name: section for name, section in given.items() if isinstance(section, dict)}
    if not sections.get("provider", {}).get("issuer"):
        return
    for section, key in (("provider", "client"), ("web", "address")):
        if not sections.get(section, {}).get(key):
            yield _fault(
                f"{section}.{key}", Text("配置了 issuer 就须写明", "needed where there is an issuer"), ("text",)
            )


def _span(place: str, usual: object) -> str:
    if isinstance(usual, str):
        return "http(s)://…" if place in ADDRESSES else f"1-{LONGEST_WORD} characters"
    return f"{LEAST.get(place, 1)}-{MOST.get(place, USUAL_MOST)}"


def _fits(place: str, value: object, usual: object) -> bool:
    if isinstance(usual, str):
        return isinstance(value, str) and _is_written(place, value)
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    return LEAST.get(place, 1) <= value <= MOST.get(place, USUAL_MOST)


def _is_written(place: str, value: str) -> bool:
    if place == "provider.issuer":
        return value.startswith(("https://", *NEAR))
    if place in ADDRESSES:
        return value.startswith(("http://", "https://"))
    return value.isprintable() and 0 < len(value) <= LONGEST_WORD


def _fault(place: str, text: Text, known: tuple[str, ...]) -> dict[str, object]:
    listed = ", ".join(known)
    return {
        "field": place,
        "text": text.as_dict(),
        "remedy": Text(f"可用：{listed}。", f"Possible: {listed}.").as_dict(),
    }


def _unreadable(path: str, why: Text) -> Unavailable:
    return Unavailable(
        Text("无法读取准入设置 {path}：{why}。", "The settings of access {path} cannot be read: {why}.").fill(
            path=path, why=why
        ),
        Text("请核对 FENLIU_ACCESS。", "Check FENLIU_ACCESS."),
        code="access-settings",
    )
