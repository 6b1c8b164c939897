"""What to photograph: the six pictures of the README, and every page for review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

__all__ = ["PLACES", "SIX", "Shot"]


@dataclass(frozen=True)
class Shot:
    """One picture: who looks, how large, and how to get there."""

    person: str
    prepare: Callable[[Page], None]
    size: tuple[int, int] = (1440, 900)
    scale: float = 1.25
    top: int = 0


def _promise(page: Page) -> None:
    page.goto("/cockpit/")
    page.locator("#list").get_by_role("link", name="实现企业开办2个工作日内").first.click()


def _plan(page: Page) -> None:
    page.goto("/desk/plans/")
    page.locator("section:has(#plans-own) tbody a").first.click()
    page.wait_for_load_state("load")
    page.locator("li.target .target-words").first.click()
    page.wait_for_timeout(800)  # the page's own smooth scrolling
    page.locator(".document mark").first.evaluate(
        """mark => {
          const pane = mark.closest(".document");
          const down = mark.getBoundingClientRect().top - pane.getBoundingClientRect().top;
          pane.scrollTo({top: pane.scrollTop + down - 130, behavior: "instant"});
        }"""
    )


def _late_case(page: Page) -> None:
    page.goto("/cockpit/")
    page.locator("section:has(#overdue-h) .more a").click()
    page.locator(".case-table tbody th a").first.click()
    page.wait_for_load_state("load")
    for clock in page.locator("details.clock").all():
        if "承诺" in clock.inner_text() and clock.get_attribute("open") is None:
            clock.locator("summary").click()


def _guide(page: Page) -> None:
    page.goto("/items/property-general/")


def _elder(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="长辈版").click()


def _at(address: str) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        page.goto(address)

    return go


PHONE = (412, 892)
SIX = {
    "cockpit": [Shot("贺青", _at("/cockpit/"))],
    "promise": [Shot("贺青", _promise)],
    "plan": [Shot("方宁", _plan)],
    "case": [Shot("贺青", _late_case)],
    "portal": [Shot("", _guide, PHONE, 1.5), Shot("", _elder, PHONE, 1.5)],
    "process": [Shot("贺青", _at("/cockpit/process/"))],
    "frontier": [Shot("贺青", _at("/cockpit/frontier/"))],
    "reach": [Shot("贺青", _at("/cockpit/frontier/what-if/"))],
}


def _first(start: str, link: str) -> Callable[[Page], str]:
    """The address of the first such link on a page; the page itself where there is none."""

    def find(page: Page) -> str:
        page.goto(start)
        found = page.locator(link)
        return (found.first.get_attribute("href") or start) if found.count() else start

    return find


def _splits(page: Page) -> str:
    """The targets of the city's newest plan, split to its counties."""
    plan = _first("/desk/plans/", "section:has(#plans-own) tbody a")(page)
    return f"{plan}splits/"


PLACES: dict[str, list[str | Callable[[Page], str]]] = {
    "": [
        "/",
        "/items/",
        "/items/?q=开公司",
        "/items/company-start/",
        "/items/company-start/print/",
        "/catalogue/",
        "/catalogue/cuts/",
        "/promises/",
        "/promises/property-registration-time/",
        "/open/990100/on-time-rate-by-district/",
        "/halls/",
        "/halls/center/",
        "/halls/center/screen/",
        "/demo/",
        "/checkpoints/",
        "/verify/receipt/",
    ],
    "林晓": [
        "/my/",
        "/my/messages/",
        "/my/bookings/",
        "/halls/center/book/",
        "/apply/company-start/",
        "/my/licences/",
        _first("/my/licences/", ".licence-cards a"),
        _first("/my/", ".case-list a"),
    ],
    "周敏": [
        "/desk/",
        "/desk/inbox/",
        "/desk/new/",
        "/desk/reception/",
        "/desk/calling/",
        "/desk/appointments/",
        "/desk/pick-up/",
        "/desk/new/property-general/",
        "/desk/licences/?q=JY99",
        _first("/desk/", ".queue-table a.row-link"),
    ],
    "方宁": [
        "/desk/logs/",
        "/desk/calendars/",
        "/desk/appraisal/",
        "/desk/appraisal/weights/",
        "/desk/scales/",
        "/desk/evaluations/",
        "/desk/shapes/",
        "/desk/scales/company-start-mean/?best=0.5&worst=5",
        _first("/desk/appraisal/", "a.row-link"),
        "/desk/bulletins/",
        "/desk/surveys/",
        _first("/desk/bulletins/", "a.row-link"),
        "/desk/plans/",
        "/desk/plans/import/",
        "/promises/property-registration-time/",
        _first("/promises/property-registration-time/", "a[href*='/practices/learn/']"),
        "/desk/practices/",
        _first("/desk/practices/", ".practice-card h2 a"),
        _first("/desk/plans/", "section:has(#plans-own) tbody a"),
        "/desk/tasks/",
        "/desk/tasks/mine/",
        _first("/desk/tasks/", "tbody a"),
        _splits,
        "/desk/warnings/",
        _first("/desk/warnings/", "a.row-link"),
        "/desk/orders/",
        "/desk/rounds/",
        "/desk/liaisons/",
        "/desk/reported/",
        "/desk/reported/due/",
        "/desk/reported/month/?unit=990100-tax",
        "/desk/catalogue/",
        "/desk/catalogue/items/property-general/",
        "/desk/catalogue/items/property-general/compare/?all=1",
        "/desk/catalogue/import/",
        "/desk/catalogue/superior/",
    ],
    "贺青": [
        "/cockpit/leader/",
        "/cockpit/",
        "/cockpit/?show=nodata",
        _first("/cockpit/", "#list .gap-what > a"),
        "/cockpit/league/",
        "/cockpit/trees/",
        "/cockpit/trees/national/",
        "/cockpit/process/what-if/?ask=ideas",
        "/cockpit/process/logs/",
        _first("/cockpit/process/logs/", "main a.btn-primary"),
        "/cockpit/indicators/",
        "/cockpit/indicators/on-time-rate/",
        "/cockpit/frontier/",
        "/cockpit/contradictions/",
        _first("/cockpit/", "section:has(#overdue-h) .more a"),
    ],
}
