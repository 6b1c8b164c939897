"""The desk opens to staff only, and nothing is changed by looking."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from yingshang.surfaces.kit.readonly import WriteDuringRead

ARGUMENTS = {
    "ref": "990100-2026-000001",
    "verb": "accept",
    "item": "company-start",
    "file_id": 1,
    "plan_id": 1,
    "preview": "00000000-0000-4000-8000-000000000000",
    "target_id": 1,
    "task_id": 1,
    "warning_id": 1,
    "system": "tax-core",
}


def addresses() -> list[str]:
    """Every address of the desk, with arguments filled in."""
    patterns = get_resolver("yingshang.surfaces.desk.urls").url_patterns
    found = []
    for pattern in patterns:
        wanted = {k: ARGUMENTS.get(k, 1) for k in pattern.pattern.converters}  # numbers: 1
        found.append(reverse(f"desk:{pattern.name}", kwargs=wanted))
    return found


def test_there_are_addresses_to_try():
    assert len(addresses()) > 25


@pytest.mark.parametrize("method", ["get", "post"])
def test_applicants_find_no_desk(at_desk, method):
    lin = at_desk("lin")
    answers = {path: getattr(lin, method)(path).status_code for path in addresses()}
    wrong = {path: code for path, code in answers.items() if code not in (404, 405)}
    assert wrong == {}


def test_visitors_are_asked_to_sign_in(city):
    visitor = Client()
    for path in addresses():
        answer = visitor.get(path)
        # a calendar is opened by its token alone, and there is none such
        assert answer.status_code in ((404,) if path.endswith(".ics") else (302, 405)), path
        if answer.status_code == 302:
            assert answer.url.startswith("/demo/?next=")


def test_changes_are_not_made_by_looking(at_desk):
    """Addresses that change something answer 405 to a GET."""
    zhou = at_desk("zhou")
    for name, kwargs in (
        ("verb", {"ref": "990100-2026-000001", "verb": "accept"}),
        ("reveal", {"ref": "990100-2026-000001"}),
        ("target_verb", {"plan_id": 1, "target_id": 1, "verb": "confirm"}),
        ("raise", {"warning_id": 1}),
        ("dismiss", {"warning_id": 1}),
        ("propose", {}),
        ("confirm", {}),
    ):
        assert zhou.get(reverse(f"desk:{name}", kwargs=kwargs)).status_code == 405, name


def test_pages_are_read_under_a_guard(at_desk, filed, monkeypatch):
    """A view that wrote while reading would be stopped."""
    from yingshang.city.audit import service as audit
    from yingshang.surfaces.desk.views import queue

    zhou = at_desk("zhou")
    assert zhou.get("/desk/").status_code == 200

    def writes(actor, **asked):
        audit.record(by=actor, at=asked["at"], action="peek", obj="queue")

    monkeypatch.setattr(queue.cases, "queue", writes)
    with pytest.raises(WriteDuringRead):
        zhou.get("/desk/")


def test_a_role_keeps_to_its_rooms(at_desk):
    """Reviewers see no warnings; only those who keep ledgers import plans; only counters file."""
    wu, zhou, he = at_desk("wu"), at_desk("zhou"), at_desk("he")
    assert wu.get(reverse("desk:warnings")).status_code == 404
    assert zhou.get(reverse("desk:plan_import")).status_code == 404
    assert wu.get(reverse("desk:new")).status_code == 404
    assert he.get(reverse("desk:warnings")).status_code == 200
