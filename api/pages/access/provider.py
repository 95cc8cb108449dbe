"""Signing in by the court's own provider (统一身份认证登录): there and back; who comes back is a user here already, or stays out."""

from functools import partial

from flask import Flask, Response, current_app, redirect, request, url_for

from allocator.domain.errors import AllocatorError, NotFound
from allocator.domain.words import Text
from allocator.services.access.access_rules import AccessRules
from allocator.services.access.sign_in import sign_in_as
from api.errors import status_of
from api.pages.access.sign_in import START, asking_again, come_in, own_path
from api.pages.shell import Page
from api.provider import Provider, attempt_of, new_attempt, provider_of
from api.surroundings import surroundings
from api.visitors import browser, visitor

page = Page("provider", "/sign-in/provider")
KEPT = "fenliu.provider"
LONGEST_PLACE = 1000


def know_provider(app: Flask, rules: AccessRules) -> None:
    """Keep the provider the settings name, if they name one, and let pages know how people call it."""
    back = f"{rules.web.address.rstrip('/')}{page.url_prefix}/back"
    found = provider_of(rules.provider, back)
    app.extensions[KEPT] = found
    app.jinja_env.globals["provider_title"] = (found.rules.title or found.rules.issuer) if found else ""


@page.get("")
def index() -> Response:
    """Send somebody to the provider, to come back here."""
    place = own_path(request.args.get("next", START)[:LONGEST_PLACE])
    try:
        return redirect(_provider().address(new_attempt(browser(), place)), 303)  # type: ignore[return-value]
    except AllocatorError as error:
        return asking_again(status_of(error), place, error)


@page.get("/back")
def back() -> Response:
    """Begin a session for whom the provider's answer speaks for; who refused there is asked anew."""
    if "code" not in request.args:
        return redirect(url_for("sign_in.ask"), 303)  # type: ignore[return-value]
    here, place = surroundings(), START
    try:
        attempt = attempt_of(browser(), request.args.get("state", ""))
        place = own_path(attempt.place)
        ask = partial(_provider().name_of, request.args["code"], attempt)
        done = sign_in_as(here.context, ask, visitor(), here.rules)
    except AllocatorError as error:
        return asking_again(status_of(error), place, error)
    return come_in(done, place)


def _provider() -> Provider:
    found: Provider | None = current_app.extensions[KEPT]
    if found is None:
        raise NotFound(
            Text("没有配置统一身份认证。", "No provider of identities is set up."),
            Text("请用登录名和口令登录。", "Sign in with name and password."),
            code="no-provider",
        )
    return found
