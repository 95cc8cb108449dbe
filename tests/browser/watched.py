"""A page of the browser that watches itself: what it complains of, whom it asks, what axe finds, and its picture."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from api.static.vendor import integrity
from tests.browser.lighter import lighter

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
AXE_VERSION = "4.14.1"  # of the npm package axe-core
AXE_INTEGRITY = "sha512-5j5ln5gG165b1AiZBDsIcaUGLFRCsBs/Gj7fXq9Qv1w6cQSnJGMpO0rRt3xmGg1OQOhQ3sid6dbs5wqME6mvFw=="
PATIENCE = 120_000  # milliseconds; a busy machine may take its time, nothing here is timed
RUN = "axe.run(document, {resultTypes: ['violations']}).then(r => JSON.stringify(r.violations.map(v => [v.id, v.nodes.map(n => n.html)])))"


STICKING_OUT = """() => {
  const root = document.documentElement;
  const out = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => `${Math.round(one.getBoundingClientRect().right)} ${one.outerHTML.slice(0, 120)}`);
  return root.scrollWidth <= innerWidth ? [] : [`${root.scrollWidth}`, ...out];
}"""


@cache
def axe() -> str:
    """Give axe-core, checked to be the pinned one."""
    data = AXE.read_bytes()
    assert integrity(data) == AXE_INTEGRITY, "axe.min.js is not the pinned one"
    return data.decode()


@dataclass
class Watched:
    """A page with what was heard of it."""

    page: Any
    base: str
    language: str
    pictures: Path | None
    complaints: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._see)

    def _hear(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _see(self, request: Any) -> None:
        if not request.url.startswith((self.base, "data:")):
            self.outside.append(request.url)

    def go(self, path: str) -> "Watched":
        """Open a page by its path."""
        self.page.goto(path)
        return self

    def press(self, *keys: str) -> "Watched":
        """Press keys that stay on the page."""
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def turn(self, *keys: str) -> "Watched":
        """Press keys each of which opens a page, waiting until it is there."""
        for key in keys:
            with self.page.expect_navigation():
                self.page.keyboard.press(key)
        return self

    def text(self, selector: str = "main") -> str:
        """Give what a part of the page shows."""
        return str(self.page.locator(selector).inner_text())

    def is_clean(self) -> None:
        """Nothing in the console (a refused style or script would be), nobody outside asked, nothing for axe to find."""
        assert (self.complaints, self.outside) == ([], [])
        session = self.page.context.new_cdp_session(self.page)
        session.send("Runtime.evaluate", {"expression": axe()})
        found = session.send("Runtime.evaluate", {"expression": RUN, "awaitPromise": True, "returnByValue": True})
        session.detach()
        self.complaints.clear()  # what axe itself does to the page is not the page's
        assert found["result"]["value"] == "[]", found["result"]["value"]

    def fits(self) -> None:
        """Nothing of the page is cut off at the side; what is, is named."""
        out = self.page.evaluate(STICKING_OUT)
        assert out == [], out

    def picture(self, name: str) -> None:
        """Take the page's picture into docs/pages, if pictures were asked for."""
        if self.pictures is not None:
            self.pictures.mkdir(exist_ok=True)
            (self.pictures / f"{name}.{self.language}.png").write_bytes(lighter(self.page.screenshot()))
