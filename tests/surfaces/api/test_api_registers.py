"""A bureau's own system reads the city's registers and writes its own records, all or none."""

import pytest

from yingshang.city.registers import service as registers

FIRM = {
    "name": "青岚测绘有限公司",
    "uscc": "91990100MA7A1B2C3T",
    "service": "工程测绘",
    "promised_days": 5,
    "contact": "梁工",
    "phone": "0531-88880001",
}
OTHER = {**FIRM, "uscc": "91990100MA7D4E5F6W", "name": "青岚环评技术有限公司"}
BASE = "/registers/intermediaries"
ONE = f"{BASE}/record?key={FIRM['uscc']}"

pytestmark = pytest.mark.django_db


def test_the_directory_tells_fields_and_whether_one_may_write(market, tax):
    found = {row["code"]: row for row in market.get("/registers").json()["registers"]}
    assert found["intermediaries"]["writes"] is True
    assert found["intermediaries"]["key"] == ["uscc"]
    assert found["port-fees"]["writes"] is False
    row = {r["code"]: r for r in tax.get("/registers").json()["registers"]}["intermediaries"]
    assert row["writes"] is False


def test_a_record_is_put_by_its_key_and_read_again(market, tax):
    made = market("put", ONE, {"fields": FIRM})
    assert (made.status_code, made.json()["version"]) == (201, 1)
    changed = market("put", ONE, {"fields": {**FIRM, "fee": "另议"}, "version": 1})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    stale = market("put", ONE, {"fields": FIRM, "version": 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    mine = market.get(ONE).json()
    assert mine["fields"]["phone"] == "0531-88880001"
    assert mine["masked"] == []
    theirs = tax.get(ONE).json()
    assert theirs["fields"]["contact"] == "梁*"
    assert theirs["masked"] == ["contact", "phone"]


def test_a_look_at_personal_data_is_recorded(market, ma, now):
    id = market("put", ONE, {"fields": FIRM}).json()["id"]
    market.get(ONE)
    (look,) = registers.looks(ma, id, on=now.date())
    assert (look.page, look.by) == ("api", "system:market-core")


def test_what_is_wrong_is_told_by_field(market):
    answer = market("put", ONE, {"fields": {**FIRM, "promised_days": 900}})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "fields.promised_days"


def test_a_batch_is_written_whole_or_not_at_all(market):
    wrong = market.post(f"{BASE}/batch", {"records": [FIRM, {**OTHER, "uscc": "1"}]})
    assert wrong.status_code == 422
    assert [e["field"] for e in wrong.json()["errors"]] == ["records.1.uscc"]
    assert market.get(f"{BASE}/records").json()["total"] == 0
    done = market.post(f"{BASE}/batch", {"records": [FIRM, OTHER]})
    assert done.json() == {"added": 2, "changed": 0, "same": 0, "flagged": 0}
    again = market.post(f"{BASE}/batch", {"records": [FIRM, {**OTHER, "fee": "免费"}]})
    assert again.json() == {"added": 0, "changed": 1, "same": 1, "flagged": 0}
    twice = market.post(f"{BASE}/batch", {"records": [FIRM, FIRM]})
    assert twice.status_code == 422


def test_a_list_is_masked_sorted_and_paged(market):
    market.post(f"{BASE}/batch", {"records": [FIRM, {**OTHER, "promised_days": 20}]})
    page = market.get(f"{BASE}/records?sort=-promised_days&limit=1").json()
    assert (page["total"], page["pages"]) == (2, 2)
    assert page["records"][0]["fields"]["promised_days"] == "20"
    assert page["records"][0]["fields"]["contact"] == "梁*"
    assert market.get(f"{BASE}/records?colour=red").status_code == 422


def test_a_key_without_the_scope_or_a_unit_without_the_right_writes_nothing(system, tax):
    reader = system("990100-market", "registers:read", code="reader")
    assert reader("put", ONE, {"fields": FIRM}).status_code == 403
    assert tax("put", ONE, {"fields": FIRM}).status_code == 403
    assert tax.get("/registers/nothing/records").status_code == 404
    assert tax.get(ONE).status_code == 404
