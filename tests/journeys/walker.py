"""A person in a browser: signs in by a click on the demo page, and looks hard at every page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bare_ranks import bare_ranks
from playwright.sync_api import Browser, Error, Locator, Page, expect

__all__ = ["LAUNCH", "Walker", "expect"]

LAUNCH = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1280, "height": 900}
# A form that was refused comes back as 409 or 422, which Chromium notes as a failed load.
_REFUSED = re.compile(r"Failed to load resource: .* status of (409|422)")
_AXE = """(async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  return JSON.stringify(found.violations
    .filter((v) => v.impact === "serious" || v.impact === "critical")
    .map((v) => [v.id, v.impact, v.help, v.nodes.slice(0, 4).map((n) => n.html.slice(0, 200))]));
})()"""
# Everything that axe looks at but the words: pages of one shape are examined once a worker.
_SHAPE = """() => {
  const told = [location.pathname.replace(/\\d+/g, "0"), innerWidth, document.documentElement.lang];
  const kept = /^(class|role|type|style|lang|aria-hidden|tabindex|open|hidden)$/;
  for (const e of document.querySelectorAll("*")) {
    told.push(e.tagName);
    for (const a of e.attributes) {
      told.push(a.name, kept.test(a.name) ? a.value : a.value.trim() ? 1 : 0);
    }
    told.push([...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) ? 1 : 0);
  }
  return told.join(" ");
}"""
# Nothing that htmx asked for is under way, and every chart is drawn.
_SETTLED = """() => !document.querySelector(".htmx-request, .htmx-settling, .htmx-swapping")
  && [...document.querySelectorAll("[data-chart]")].every((c) => c.querySelector("svg"))"""
_OVERFLOW = """() => {
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide <= 0) return "";
  const out = [...document.body.querySelectorAll("*")].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width && box.right > window.innerWidth + 1;
  });
  const last = out[out.length - 1];
  return `${wide} px too wide: ${last ? last.outerHTML.slice(0, 200) : ""}`;
}"""


# the first search of a process builds its index; two browsers on two cores may wait for it
expect.set_options(timeout=10_000)

_clean: set[int] = set()  # shapes in which axe found nothing


@dataclass
class Walker:
    """One browser context of one person. `looks` counts the pages that were examined."""

    browser: Browser
    base: str
    axe: str
    width: dict[str, int] = field(default_factory=lambda: dict(WIDE))
    mobile: bool = False

    def __post_init__(self) -> None:
        self.context = self.browser.new_context(
            base_url=self.base, locale="zh-CN", viewport=self.width, accept_downloads=True
        )
        self.context.set_default_timeout(10_000)
        self.looks = 0
        self.problems: list[str] = []
        self.page = self.tab()

    def tab(self) -> Page:
        """One more tab; its console is listened to."""
        page = self.context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.problems.append(f"{page.url}: {error}"))
        return page

    def _heard(self, message: Any) -> None:
        # a breach of the content policy is told here too ("Refused to ...")
        if message.type == "error" and not _REFUSED.search(message.text):
            self.problems.append(f"{message.location.get('url', '')}: {message.text}")

    def sign_in(self, name: str) -> Page:
        """Click the person on the demo page."""
        self.page.goto("/demo/")
        self.page.locator(".person", has_text=name).click()
        expect(self.page.locator(".who")).to_contain_text(name)
        return self.look()

    def look(self) -> Page:
        """Examine the page as it is now: axe, the console, and its width on a small phone.

        Where the page leaves for the next one meanwhile, the next one is meant.
        """
        self.looks += 1
        for left in (2, 1, 0):
            self.page.wait_for_load_state("load")
            try:
                self._examine()
            except Error as gone:
                if not left or "context was destroyed" not in str(gone):
                    raise
            else:
                break
        return self.page

    def _examine(self) -> None:
        self.page.wait_for_function(_SETTLED)
        assert not self.problems, self.problems
        bare = bare_ranks(self.page.inner_text("body"))
        assert not bare, f"a rank without an interval on {self.page.url}: {bare}"
        shape = hash(self.page.evaluate(_SHAPE))
        if shape not in _clean:
            violations = json.loads(self._evaluate(_AXE, prelude=self.axe))
            assert not violations, f"axe on {self.page.url}: {violations}"
            _clean.add(shape)
        self.page.set_viewport_size(NARROW)
        wide = self.page.evaluate(_OVERFLOW)
        self.page.set_viewport_size(self.width)
        assert not wide, f"{self.page.url} at 320 px: {wide}"

    def _evaluate(self, expression: str, *, prelude: str) -> Any:
        """Run a script through the debugger, where the page's content policy has no say."""
        session = self.context.new_cdp_session(self.page)
        try:
            session.send("Runtime.evaluate", {"expression": prelude})
            said = session.send(
                "Runtime.evaluate",
                {"expression": expression, "awaitPromise": True, "returnByValue": True},
            )
        finally:
            session.detach()
        assert "exceptionDetails" not in said, said
        return said["result"]["value"]

    def go(self, address: str) -> Page:
        """Open an address and examine what comes."""
        self.page.goto(address)
        return self.look()

    def press(self, name: str, role: str = "button") -> Page:
        """Click the button (or link) of this name and examine the page that follows."""
        self.page.get_by_role(role, name=name, exact=False).first.click()
        return self.look()

    def open(self, panel: str) -> Locator:
        """Open a folded panel by its heading; its body."""
        details = self.page.locator("details", has=self.page.locator("summary", has_text=panel))
        first = details.first
        if first.get_attribute("open") is None:
            first.locator("summary").first.click()
        return first

    def sees(self, *texts: str) -> None:
        """Each text stands somewhere on the page, visible."""
        for text in texts:
            expect(self.page.get_by_text(text).first).to_be_visible()

    @contextmanager
    def saved(self, folder: Path) -> Iterator[list[Path]]:
        """Files that are downloaded inside the block."""
        files: list[Path] = []
        with self.page.expect_download() as waiting:
            yield files
        download = waiting.value
        path = folder / download.suggested_filename
        download.save_as(path)
        files.append(path)
