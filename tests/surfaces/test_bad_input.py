"""Bad input, as it comes: one clear sentence on the page, nothing lost, nothing half-written."""

import base64
import io
import threading
import uuid

import openpyxl
import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.indicators import service as indicators
from yingshang.city.plans import service as plans

COMPANY = {
    "company": "青岚市明禾餐饮有限公司",
    "company_type": "有限责任公司",
    "capital": "50",
    "scope": "中餐服务",
    "address": "东城区青年路8号",
    "legal_person": "林晓",
    "legal_person_id": "110105199005120022",
    "legal_person_birth": "1990-05-12",
    "phone": "13800000001",
    "seals": "电子印章",
}
APPLY, REVIEW = "/apply/company-start/", "/apply/company-start/review/"
PLAN = """青岚市2026年优化营商环境行动方案

一、提升服务
1. 优化企业开办。2026年6月底前实现企业开办2个工作日内办结。（牵头单位：市市场监管局）
2. 优化不动产登记。2026年底前一般登记3个工作日内办结。（牵头单位：市自然资源局）
"""
ENGLISH = "Action plan 2026. 1. Starting a company takes two working days by June.\n" * 60


def counts() -> dict[str, int]:
    """Rows of every table but drafts, which are meant to keep what is wrong."""
    kept = ("Draft", "ReadRecord")  # a look at the page is recorded, whatever came of the verb
    models = [m for m in apps.get_models() if m._meta.managed and m.__name__ not in kept]
    return {model._meta.label: model.objects.count() for model in models}


def at(username: str) -> Client:
    client = Client()
    client.force_login(accounts.user_of(username))
    return client


def body(answer) -> str:
    return answer.content.decode()


def told(answer, words: str, *, status: int) -> None:
    """The sentence is on the page, and the page is one of ours."""
    page = body(answer)
    assert answer.status_code == status
    assert words in page
    assert "Traceback" not in page


# --- plans ------------------------------------------------------------------------------------


def bring(data: bytes, name: str = "方案.txt"):
    upload = SimpleUploadedFile(name, data)
    desk = at("fang")
    answer = desk.post("/desk/plans/import/", {"region": "990100", "file": upload})
    kept = answer.status_code == 302 and answer.url.count("-") > 3  # a preview's key
    return desk.post(f"{answer.url}keep/") if kept else answer


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("scan.png", b"\x89PNG\r\n\x1a\n" + bytes(900), "是图片"),
        ("scan.txt", b"\xff\xd8\xff\xe0" + bytes(900), "是图片"),
        ("nothing.txt", b"", "这个文件是空的"),
        ("blank.txt", "\ufeff \n\t\n　\n".encode(), "没有"),
        ("big.txt", PLAN.encode() + b"x" * (20 * 1024 * 1024), "超过 10 MB"),
        ("plan.txt", ENGLISH.encode(), "没有在“plan.txt”里找到带编号的任务，未导入"),
        ("cover.txt", "青岚市优化营商环境行动方案".encode(), "没有在“cover.txt”里找到带编号的任务"),
        ("noise.txt", bytes(range(256)) * 40, "无法读出内容"),
        ("packed.zip", b"PK\x03\x04" + bytes(400), "压缩包"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(400), "旧版 Office"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_a_document_that_is_no_plan_is_told_and_nothing_is_kept(city, name, data, words):
    before = counts()
    answer = bring(data, name)
    told(answer, words, status=422)
    assert body(answer).count("error-summary") == 1
    assert counts() == before


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "utf-16", "utf-8-sig"])
def test_any_chinese_encoding_is_read_alike(city, encoding, fang):
    assert bring(PLAN.encode(encoding)).status_code == 302
    (row,) = plans.plans(fang, region="990100")
    found = plans.plan(fang, row.id, at=timezone.now())
    assert [len(task.targets) for task in found.tasks] == [1, 1]
    assert "企业开办2个工作日" in found.text


