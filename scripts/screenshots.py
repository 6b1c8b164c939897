"""Screenshots of the running demo: `.venv/bin/python scripts/screenshots.py [--all FOLDER]`.

Starts `yingshang serve` on a free port against YINGSHANG_VAR (a folder with demo data) and writes
the six pictures of the README to docs/images. `--all FOLDER` photographs every page at 320, 1280
and 1920 px instead, for people to look at. Two of the six show work in progress: one case and one
order are made through the pages first, so use a copy of the data.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from _png import beside
from _steps import ROOT, VENV
from playwright.sync_api import Browser, Page, sync_playwright
from shots import PLACES, SIX, Shot

IMAGES = ROOT / "docs" / "images"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",
    "--lang=zh-CN",
]
LIMIT = 250_000
WIDTHS = (320, 1280, 1920)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every page, three widths")
    parser.add_argument("--only", default="", help="pictures whose name contains this")
    args = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("Chromium is not installed: apt-get install chromium", file=sys.stderr)
        return 2
    with _served() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=ARGUMENTS, env={**os.environ, "LANGUAGE": "zh_CN"}
        )
        if args.all:
            _every_page(browser, base, args.all, args.only)
        else:
            _six(browser, base, args.only)
        browser.close()
    return 0


@contextmanager
def _served() -> Iterator[str]:
    """A server of our own on a free port; stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(VENV / "bin" / "yingshang"), "serve", "--port", str(port), "--no-jobs"]
    server = subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{base}/demo/", timeout=5)
                break
            except OSError:
                time.sleep(0.2)
        yield base
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(10)


def _page(
    browser: Browser, base: str, size: tuple[int, int], person: str, scale: float = 1
) -> Page:
    context = browser.new_context(
        base_url=base,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=scale,
        reduced_motion="reduce",
    )
    page = context.new_page()
    if person:
        page.goto("/demo/")
        page.locator(".person", has_text=person).click()
    return page


def _settle(page: Page) -> None:
    """Charts drawn, letters there, nothing under way."""
    page.wait_for_load_state("load")
    page.wait_for_function(
        """() => [...document.querySelectorAll("[data-chart]")].every((c) => c.querySelector("svg"))
        && !document.querySelector(".htmx-request") && document.fonts.status === "loaded" """
    )
    page.wait_for_timeout(350)


def _six(browser: Browser, base: str, only: str) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, shots in SIX.items():
        if only not in name:
            continue
        file = IMAGES / f"{name}.png"
        with tempfile.TemporaryDirectory() as folder:
            taken = [
                _take(browser, base, shot, Path(folder) / f"{place}.png")
                for place, shot in enumerate(shots)
            ]
            size = beside(taken, file, gap=48)
        print(f"{file.relative_to(ROOT)}: {size / 1000:.0f} kB")
        if size > LIMIT:
            raise SystemExit(f"{file.name} is larger than {LIMIT // 1000} kB")


def _take(browser: Browser, base: str, shot: Shot, file: Path) -> Path:
    page = _page(browser, base, shot.size, shot.person, shot.scale)
    _prepare(page, shot)
    page.screenshot(path=file)
    page.context.close()
    return file


def _prepare(page: Page, shot: Shot) -> None:
    shot.prepare(page)
    _settle(page)
    page.evaluate("(top) => window.scrollTo({top, behavior: 'instant'})", shot.top)
    page.wait_for_timeout(150)


def _every_page(browser: Browser, base: str, folder: Path, only: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for person, addresses in PLACES.items():
        for width in WIDTHS:
            page = _page(browser, base, (width, 900), person)
            for address in addresses:
                found = address(page) if callable(address) else address
                name = re.sub(r"[^\w-]+", "_", found).strip("_") or "home"
                if only not in name:
                    continue
                page.goto(found)
                _settle(page)
                wide = page.evaluate("() => document.documentElement.scrollWidth")
                file = folder / f"{name[:60]}-{width}.png"
                page.screenshot(path=file, full_page=True)
                print(f"{file.name}{'  TOO WIDE: ' + str(wide) if wide > width else ''}")
            page.context.close()


if __name__ == "__main__":
    sys.exit(main())
