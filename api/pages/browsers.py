"""A browser in words (浏览器名称): what it says of itself is a line for programs, from which people tell their machines apart by two words."""

import re

BROWSERS = (
    ("Edge", re.compile(r"Edg\w*/(\d+)")),
    ("360", re.compile(r"QIHU|360[SE]E()")),
    ("QQ", re.compile(r"QQBrowser/(\d+)")),
    ("Firefox", re.compile(r"Firefox/(\d+)")),
    ("Chrome", re.compile(r"Chrom\w*/(\d+)")),
    ("Safari", re.compile(r"Version/(\d+).*Safari")),
)
"""Those that name another too stand before it: the first that fits is meant."""
SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Mac OS X", "UOS", "Kylin", "Linux")


def browser_named(said: str) -> str:
    """Name a browser and its system by what it says of itself; a line that names neither is given as far as its first word."""
    browser = next((f"{name} {found[1] or ''}".strip() for name, sign in BROWSERS if (found := sign.search(said))), "")
    system = next((name for name in SYSTEMS if name in said), "")
    return " · ".join(part for part in (browser, system) if part) or said.split(" ", maxsplit=1)[0]