def test_the_same_plan_twice_is_one_ledger(city):
    bring(PLAN.encode())
    before = counts()
    answer = bring(PLAN.encode(), "又一次.txt")
    assert answer.status_code == 302
    assert counts() == before


ABSURD = ("0000-00-00", "0001-01-01", "9999-12-31", "2026-02-31", "31.2.2026", "昨天", "²026-01-01")


@pytest.mark.parametrize("day", ABSURD)
def test_a_plan_seen_as_of_an_absurd_day_is_still_a_page(city, day):
    page = bring(PLAN.encode()).url
    for address in (
        f"{page}?as_of={day}",
        f"/cockpit/?as_of={day}",
        f"/cockpit/frontier/?as_of={day}",
    ):
        assert at("fang").get(address).status_code == 200, address


@pytest.mark.parametrize("value", ["很多", "1e999", "NaN", "9" * 40, "-", "", "1,2,3.4.5", "²"])
def test_a_target_corrected_to_nonsense_stays_as_it_was(city, fang, value):
    bring(PLAN.encode())
    (row,) = plans.plans(fang, region="990100")
    target = plans.plan(fang, row.id, at=timezone.now()).tasks[0].targets[0]
    before = counts()
    address = f"/desk/plans/{row.id}/targets/{target.id}/correct/"
    typed = {"metric": "企业开办", "comparator": "<=", "value": value, "unit": "个工作日"}
    answer = at("fang").post(address, typed)
    assert answer.status_code in (409, 422)
    assert counts() == before
    fresh = plans.plan(fang, row.id, at=timezone.now()).tasks[0].targets[0]
    assert (fresh.value, fresh.status) == (target.value, target.status)


# --- applications -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("legal_person_birth", "2090-01-01", "晚于今天"),
        ("legal_person_birth", "0001-01-01", "过早"),
        ("legal_person_birth", "9999-12-31", "晚于今天"),
        ("legal_person_birth", "2026-02-31", "不是有效日期"),
        ("legal_person_birth", "²026-01-01", "不是有效日期"),
        ("legal_person_birth", "1990", "不是有效日期"),
        ("legal_person_id", "110105199005120023", "校验位不对"),
        ("legal_person_id", "110105209005120022", ""),
        ("legal_person_id", "12345", "18 位"),
        ("phone", "12", "不是有效的电话号码"),
        ("capital", "很多", "应是数字"),
        ("capital", "-5", "不能小于"),
        ("capital", "1e999999999", ""),
        ("capital", "NaN", "应是数字"),
        ("company_type", "皇家公司", "请从列出的选项中选择"),
        ("company", "长" * 301, "最多 300 个字"),
        ("company", "   ", "请填写"),
    ],
)
def test_a_wrong_field_is_told_beside_it_and_the_rest_stays(city, field, typed, words):
    before, lin = counts(), at("lin")
    form = COMPANY | {field: typed}
    for address in (APPLY, REVIEW):
        answer = lin.post(address, form | {"form_key": str(uuid.uuid4())})
        told(answer, words, status=422)
        assert "东城区青年路8号" in body(answer)
    assert counts() == before


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("91990101MA0000001X", "校验位不对"),
        ("91990101MA000000", "18 位"),
        ("9199010IMA0000001Y", "不是有效的统一社会信用代码"),
    ],
)
def test_a_wrong_credit_code_is_told(city, code, words, qian, now):
    """An item that asks for the code of an enterprise: one sentence, no case."""
    from yingshang.city.cases.kinds import FormInvalid

    item, field = _item_with("uscc")
    before = counts()
    with pytest.raises(FormInvalid) as wrong:
        cases.check_form(item=item, region="990100", form={field: code}, at=now)
    assert words in wrong.value.errors[field]
    answer = at("lin").post(f"/apply/{item}/", {field: code})
    told(answer, words, status=422)
    assert counts() == before


