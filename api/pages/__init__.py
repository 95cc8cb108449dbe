"""Pages for people (页面): each parses a request, calls one use case and shows the answer, in Chinese or English.

Rooms bear the names of those of the use cases they call; what all pages need (forms, words, the shell) stands outside of them.
"""

from flask import Flask

from api.pages import assets, problems, service, shell, start
from api.pages.access import account, calendars, own, provider, sign_in, users
from api.pages.cases import case, draw_days, filing_form, inbox, intake
from api.pages.cases import flag_forms as flag_forms  # its forms stand on the page of a case
from api.pages.fieldwork import field_days, field_week, outings, placing, week_drafts
from api.pages.indicators import clocks, numbers, other_courts, special_actions
from api.pages.office import calendar, people, releases, rules, vehicles
from api.pages.plans import board, load_weeks, move_plans, why_not
from api.pages.staffing import laboratory, scenario_form, target_form

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
