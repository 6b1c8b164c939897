"""Records are entered, changed and ended by who keeps the register, and every step is kept."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from registers_kit import FEE, FIRM, asked, entered

from yingshang.city.accounts.kinds import NotVisible, Refusal
from yingshang.city.definitions import service as definitions
from yingshang.city.registers import service as registers
from yingshang.city.registers.kinds import RecordInvalid
from yingshang.city.registers.models import Change, Record

pytestmark = pytest.mark.django_db


def test_every_declared_register_can_be_read(city, now):
    found = registers.declared(region=city, on=now.date())
    assert {"port-fees", "intermediaries"} <= {one.code for one in found}


def test_a_record_is_entered_and_listed(keeper, now):
    id = entered(keeper, "intermediaries", FIRM, now)
    page = registers.listing(keeper, "intermediaries", asked(), region="990100", on=now.date())
    assert [row.id for row in page.rows] == [id]
    assert page.rows[0].title == "青岚测绘有限公司"
    assert page.rows[0].version == 1


def test_somebody_else_may_read_and_not_write(keeper, wu, now):
    entered(keeper, "intermediaries", FIRM, now)
    with pytest.raises(Refusal) as refused:
        entered(wu, "intermediaries", FIRM, now)
    assert refused.value.code == "not-yours"
    assert "行政审批局" in refused.value.sentence


def test_the_same_key_is_not_entered_twice(keeper, now):
    entered(keeper, "intermediaries", FIRM, now)
    with pytest.raises(RecordInvalid) as wrong:
        entered(keeper, "intermediaries", FIRM, now)
    assert "已经登记过" in wrong.value.errors["uscc"]
    assert Record.objects.count() == 1


def test_what_is_wrong_is_named_field_by_field(keeper, now):
    with pytest.raises(RecordInvalid) as wrong:
        entered(keeper, "intermediaries", {"uscc": "123", "promised_days": "500"}, now)
    errors = wrong.value.errors
    assert set(errors) == {"name", "uscc", "service", "promised_days"}
    assert "18 位" in errors["uscc"]


def test_a_check_that_refuses_stops_the_record_and_one_that_warns_flags_it(port, now):
    with pytest.raises(RecordInvalid) as wrong:
        entered(port, "port-fees", {**FEE, "price": "700", "cap": "600"}, now)
    assert "最高限价" in wrong.value.errors["cap"]
    id = entered(port, "port-fees", {**FEE, "nature": "政府定价", "basis": ""}, now)
    seen = registers.record(port, id, at=now)
    assert any("依据文件" in flag for flag in seen.flags)
    flagged = asked(standing="flagged")
    found = registers.listing(port, "port-fees", flagged, region="990100", on=now.date())
    assert [row.id for row in found.rows] == [id]


def test_a_change_keeps_before_and_after(keeper, now):
    id = entered(keeper, "intermediaries", FIRM, now)
    later = now + timedelta(hours=1)
    form = {**FIRM, "promised_days": "8", "contact": "新联系人"}
    assert registers.change(record=id, form=form, version=1, by=keeper, at=later) == 2
    changed, added = registers.history(keeper, id, on=now.date())
    assert (changed.verb, added.verb) == ("change", "add")
    assert ("承诺服务时限", "5", "8") in changed.fields
    assert ("联系人", "梁*", "新***") in changed.fields, "history masks personal data too"


def test_a_stale_edit_is_refused_and_loses_nothing(keeper, now):
    id = entered(keeper, "intermediaries", FIRM, now)
    registers.change(record=id, form={**FIRM, "fee": "一"}, version=1, by=keeper, at=now)
    with pytest.raises(Refusal) as refused:
        registers.change(record=id, form={**FIRM, "fee": "二"}, version=1, by=keeper, at=now)
    assert refused.value.code == "stale"
    assert Record.objects.get().body["fee"] == "一"


def test_the_same_again_changes_nothing(keeper, now):
    id = entered(keeper, "intermediaries", FIRM, now)
    assert registers.change(record=id, form=FIRM, version=1, by=keeper, at=now) == 1
    assert Change.objects.count() == 1


def test_a_record_is_ended_with_a_reason_and_taken_up_again(keeper, lin, now):
    id = entered(keeper, "intermediaries", FIRM, now)
    with pytest.raises(Refusal, match="理由"):
        registers.end(record=id, reason=" ", by=keeper, at=now)
    registers.end(record=id, reason="资质注销", version=1, by=keeper, at=now)
    assert registers.record(keeper, id, at=now).state == "ended"
    with pytest.raises(NotVisible):
        registers.record(lin, id, at=now)
    assert entered(keeper, "intermediaries", FIRM, now) == id
    assert [c.verb for c in registers.history(keeper, id, on=now.date())] == [
        "restore",
        "end",
        "add",
    ]


def test_personal_data_is_masked_until_it_is_asked_for_and_the_look_is_kept(keeper, wu, lin, now):
    id = entered(keeper, "intermediaries", FIRM, now)
    for actor in (keeper, wu, lin):
        shown = {f.name: f for f in registers.record(actor, id, at=now).fields}
        assert shown["contact"].value == "梁*"
        assert "88880001" not in shown["phone"].value
    assert not registers.looks(keeper, id, on=now.date())
    full = registers.record(keeper, id, at=now, full=True, page="reveal", why="核对电话")
    assert {f.name: f.value for f in full.fields}["phone"] == "0531-88880001"
    (look,) = registers.looks(keeper, id, on=now.date())
    assert look.fields == ("联系人", "联系电话")
    refused = registers.record(wu, id, at=now, full=True)
    assert {f.name: f.value for f in refused.fields}["contact"] == "梁*"


def test_a_masked_value_is_not_told_by_searching_or_sorting(keeper, lin, now):
    entered(keeper, "intermediaries", FIRM, now)

    def found(actor, **what):
        page = registers.listing(
            actor, "intermediaries", asked(**what), region="990100", on=now.date()
        )
        return page.total

    assert found(keeper, q="88880001") == 1
    assert found(lin, q="88880001") == 0
    assert found(lin, q="测绘") == 1
    assert found(lin, filters={"contact": "梁工"}) == 1, "a filter that is not offered is not used"
    assert found(lin, filters={"contact": "别人"}) == 1


def test_who_sees_which_register(city, now, lin, wu, shen, keeper):
    body = definitions.edition("register", "intermediaries", on=now.date()).body
    for mode in ("unit", "closed"):
        definitions.publish(
            kind="register", code=f"r-{mode}", region="", by=keeper, at=now,
            body={**body, "code": f"r-{mode}", "public": mode},
        )  # fmt: skip
    seen = {
        actor.id: {r.code for r in registers.directory(actor, region=city, on=now.date())}
        for actor in (lin, wu, shen, keeper)
    }
    assert not {"r-unit", "r-closed"} & seen["lin"]
    assert "r-unit" in seen["wu"]
    assert "r-closed" not in seen["wu"]
    assert {"r-unit", "r-closed"} <= seen["shen"] & seen[keeper.id]
    with pytest.raises(NotVisible):
        registers.listing(wu, "r-closed", asked(), region=city, on=now.date())


def test_a_list_is_searched_filtered_and_sorted(port, now):
    for number, price in enumerate(("9", "100", "25.5", "-"), 1):
        form = {**FEE, "charged_as": f"箱{number}", "price": price.replace("-", "0")}
        entered(port, "port-fees", form, now)

    def prices(**what):
        page = registers.listing(port, "port-fees", asked(**what), region="990100", on=now.date())
        return [c.value for row in page.rows for c in row.cells if c.name == "price"]

    assert prices(sort="price") == ["0", "9", "25.5", "100"]
    assert prices(sort="-price") == ["100", "25.5", "9", "0"]
    assert prices(since={"price": "9"}, until={"price": "30"}, sort="price") == ["9", "25.5"]
    assert prices(filters={"price": "25.50"}) == ["25.5"]
    assert prices(q="包干 港务", sort="price", size=2, page=2) == ["25.5", "100"]
    assert prices(filters={"price": "不是数"}) == []


def test_a_list_takes_the_same_few_queries_however_long_it_is(keeper, port, now):
    def asks():
        with CaptureQueriesContext(connection) as captured:
            registers.listing(
                port, "port-fees", asked(q="费", sort="price"), region="990100", on=now.date()
            )
        return len(captured)

    entered(port, "port-fees", FEE, now)
    asks()
    first = asks()
    for number in range(30):
        entered(port, "port-fees", {**FEE, "charged_as": f"箱{number}"}, now)
    assert asks() == first <= 4


def test_counts_are_made_in_the_database_and_lead_to_their_records(port, now):
    for number, nature in enumerate(("市场调节价", "市场调节价", "政府定价"), 1):
        form = {**FEE, "price": f"0.{number}", "nature": nature, "charged_as": "20 英尺箱"}
        entered(port, "port-fees", {**form, "item": f"项目{number}"}, now)
    got = {f.code: f for f in registers.counts(port, "port-fees", region="990100", on=now.date())}
    assert got["items"].value == 3
    assert round(got["market-share"].value, 4) == Decimal("66.6667")
    assert (got["market-share"].numerator, got["market-share"].denominator) == (2, 3)
    assert str(got["mean-price"].value) == "0.2", "decimals, not floats"
    behind = asked(standing="count:market-share")
    page = registers.listing(port, "port-fees", behind, region="990100", on=now.date())
    assert page.total == 2


def test_a_duty_runs_in_working_days_from_one_date_until_another(keeper, now):
    late = entered(keeper, "intermediaries", {**FIRM, "complained_on": "2026-01-12"}, now)
    (duty,) = registers.record(keeper, late, at=now).duties
    assert (duty.due.isoformat(), duty.standing) == ("2026-02-02", "late")
    found = registers.listing(
        keeper, "intermediaries", asked(standing="duty:answer"), region="990100", on=now.date()
    )
    assert [row.id for row in found.rows] == [late]
    form = {**FIRM, "complained_on": "2026-01-12", "answered_on": "2026-02-02"}
    registers.change(record=late, form=form, by=keeper, at=now)
    assert registers.record(keeper, late, at=now).duties[0].standing == "done"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"title": "nobody"}, "nobody"),
        ({"key": ["uscc", "nothing"]}, "nothing"),
        ({"valid": {"until": "fee"}}, "date"),
        ({"checks": [{"code": "c", "unless": "fees > 2", "say": "x"}]}, "fees"),
        ({"checks": [{"code": "c", "unless": "promised_days + 1", "say": "x"}]}, "是或否"),
        ({"counts": [{"code": "c", "name": "n", "what": "sum", "field": "fee"}]}, "number"),
        ({"samples": [{"uscc": "1"}]}, "samples 第 1 条"),
    ],
)
def test_a_register_that_cannot_work_is_not_loaded(city, now, change, says):
    body = dict(definitions.edition("register", "intermediaries", on=now.date()).body)
    (check,) = definitions.CHECKS["register"]
    with pytest.raises(Refusal) as refused:
        check({**body, **change})
    assert says in refused.value.sentence


def test_what_the_files_declare_is_in_order():
    assert definitions.check_files(list(settings.DATA_DIRS)) > 0


def test_other_apps_look_records_up_and_offer_them_as_choices(keeper, now):
    entered(keeper, "intermediaries", FIRM, now)
    key = {"uscc": FIRM["uscc"]}
    on = now.date()
    assert registers.lookup("intermediaries", "990100", on=on, key=key)["name"] == FIRM["name"]
    assert registers.lookup("intermediaries", "990100", on=on, key={"uscc": "-"}) == {}
    (choice,) = registers.options("intermediaries", region="990100", on=on)
    assert (choice.value, choice.label) == (FIRM["uscc"], FIRM["name"])
    (facts,) = registers.facts("intermediaries", "990100", on=on)
    assert facts["promised_days"] == 5


def test_a_record_is_put_by_its_key(keeper, now):
    args = {"register": "intermediaries", "region": "990100", "by": keeper, "at": now}
    id, new = registers.put(key=FIRM["uscc"], form=FIRM, **args)
    assert new
    again = registers.put(key=FIRM["uscc"], form={**FIRM, "fee": "另议"}, version=1, **args)
    assert again == (id, False)
    with pytest.raises(Refusal) as refused:
        registers.put(key="other", form=FIRM, **args)
    assert refused.value.code == "key-differs"
    with pytest.raises(Refusal) as refused:
        registers.put(key=FIRM["uscc"], form=FIRM, version=1, **args)
    assert refused.value.code == "stale"