def _item_with(kind: str) -> tuple[str, str]:
    from yingshang.city.catalog import service as catalog

    for item in catalog.items(region="990100", on=timezone.localdate()):
        for field in item.body.get("fields", ()):
            if item.is_here and field["type"] == kind:
                return item.code, field["name"]
    raise AssertionError(f"no item asks for {kind}")


def test_fields_made_up_by_hand_are_not_taken_in(city, lin):
    """Neither status nor party nor unit nor anything else the form does not ask for."""
    made_up = {"state": "decided", "party": "1", "unit": "990100-tax", "channel": "system"}
    made_up |= {"region": "990200", "ref": "990100-2026-999999", "fee_waived": "yes"}
    answer = at("lin").post(REVIEW, COMPANY | made_up | {"form_key": str(uuid.uuid4())})
    assert answer.status_code == 302
    (row,) = cases.my_cases(lin, at=timezone.now())
    case = cases.case_for(lin, row.ref)
    assert (case.state, case.party, case.region, case.channel) == (
        "submitted",
        lin.party,
        "990100",
        "web",
    )
    assert set(case.form) <= set(COMPANY)
    assert row.ref != made_up["ref"]


def test_the_same_application_posted_twice_is_one_case(city, lin):
    typed, browser = COMPANY | {"form_key": str(uuid.uuid4())}, at("lin")
    first = browser.post(REVIEW, typed)
    before = counts()
    second = browser.post(REVIEW, typed)
    assert first.url == second.url
    assert counts() == before
    assert len(cases.my_cases(lin, at=timezone.now())) == 1


def test_a_key_of_somebody_else_finds_nothing_of_his(city, lin, qin):
    """Two people, one key: two cases, and neither is shown the other's."""
    typed = COMPANY | {"form_key": str(uuid.uuid4())}
    first, second = at("lin").post(REVIEW, typed), at("qin").post(REVIEW, typed)
    assert first.url != second.url
    assert at("qin").get(first.url).status_code == 404


@pytest.mark.parametrize("key", ["", "x", "²", "'; DROP TABLE cases", "0" * 500])
def test_a_broken_key_only_loses_its_use(city, lin, key):
    assert at("lin").post(REVIEW, COMPANY | {"form_key": key}).status_code == 302
    assert len(cases.my_cases(lin, at=timezone.now())) == 1


def test_a_closed_tab_loses_nothing(city, lin):
    """What was typed, right or wrong, is there tomorrow, in another browser, for nobody else."""
    half = {"company": "青岚市半成品有限公司", "legal_person_birth": "2090-01-01"}
    at("lin").post("/apply/company-start/draft/", half)
    page = body(at("lin").get(APPLY))
    assert "青岚市半成品有限公司" in page
    assert "2090-01-01" in page
    assert "青岚市半成品有限公司" in body(at("lin").get(APPLY))
    assert "青岚市半成品有限公司" not in body(at("qin").get(APPLY))
    assert cases.my_cases(lin, at=timezone.now()) == ()


def test_a_text_without_end_is_told_and_stays_on_the_page(city):
    """Longer than a draft may be: the sentence, with every word still there."""
    before = counts()
    answer = at("lin").post(APPLY, COMPANY | {"scope": "餐" * 30_000})
    told(answer, "内容太长", status=422)
    assert "餐" * 30_000 in body(answer)
    assert counts() == before


# --- two at once ------------------------------------------------------------------------------


@pytest.fixture
def accepted(city, lin, zhou, now):
    case = cases.open_case(
        item="company-start",
        region=city,
        form=COMPANY,
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
    )
    return cases.accept(ref=case.ref, by=zhou, at=now)


def do(client: Client, ref: str, verb: str, **typed: object):
    return client.post(f"/desk/cases/{ref}/do/{verb}/", typed)


def test_two_officers_finishing_one_step_is_one_result(accepted, ma):
    first, second = at("ma"), at("ma")
    assert (
        do(first, accepted.ref, "complete_step", step="register", result="pass").status_code == 302
    )
    before = counts()
    answer = do(
        second, accepted.ref, "complete_step", step="register", result="fail", opinion="缺章程"
    )
    told(answer, "已经办结", status=409)
    assert "缺章程" in body(answer)
    assert counts() == before


