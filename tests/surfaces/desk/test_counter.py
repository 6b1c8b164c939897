"""The counter: item by typing, person by number, accepted at once, receipt in hand."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases

HOUSE = {
    "who-kind": "person",
    "who-code": "110105195103080046",
    "who-name": "秦玉兰",
    "who-phone": "13800000002",
    "owner": "秦玉兰",
    "owner_id": "110105195103080046",
    "property_no": "990101001001GB00012F00030005",
    "address": "东城区槐荫路8号3单元501",
    "kind": "转移登记（买卖）",
    "area": "86.5",
    "contract_on": "2026-02-12",
    "phone": "13800000002",
    "at_district": "990101",
    "seen": ["contract"],
}
FORM = "desk:new_form"


def address(item: str = "property-mortgage") -> str:
    return reverse(FORM, args=[item])


@pytest.mark.parametrize("typed", ["开公司", "kaigongsi", "kgs", "company"])
def test_an_item_is_found_by_what_people_type(at_desk, typed):
    page = at_desk("zhou").get(reverse("desk:new"), {"q": typed}).content.decode()
    assert reverse(FORM, args=["company-start"]) in page


def test_only_what_is_handled_here_is_offered(at_desk):
    assert at_desk("zhou").get(address("no-such-item")).status_code == 404


def test_the_form_takes_few_queries(at_desk, django_assert_max_num_queries):
    zhou = at_desk("zhou")
    zhou.get(address("company-start"))
    with django_assert_max_num_queries(12):
        zhou.get(address("company-start"))


@pytest.fixture
def opening(company):
    """A filled-in counter form for a new company."""
    return {
        **company,
        "who-kind": "person",
        "who-code": "110105199005120022",
        "who-name": "林晓",
        "seen": ["address-proof", "articles"],
        "form_key": str(uuid.uuid4()),
    }


def materials_of(city) -> list[str]:
    from datetime import date

    from yingshang.city.catalog import service as catalog

    found = catalog.item("company-start", region=city, on=date(2026, 3, 2))
    return [m["code"] for m in found.body["materials"]]


def test_all_there_is_accepted_at_once(at_desk, city, zhou, opening):
    opening["seen"] = materials_of(city)
    answer = at_desk("zhou").post(address("company-start"), opening | {"accept": "1"})
    assert answer.status_code == 302
    ref = answer.url.split("/")[-3]
    case = cases.case_for(zhou, ref)
    assert (case.state, case.channel, case.party_name) == ("accepted", "window", "林晓")
    receipt = at_desk("zhou").get(answer.url).content.decode()
    assert ref in receipt
    assert "前办完" in receipt


def test_the_item_may_name_its_fields_as_it_likes(at_desk, zhou):
    """Qin, 75, registers her house: that form has a `kind` and a `phone` of its own."""
    typed = HOUSE | {"form_key": str(uuid.uuid4()), "accept": "1"}
    answer = at_desk("zhou").post(address("property-general"), typed)
    case = cases.case_for(zhou, answer.url.split("/")[-3])
    assert (case.state, case.form["kind"]) == ("accepted", "转移登记（买卖）")
    assert (case.party_name, case.district) == ("秦玉兰", "990101")


def test_unseen_materials_are_named_and_nothing_is_filed(at_desk, zhou, opening, now):
    answer = at_desk("zhou").post(address("company-start"), opening | {"accept": "1", "seen": []})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "还没有核验：住所使用证明" in page
    assert "青岚市明禾餐饮有限公司" in page
    assert cases.queue(zhou, at=now).total == 0


def test_filing_without_accepting(at_desk, zhou, opening):
    answer = at_desk("zhou").post(address("company-start"), opening | {"file": "1", "seen": []})
    assert answer.status_code == 302
    assert cases.case_for(zhou, answer.url.split("/")[-3]).state == "submitted"


def test_the_same_form_twice_is_one_case(at_desk, city, zhou, opening, now):
    client = at_desk("zhou")
    typed = opening | {"accept": "1", "seen": materials_of(city)}
    first, second = (client.post(address("company-start"), typed) for _ in range(2))
    assert first.url == second.url
    assert cases.queue(zhou, at=now).total == 1


def test_mistakes_are_named_by_field_and_nothing_is_lost(at_desk, city, opening, zhou, now):
    wrong = {"legal_person_birth": "2049-01-01", "legal_person_id": "110105199005120021"}
    typed = opening | wrong | {"accept": "1", "seen": materials_of(city)}
    answer = at_desk("zhou").post(address("company-start"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "晚于今天" in page
    assert "校验位不对" in page
    assert "青岚市明禾餐饮有限公司" in page
    assert cases.queue(zhou, at=now).total == 0


def test_a_wrong_number_of_a_person_is_told(at_desk, opening):
    answer = at_desk("zhou").post(
        address("company-start"), opening | {"who-code": "123", "file": "1"}
    )
    assert answer.status_code == 422
    assert "请对照证件核对" in answer.content.decode()


def test_a_known_person_fills_the_form_and_the_look_is_recorded(at_desk, qin):
    typed = {"who-kind": "person", "who-code": "110105195103080046", "look": "1"}
    page = at_desk("zhou").post(address("property-general"), typed).content.decode()
    assert "本市已有这位申请人的信息" in page
    assert 'value="秦玉兰"' in page
    assert "110105195103080046" in page
    record = audit.records(obj=f"party:{qin.party}")[0]
    assert (record.action, record.by) == ("reveal", "zhou")


def test_an_unknown_person_is_told_too(at_desk):
    typed = {
        "who-kind": "person",
        "who-code": "11010519491231002X",
        "look": "1",
        "address": "槐荫路8号",
    }
    page = at_desk("zhou").post(address("property-general"), typed).content.decode()
    assert "本市还没有这位申请人的信息" in page
    assert 'value="槐荫路8号"' in page


def test_a_scan_goes_with_the_case(at_desk, city, zhou, opening, settings, tmp_path):
    settings.FILES = tmp_path
    scan = SimpleUploadedFile("租赁合同.pdf", b"%PDF-1.4 lease")
    typed = opening | {"file": "1", "seen": [], "file-address-proof": scan}
    client = at_desk("zhou")
    ref = client.post(address("company-start"), typed).url.split("/")[-3]
    (kept,) = cases.case_for(zhou, ref).files
    answer = client.get(reverse("desk:file", args=[ref, kept.id]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 lease"
    assert at_desk("deng").get(reverse("desk:file", args=[ref, kept.id])).status_code == 404


def test_a_disguised_file_is_refused_in_words(at_desk, zhou, opening, settings, tmp_path, now):
    settings.FILES = tmp_path
    scan = SimpleUploadedFile("合同.pdf", b"MZ not a pdf")
    typed = opening | {"file": "1", "file-address-proof": scan}
    answer = at_desk("zhou").post(address("company-start"), typed)
    assert answer.status_code == 409
    assert "内容与扩展名不符" in answer.content.decode()
    assert cases.queue(zhou, at=now).total == 0


def test_the_hotline_takes_tickets(at_desk, qian):
    typed = {
        "who-kind": "person",
        "who-code": "110105199005120022",
        "who-name": "林晓",
        "title": "报装跑了三趟",
        "detail": "每次要的材料不一样",
        "about": "水电气服务",
        "contact": "林晓",
        "phone": "13800000001",
        "form_key": str(uuid.uuid4()),
        "file": "1",
    }
    answer = at_desk("qian").post(address("complaint"), typed)
    assert answer.status_code == 302
    assert cases.case_for(qian, answer.url.split("/")[-3]).channel == "phone"
