"""Every page of the top bar, and those reached from them, in a real browser: clean for everybody, whole on a small screen."""

import pytest

PATHS = ("/", "/inbox", "/intake", "/intake/new", "/board", "/field-week", "/clocks", "/clocks?list=long_pending", "/indicators",
         "/indicators/closing_rate", "/load-weeks", "/cases/1", "/cases/1/sheet", "/cases?q=1", "/users", "/sign-in",
         "/laboratory", "/laboratory/scenarios", "/releases", "/laboratory/targets",
         "/laboratory/scenarios?file=baseline.toml&file=third_regular_team.toml")  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_clean_and_fits(browse, language, path):
    """No complaint, nobody outside asked, nothing for axe to find; nothing cut off at 1280 x 720."""
    seen = browse("admin", language, 1280, 720).go(path)

    seen.fits()
    seen.is_clean()
