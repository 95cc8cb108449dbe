"""Reading changes nothing: whatever is looked at, whoever looks, the database stays as it is."""

import re
from collections.abc import Callable

import sqlalchemy as sa

from tests.api.test_hidden import addresses, planted, signed_in

__all__ = ["planted"]

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", re.IGNORECASE)
TABLE = re.compile(r"(?:INTO|UPDATE|FROM|TABLE) (\w+)")
SHOWN = ("document",)
KNOWN = {
    **dict.fromkeys(("placing.place", "outings.index", "field_days.index", "field_days.press"), SHOWN),
    "draws.transcript": ("draw_day", "decision_log", "log_head"),
}
"""What looking may put down, by endpoint: a day's change as shown, under its digest, so that exactly it can be confirmed; and
that the secret of a day of draws which is over was revealed."""
OWN = ("user_session",)
"""That somebody is here: it says when a session was used last, and nothing of the office."""


def written_by(app, browser, bureau):
    """Read every address, and give what was written to the database meanwhile, by endpoint.

    What is tried out and undone counts for nothing: a page may ask what a change would do.
    """
    told, tried = [], []

    def note(connection, cursor, statement, parameters, context, many):
        if WRITES.match(statement) and not any(name in statement for name in OWN):
            tried.append(statement)

    def keep(connection):
        told.extend(tried)
        tried.clear()

    engine = bureau.context.database.engine
    hooks: dict[str, Callable[..., object]] = {
        "before_cursor_execute": note,
        "commit": keep,
        "rollback": lambda connection: tried.clear(),
    }
    for name, hook in hooks.items():
        sa.event.listen(engine, name, hook)
    try:
        for endpoint, path in addresses(app, bureau):
            told.clear()
            answer = browser.get(path, headers={"Accept": "*/*"} if path.startswith("/api/") else {})
            assert answer.status_code < 500, path
            yield from ((endpoint, statement) for statement in told)
    finally:
        for name, hook in hooks.items():
            sa.event.remove(engine, name, hook)


def test_no_get_writes_even_where_clocks_rest_on_other_rules(planted):
    """Every address that can be read: nothing is put down, worked out anew or begun by looking."""
    app, bureau = planted
    with bureau.context.database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE clock_state SET basis = ''"))
    browser = signed_in(app, bureau.context, "planner", leave=True)

    found = [(endpoint, TABLE.findall(statement)[0]) for endpoint, statement in written_by(app, browser, bureau)]

    assert [one for one in found if one[1] not in KNOWN.get(one[0], ())] == []
    assert {endpoint for endpoint, _ in found} <= KNOWN.keys()


def test_pages_say_on_what_clocks_rest_while_they_are_worked_out_anew(planted):
    """How many cases are behind, on the page of clocks and that of indicators, in the API too; and nothing of it otherwise."""
    app, bureau = planted
    browser = signed_in(app, bureau.context, "planner", leave=True)
    before = browser.get("/clocks").get_data(as_text=True)
    with bureau.context.database.engine.begin() as connection:
        behind = connection.execute(sa.text("UPDATE clock_state SET basis = ''")).rowcount

    assert behind > 0
    assert "fenliu clocks" not in before
    cases = "1 case" if behind == 1 else f"{behind} cases"
    for page in ("/clocks", "/indicators?from=2022-01-01"):
        assert f"the clocks of {cases} still rest on those before" in browser.get(page).get_data(as_text=True)
    for path in ("/api/v1/due", "/api/v1/indicators?from=2022-01-01&to=2022-09-13"):
        assert browser.get(path, headers={"Accept": "*/*"}).json["resting"]["behind"] == behind
