"""Every item that people may apply for, from its guide to its receipt, as Lin meets it on pages."""

import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

sys.path.insert(0, str(Path(__file__).parents[2] / "city" / "cases"))
from item_walks import BAD, situations
from test_every_item_runs import BODIES, HERE

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.catalog import service as catalog

pytestmark = pytest.mark.walk

PEOPLE = [c for c in HERE if BODIES[c].get("portal", True) and not BODIES[c].get("acts_on")]
PAGE = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.mark.parametrize("code", PEOPLE)
def test_from_guide_to_receipt(at_home, code):
    body = catalog.item(code, region="990100", on=date(2026, 3, 2)).body
    browser = at_home("lin")
    guide = browser.get(reverse("portal:item", args=[code]))
    assert guide.status_code == 200
    assert body["name"] in guide.content.decode()

    form = next(iter(situations(body)))
    shown = [f for f in body["fields"] if f["name"] in cases.applicable(body, form).fields]
    apply = reverse("portal:apply", args=[code])
    wrong = browser.post(apply, {**form, shown[0]["name"]: BAD[shown[0]["type"]]})
    assert wrong.status_code == 422
    assert shown[0]["label"] in wrong.content.decode()

    assert browser.post(apply, form).status_code == 302
    review = reverse("portal:review", args=[code])
    assert browser.get(review).status_code == 200
    files = {
        f"file-{m['code']}": SimpleUploadedFile("材料.pdf", PAGE, "application/pdf")
        for m in body.get("materials", ())
        if m.get("required")
    }
    sent = browser.post(review, {**form, **files})
    assert sent.status_code == 302, sent.content.decode()
    receipt = browser.get(sent.headers["Location"])
    assert receipt.status_code == 200
    lin = accounts.actor_of(accounts.user_of("lin"))
    (case,) = cases.my_cases(lin, at=timezone.now(), limit=3)
    assert case.item_name == body["name"]
