"""Pages for people (页面): each parses a request, calls one use case and shows the answer, in Chinese or English."""

from flask import Flask

from api.pages import (
    account,
    assets,
    board,
    calendar,
    calendars,
    case,
    clocks,
    draw_days,
    field_days,
    field_week,
    filing_form,
    inbox,
    intake,
    laboratory,
    load_weeks,
    move_plans,
    numbers,
    other_courts,
    outings,
    own,
    people,
    placing,
    problems,
    provider,
    releases,
    rules,
    scenario_form,
    service,
    shell,
    sign_in,
    special_actions,
    start,
    target_form,
    users,
    vehicles,
    week_drafts,
    why_not,
)
from api.pages import flag_forms as flag_forms  # its forms stand on the page of a case

PAGES = (
    start.page,
    inbox.page,
    intake.page,
    filing_form.page,
    board.page,
    move_plans.page,
    why_not.page,
    field_week.page,
    week_drafts.page,
    placing.page,
    outings.page,
    field_days.page,
    calendars.page,
    clocks.page,
    numbers.page,
    load_weeks.page,
    other_courts.page,
    special_actions.page,
    laboratory.page,
    scenario_form.page,
    target_form.page,
    releases.page,
    case.page,
    own.page,
    people.page,
    vehicles.page,
    calendar.page,
    rules.page,
    draw_days.page,
    users.page,
    account.page,
    sign_in.page,
    provider.page,
)
"""Every page, in the order in which the top bar offers them; docs/pages.md says how one is added."""


def serve(app: Flask) -> None:
    """Serve the open pages, the files of pages, and every page."""
    app.register_blueprint(service.pages)
    assets.hand_out(app)
    shell.furnish(app, PAGES)
    problems.show_to_people(app)
    sign_in.keep_place(app)
    provider.know_provider(app, app.extensions["fenliu"].rules)