def test_a_stale_tab_keeps_what_was_typed(accepted):
    """A colleague was first: the sentence says so, the words stand, nothing is decided twice."""
    zhou = at("zhou")
    assert do(zhou, accepted.ref, "note", seq=accepted.seq, text="先到").status_code == 302
    before = counts()
    answer = do(zhou, accepted.ref, "note", seq=accepted.seq, text="后到的长长的一段话")
    told(answer, "后到的长长的一段话", status=409)
    assert counts() == before


@pytest.mark.django_db(transaction=True)
def test_two_clerks_accepting_in_the_same_moment(transactional_db, now):
    """Two threads, two connections, one case: one accepts, the other is told so."""
    from django.conf import settings

    from yingshang.city.definitions import service as definitions
    from yingshang.surfaces.demo.people import load_cast

    definitions.load(settings.DATA_DIRS, at=now)
    load_cast(at=now)
    lin = accounts.actor_of(accounts.user_of("lin"))
    case = cases.open_case(
        item="company-start",
        region="990100",
        form=COMPANY,
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
    )
    both, answers = threading.Barrier(2), []

    def accept(client: Client) -> None:
        try:
            both.wait(timeout=20)
            answers.append(do(client, case.ref, "accept", seq=case.seq))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=accept, args=(at("zhou"),)) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    names = [event.name for event in cases.timeline(lin, case.ref)]
    assert names.count("accepted") == 1
    assert cases.verify_chain("990100").ok


# --- verbs ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "verb", "typed", "words"),
    [
        ("ma", "complete_step", {"step": "nothing", "result": "pass"}, ""),
        ("ma", "complete_step", {"step": "register", "result": "maybe"}, "maybe"),
        ("ma", "complete_step", {"step": "register", "result": "fail", "opinion": " "}, ""),
        ("ma", "extend", {"workdays": "-1", "approver": "马", "reason": "忙"}, "1"),
        ("ma", "extend", {"workdays": "9" * 30, "approver": "马", "reason": "忙"}, "60"),
        ("ma", "extend", {"workdays": "5", "approver": "", "reason": "忙"}, "批准"),
        ("ma", "pause", {"kind": "holiday", "reason": "x", "basis": "x"}, "holiday"),
        ("ma", "decide", {"outcome": "perhaps", "reason": ""}, "perhaps"),
        ("zhou", "note", {"text": ""}, "请写明要记录的情况"),
        ("zhou", "note", {"text": "长" * 2001}, "2000"),
        ("zhou", "decide", {"outcome": "granted", "reason": "x"}, ""),
    ],
)
def test_a_verb_said_wrongly_changes_nothing(accepted, who, verb, typed, words):
    before = counts()
    answer = do(at(who), accepted.ref, verb, **typed)
    assert answer.status_code in (409, 422)
    assert words in body(answer)
    assert counts() == before


# --- spreadsheets -----------------------------------------------------------------------------

MARKET = "990100-market"
TIME, RATE = "企业开办平均用时（工作日）", "按时办结率"


def book(rows: list[list[object]], merge: str = "", percent: str = "") -> bytes:
    out, file = io.BytesIO(), openpyxl.Workbook()
    for row in rows:
        file.active.append(row)
    if merge:
        file.active.merge_cells(merge)
    if percent:
        file.active[percent].number_format = "0%"
    file.save(out)
    return out.getvalue()


def report(time: object, rate: object = "95%", **more: str) -> bytes:
    months = [["2026年1月", "1.8", "98%"], ["2026年2月", time, rate]]
    return book([["月份", TIME, RATE], *months], **more)


def drop(data: bytes, name: str = "月报.xlsx"):
    upload = SimpleUploadedFile(name, data)
    return at("ma").post("/desk/reported/propose/", {"unit": MARKET, "file": upload})


