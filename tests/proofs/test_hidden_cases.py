"""Where the office opens its eyes to cases that are not for whoever asks stands here, so that nobody opens them unawares.

Whoever adds a place asks first: does what comes of it name a case, count few, or add a few up? Then it leaves hidden ones out.
"""

import re

from tests.proofs import tree

OPENED = {
    "allocator/services/audit.py": "a decision run again is run on what it rested on",
    "allocator/services/clocks/clock_keeping.py": "whether any case rests on other rules, hidden or not",
    "allocator/services/clocks/clock_work.py": "clocks are kept of every case, whoever writes",
    "allocator/services/transaction.py": "loads and rolling books are the office's",
    "allocator/services/fieldwork/checks.py": "a week holds as a whole or not at all; what is shown of it is told_week's",
    "allocator/services/fieldwork/own_trips.py": "who rides along is told the town; a case that is not for them stays dark",
    "allocator/services/fieldwork/seeing.py": "hours are free or taken whoever asks; what is shown of a week is told_week's",
    "allocator/services/access/hiding.py": "what is hidden is worked out from everything",
    "allocator/services/indicators/numbers.py": "numbers are the office's; their cases leave hidden ones out",
    "allocator/services/intake/filings.py": "a number that is taken is taken",
    "allocator/services/loads/load_change.py": "loads are the office's",
    "allocator/services/loads/load_weeks.py": "loads are the office's; numbers of cases are read by the asker's eyes",
    "allocator/services/log_check.py": "the log is one chain",
    "allocator/services/clocks/misses.py": "what is learned is learned from all; the clocks told of are the asker's",
    "allocator/services/remembering.py": "a ranking is the one the draw will rest on",
    "allocator/services/clocks/rescues.py": "a rescue looks at all that is due; late hidden cases are not told of",
    "allocator/services/staffing/beginnings.py": "the simulated office begins with every case; what comes of it names none",
    "allocator/services/rules/rule_watch.py": "counts of days, of the whole office",
}
WHOLE = {
    "api/access.py": "who is asking",
    "api/pages/access/account.py": "the door's own settings",
    "api/pages/access/provider.py": "the door",
    "api/pages/service.py": "open pages: health, and calendars, which hide by their officer",
    "api/pages/access/sign_in.py": "the door",
    "api/pages/access/users.py": "the door's own settings",
    "api/surroundings.py": "where the asker's eyes are made",
}


def _files_with(words: str) -> set[str]:
    found = re.compile(words)
    return {
        str(file.relative_to(tree.ROOT))
        for file in tree.ROOT.glob("a*/**/*.py")
        if found.search(file.read_text("utf-8"))
    }


def test_the_places_where_the_office_opens_its_eyes():
    """These and no others; a place that is gone goes from here too."""
    assert _files_with(r"\.for_the_office\(\)") == set(OPENED)


def test_views_read_through_the_askers_eyes():
    """`surroundings()` hands out the whole office: no view but these takes it from there."""
    found = {file for file in _files_with(r"\bsurroundings\(\)") if file.startswith("api/")}
    assert found == set(WHOLE)
