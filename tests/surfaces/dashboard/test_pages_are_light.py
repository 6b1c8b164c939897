"""No page asks the database more often because there are more cases or promises."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from yingshang.city.plans import service as plans

CEILING = 40
PAGES = (
    "/cockpit/",
    "/cockpit/?show=all",
    "/cockpit/?city=990300",
    "/cockpit/indicators/",
    "/cockpit/indicators/on-time-rate/",
    "/cockpit/cases/?code=on-time-rate&period=2026-11&kind=year",
    "/cockpit/frontier/",
    "/cockpit/frontier/what-if/",
    "/cockpit/trees/national/",
    "/cockpit/league/",
    "/cockpit/process/",
    "/cockpit/process/?item=company-start&days=365",
    "/cockpit/contradictions/",
)


def test_each_page_stays_below_forty_queries(measured, as_reader, shen, today):
    he = as_reader("he")
    one = next(
        p for p in plans.promises(shen, region=measured, as_of=today) if p.standing == "missed"
    )
    for page in (*PAGES, f"/cockpit/promises/{one.target.id}/"):
        he.get(page)  # editions are read once a process
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = he.get(page)
        assert answer.status_code == 200, page
        assert len(asked) <= CEILING, f"{page}: {len(asked)}"