def confirm(data: bytes, shown=None):
    shown = shown or drop(data)
    typed = {"unit": MARKET, "name": "月报.xlsx", "file": base64.b64encode(data).decode()}
    typed |= {f"column-{c.letter}": code for c, code in shown.context["columns"]}
    return at("ma").post("/desk/reported/confirm/", typed)


def figures() -> list:
    return indicators.reported("990100", as_of=timezone.now(), unit=MARKET)


def test_good_figures_do_come_in(city):
    """Numbers as text, merged headings, per cent: none of it is bad."""
    for data in (report("1.9"), report("１．９"), report(1.9, 0.95, percent="C3")):
        assert confirm(data).status_code == 302
    merged = book(
        [["青岚市市场监管局月报", None, None], ["月份", TIME, RATE], ["2026年3月", "2", "91%"]],
        merge="A1:C1",
    )
    assert confirm(merged).status_code == 302
    assert len(figures()) == 6


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (report("快两天"), "B3"),
        (report(1.9, "120%"), "超过了 100%"),
        (report(1.9, 1.2, percent="C3"), "超过了 100%"),
        (report(1.9, "九成多"), "C3"),
        (report("-3"), "B3"),
        (report("#DIV/0!"), "B3"),
        (report(1e300), "B3"),
        (report("1e999"), "B3"),
        (report("=1+1"), "B3"),
        (report("=cmd|' /C calc'!A0"), "B3"),
    ],
    ids=[
        "words",
        "120%",
        "1.2 as %",
        "words as %",
        "negative",
        "error",
        "1e300",
        "1e999",
        "formula",
        "attack",
    ],
)
def test_one_wrong_cell_is_named_and_nothing_comes_in(city, data, words):
    shown = drop(data)
    assert shown.status_code == 200
    before = _reported()
    answer = confirm(data, shown)
    told(answer, words, status=422)
    assert _reported() == before
    assert figures() == []


def _reported() -> dict[str, int]:
    found = counts()
    return {key: found[key] for key in found if key.endswith((".Reported", ".Import", ".Value"))}


def test_a_month_that_has_not_come_is_no_report(city):
    data = book([["月份", TIME, RATE], ["2098年1月", 1.8, "90%"], ["2098年2月", 1.8, "90%"]])
    answer = drop(data)
    if answer.status_code == 200:
        answer = confirm(data, answer)
    assert answer.status_code in (409, 422)
    assert figures() == []


def test_the_same_sheet_twice_counts_once(city):
    """A later report of a month takes the place of the earlier, which is kept."""
    data = report("1.9")
    confirm(data)
    confirm(data)
    assert len(figures()) == 4
    confirm(report("2.5"))
    assert len(figures()) == 4
    assert "2.5" in {str(f.value.normalize()) for f in figures()}


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("月报.xlsx", b"", "这个文件是空的"),
        ("月报.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(90), "打不开"),
        ("月报.xlsx", b"x" * (1024 * 1024 + 1), "超过 1 MB"),
        ("月报.csv", "月份,率\n1月,98%".encode(), ""),
        ("月报.xlsx", book([[None]]), "空的"),
        ("月报.xlsx", book([["只有一行字"]]), "表头"),
    ],
)
def test_what_is_no_report_is_told(city, name, data, words):
    before = counts()
    told(drop(data, name), words, status=422)
    assert counts() == before


# --- orders and ratings -----------------------------------------------------------------------


@pytest.mark.parametrize("level", ["", "0", "6", "²", "-1", "5.0", "x"])
def test_a_rating_that_is_none_is_asked_again(accepted, level):
    before = counts()
    answer = at("lin").post(f"/my/{accepted.ref}/rate/", {"level": level, "comment": "好" * 10})
    assert answer.status_code == 422
    assert counts() == before


def test_a_case_is_not_rated_before_it_is_decided(accepted):
    before = counts()
    answer = at("lin").post(f"/my/{accepted.ref}/rate/", {"level": "5"})
    told(answer, "还没有作出决定", status=422)
    assert counts() == before
