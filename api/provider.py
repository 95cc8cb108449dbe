"""The provider of identities (统一身份认证, OpenID Connect): where people are sent to say who they are, and what is made of the answer.

Code flow with PKCE. State, nonce and verifier follow from the browser's own secret and a random attempt, so that nothing has
to be kept meanwhile, and what comes back to another browser than it was begun in is worth nothing.
"""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from allocator.domain.errors import AllocatorError, NotAllowed, Unavailable
from allocator.domain.words import Text
from allocator.services.access.access_rules import ProviderRules

SCOPE = "openid profile email"
SIGNATURES = ["RS256", "PS256", "ES256", "EdDSA"]
SECONDS = 5.0
LEEWAY = 60  # seconds that two clocks may differ by
KEPT_SECONDS = 600.0
SECONDS_BETWEEN_KEYS = 10.0
"""Keys are not asked for more often, whatever comes in signed with one nobody knows."""
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to sign in there (认证请求): from which browser, and to which place of ours one wants to go."""

    browser: str
    number: str
    place: str

    @property
    def state(self) -> str:
        """Give what the provider hands back with the answer."""
        shown = base64.urlsafe_b64encode(self.place.encode()).decode().rstrip("=")
        return f"{self.number}.{shown}.{self.derived(f'state {self.place}')}"

    def derived(self, what: str) -> str:
        """Give a secret of this attempt that only this browser can bring."""
        mac = hmac.new(self.browser.encode(), f"{self.number}\n{what}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(mac.digest()).decode().rstrip("=")


def new_attempt(browser: str, place: str) -> Attempt:
    """Begin to sign in from a browser, on the way to a place."""
    return Attempt(browser, secrets.token_urlsafe(16), place)


def attempt_of(browser: str, state: str) -> Attempt:
    """Give the attempt an answer belongs to; raises NotAllowed where this browser began none like it."""
    number, _, rest = state.partition(".")
    shown, _, _ = rest.partition(".")
    try:
        place = base64.urlsafe_b64decode(shown + "=" * (-len(shown) % 4)).decode()
    except ValueError as error:
        raise _foreign() from error
    found = Attempt(browser, number, place)
    if not hmac.compare_digest(found.state.encode(), state.encode()):
        raise _foreign()
    return found


def provider_of(rules: ProviderRules, back: str) -> "Provider | None":
    """Give the provider that settings name, None where they name none; raises Unavailable where its secret cannot be read."""
    if not rules.issuer:
        return None
    try:
        secret = Path(rules.secret_file).read_text(encoding="utf-8").strip() if rules.secret_file else ""
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable(
            Text(f"无法读取 {rules.secret_file}。", f"{rules.secret_file} cannot be read."),
            Text("请核对 [provider] 的 secret_file。", "Check `secret_file` under [provider]."),
            code="access-settings",
        ) from error
    return Provider(rules, secret, back)


@dataclass
class Provider:
    """The provider a court named; what it says of itself is asked for when first needed, and again after ten minutes."""

    rules: ProviderRules
    secret: str
    back: str
    _told: tuple[float, Mapping[str, Any]] | None = field(default=None, repr=False)
    _keys: tuple[float, KeySet] | None = field(default=None, repr=False)

    def address(self, attempt: Attempt) -> str:
        """Give where to send somebody; raises Unavailable while the provider does not answer."""
        told = self._metadata()
        address, _ = self._session().create_authorization_url(
            told["authorization_endpoint"],
            state=attempt.state,
            nonce=attempt.derived("nonce"),
            code_verifier=attempt.derived("verifier"),
        )
        return str(address)

    def name_of(self, code: str, attempt: Attempt) -> str:
        """Give the name of whom an answer speaks for; raises NotAllowed for one that proves nothing, Unavailable like `address`."""
        told = self._metadata()

        def fetch() -> Mapping[str, Any]:
            """Ask for the token the code stands for."""
            found: Mapping[str, Any] = self._session().fetch_token(
                told["token_endpoint"], code=code, code_verifier=attempt.derived("verifier"), timeout=SECONDS
            )
            return found

        token = _asked(fetch)
        return self._named(self._claims(str(token.get("id_token", "")), attempt.derived("nonce")))

    def _claims(self, token: str, nonce: str) -> Mapping[str, Any]:
        options = {
            "iss": {"essential": True, "value": self.rules.issuer},
            "aud": {"essential": True, "value": self.rules.client},
        }
        try:
            decoded = self._decoded(token)
            claims = CodeIDToken(
                decoded.claims, decoded.header, options, {"client_id": self.rules.client, "nonce": nonce}
            )
            claims.validate(leeway=LEEWAY)
        except (JoseError, AuthlibBaseError, ValueError) as error:
            raise _proves_nothing() from error
        return decoded.claims

    def _decoded(self, token: str) -> jwt.Token:
        """Check the signature; with the keys asked for anew where none of those known fits, for providers change them."""
        try:
            return jwt.decode(token, self._key_set(KEPT_SECONDS), algorithms=SIGNATURES)
        except (JoseError, ValueError):
            return jwt.decode(token, self._key_set(SECONDS_BETWEEN_KEYS), algorithms=SIGNATURES)

    def _named(self, claims: Mapping[str, Any]) -> str:
        claim = self.rules.claim
        name = claims.get(claim)
        if (
            not isinstance(name, str)
            or not name.strip()
            or (claim == "email" and claims.get("email_verified") is not True)
        ):
            raise NotAllowed(
                Text(f"认证结果中没有可用的“{claim}”。", f'The provider\'s answer has no "{claim}" to go by.'),
                Text("请管理员核对 [provider] 的 claim。", "Ask an administrator to check `claim` under [provider]."),
                code="provider-claim",
            )
        return name

    def _session(self) -> OAuth2Session:
        method = "client_secret_basic" if self.secret else "none"
        return OAuth2Session(
            self.rules.client, self.secret or None, token_endpoint_auth_method=method, scope=SCOPE,
            redirect_uri=self.back, code_challenge_method="S256",
        )  # fmt: skip

    def _metadata(self) -> Mapping[str, Any]:
        """Give what the provider says of itself; raises Unavailable, also where it is another than the one named."""
        if self._told is None or time.monotonic() - self._told[0] > KEPT_SECONDS:
            found = self._read(f"{self.rules.issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != self.rules.issuer:
                raise _silent()
            self._told = time.monotonic(), found
        return self._told[1]

    def _key_set(self, age: float) -> KeySet:
        if self._keys is None or time.monotonic() - self._keys[0] > age:
            found = self._read(str(self._metadata()["jwks_uri"]))
            self._keys = time.monotonic(), KeySet.import_key_set(found)  # type: ignore[arg-type]
        return self._keys[1]

    def _read(self, address: str) -> Mapping[str, Any]:
        def ask() -> Mapping[str, Any]:
            """Read a public document of the provider."""
            answer = requests.get(address, timeout=SECONDS)
            answer.raise_for_status()
            found: Mapping[str, Any] = answer.json()
            return found

        return _asked(ask)


def _asked(ask: Callable[[], Found]) -> Found:
    """Ask the provider; raises NotAllowed for what it refuses, Unavailable where it does not answer."""
    try:
        return ask()
    except AuthlibBaseError as error:
        raise _proves_nothing() from error
    except (requests.RequestException, OSError, ValueError) as error:
        raise _silent() from error


def _silent() -> Unavailable:
    return Unavailable(
        Text("统一身份认证没有应答。", "The provider of identities does not answer."),
        Text(
            "请稍后再试，或用口令、一次性链接登录。", "Try again later, or sign in with a password or a one-time link."
        ),
        code="provider-silent",
    )


def _proves_nothing() -> AllocatorError:
    return NotAllowed(
        Text("统一身份认证的结果无法核实。", "What the provider answered proves nothing."),
        Text(
            "请重新登录；仍不成功，请管理员核对 [provider] 设置。",
            "Sign in anew; if it fails again, ask an administrator to check [provider].",
        ),
        code="provider-refused",
    )


def _foreign() -> NotAllowed:
    return NotAllowed(
        Text("这次认证不是在此浏览器发起的。", "This sign-in was not begun in this browser."),
        Text("请在本页重新登录。", "Begin again on this page."),
        code="provider-foreign",
    )
