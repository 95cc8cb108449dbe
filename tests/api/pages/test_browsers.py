"""A browser told by two words from the line it says of itself."""

import pytest

from api.pages.browsers import browser_named

KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize("said, name", [
    (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {KIT} Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91", "Edge 120 · Windows"),
    (f"Mozilla/5.0 (X11; Linux x86_64) {KIT} HeadlessChrome/156.0.0.0 Safari/537.36", "Chrome 156 · Linux"),
    (f"Mozilla/5.0 (X11; Linux x86_64; UOS) {KIT} Chrome/108.0 Safari/537.36", "Chrome 108 · UOS"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128 · Linux"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15", "Safari 17 · Mac OS X"),
    (f"Mozilla/5.0 (Windows NT 10.0) {KIT} Chrome/86.0 Safari/537.36 QIHU 360SE", "360 · Windows"),
    ("curl/8.5.0", "curl/8.5.0"),
])  # fmt: skip
def test_a_browser_is_told_by_its_name_and_its_system(said, name):
    """Those that name another too are not taken for it; what names nothing known is given as it is."""
    assert browser_named(said) == name
