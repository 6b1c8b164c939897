"""What was typed is still there where an act is refused, and files that are gone are named."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from ledger_sample import PLAN, reviewed_plan

from yingshang.city.cases import service as cases
from yingshang.city.plans import service as plans
from yingshang.city.registers import service as registers
from yingshang.city.supervision import service as supervision

PDF = b"%PDF-1.4\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
GONE = "选好的文件没有收下，再次提交时请重新选择："


def body(answer, status=409):
    assert answer.status_code == status
    return answer.content.decode()


def pdf(name):
    return SimpleUploadedFile(name, PDF)


@pytest.fixture
def order(city, shen, fang):
    found = {
        "round": "2026年上半年", "number": "1", "indicator": "开办企业", "confirmed": "属实",
        "finding": "印章环节未计入时间", "owner": "市市场监督管理局", "told_on": "2026-02-20",
    }  # fmt: skip
    at = timezone.now()
    record = registers.add(register="assessor-findings", region=city, form=found, by=fang, at=at)
    draft, _none = supervision.recorded(shen, "assessor-findings", record)
    return supervision.order_from(
        warning=draft, by=shen, at=at, due=timezone.localdate() + timedelta(days=20)
    )


@pytest.fixture
def plan(city, shen):
    return reviewed_plan(shen, at=timezone.now() - timedelta(days=3))


# --- chosen files -------------------------------------------------------------------------------


def test_an_answer_without_words_names_the_file_that_is_to_be_chosen_again(at_desk, order):
    address = reverse("desk:verb", args=[order, "complete_step"])
    typed = {"step": "answer", "opinion": " ", "files": [pdf("台账.pdf"), pdf("照片.pdf")]}
    assert f"{GONE}台账.pdf、照片.pdf。" in body(at_desk("ma").post(address, typed), 422)


def test_an_answer_that_came_too_late_keeps_its_words_and_names_its_file(at_desk, order):
    ma, address = at_desk("ma"), reverse("desk:verb", args=[order, "complete_step"])
    ma.post(address, {"step": "answer", "opinion": "已整改", "files": pdf("台账.pdf")})
    late = {"step": "answer", "opinion": "二月也补了", "files": pdf("二月.pdf")}
    page = body(ma.post(address, late))
    assert f"{GONE}二月.pdf。" in page
    assert "二月也补了" in page
    assert "二月.pdf（没有收下）" in page


def test_proof_that_is_refused_keeps_its_words_and_names_its_file(at_desk, order):
    typed = {"words": "三月的台账", "files": SimpleUploadedFile("台账.exe", b"MZ")}
    page = body(at_desk("ma").post(reverse("desk:order_proof", args=[order]), typed))
    assert f"{GONE}台账.exe。" in page
    assert "您写的是：三月的台账" in page


def test_a_counter_form_that_is_wrong_names_the_scan(at_desk, company):
    address = reverse("desk:new_form", args=["company-start"])
    typed = {**company, "who-kind": "person", "who-code": "1", "file-articles": pdf("章程.pdf")}
    assert f"{GONE}章程.pdf。" in body(at_desk("zhou").post(address, typed), 422)


def test_a_page_that_nobody_refused_names_no_file(at_desk, order):
    page = at_desk("ma").get(reverse("desk:order", args=[order])).content.decode()
    assert GONE not in page
    assert "您刚才写的内容" not in page


def test_a_piece_of_evidence_that_is_refused_is_named_and_its_leaf_stands_open(at_desk, shen, wu):
    due, at = timezone.localdate() + timedelta(days=5), timezone.now()
    made = supervision.open_evaluation(tree="national", title="迎评", due_on=due, by=shen, at=at)
    piece = supervision.evaluation(wu, made, at=at).checks[0].pieces[0]
    address = reverse("desk:evidence_verb", args=[piece.id, "give"])
    wrong = SimpleUploadedFile("依据.exe", b"MZ")
    page = body(at_desk("wu").post(address, {"evaluation": made, "files": wrong}))
    assert f"{GONE}依据.exe。" in page
    assert '<details class="eval-leaf" open>' in page


# --- what the page no longer offers -------------------------------------------------------------


def test_a_choice_is_shown_in_the_words_of_the_page(at_desk, filed, zhou, now):
    cases.accept(ref=filed.ref, by=zhou, at=now)
    typed = {"kind": "false", "reason": "材料是别人的", "seq": filed.seq}
    page = body(at_desk("zhou").post(reverse("desk:verb", args=[filed.ref, "refuse"]), typed))
    kept = page.split("您刚才写的内容")[1].split("</dl>")[0]
    assert "材料是别人的" in kept
    assert "<dd><p>false</p></dd>" not in kept
    assert "虚假" in kept


def test_a_task_that_has_moved_on_keeps_what_was_written_to_it(at_desk, plan, shen):
    (ref, *_more) = plans.send_tasks(plan=plan.id, by=shen, at=timezone.now())
    typed = {"words": "已全部完成", "files": pdf("佐证.pdf")}
    page = body(at_desk("deng").post(reverse("desk:tracked_verb", args=[ref, "ask_close"]), typed))
    assert "您刚才写的内容" in page
    assert "已全部完成" in page
    assert "佐证.pdf" in page


def test_a_walk_recorded_twice_keeps_what_the_second_wrote(at_desk):
    office, today = at_desk("shen"), timezone.localdate().isoformat()
    planned = {"walked": "企业开办", "role": "申请人", "walker": "何远", "post": "副市长"}
    page = office.post(reverse("desk:walk_new"), planned | {"planned_on": today}).url
    first = {"steps": "09:05 取号\n09:45 办完"}
    assert office.post(f"{page}record/", first).status_code == 302
    photo = SimpleUploadedFile("窗口.png", PNG, "image/png")
    said = body(office.post(f"{page}record/", {"steps": "10:05 叫号", "photos": photo}), 422)
    assert "10:05 叫号" in said
    assert "窗口.png（没有收下）" in said


# --- a reason that was refused ------------------------------------------------------------------


def test_a_plan_that_cannot_be_withdrawn_keeps_the_reason(at_desk, plan, shen):
    plans.send_tasks(plan=plan.id, by=shen, at=timezone.now())
    address = reverse("desk:plan_withdraw", args=[plan.id])
    page = body(at_desk("shen").post(address, {"reason": "导错了城市"}))
    assert "已有任务从这份方案交办出去" in page
    assert "您写的是：导错了城市" in page


def test_a_withdrawal_without_reason_stands_open_again(at_desk, plan):
    page = body(at_desk("shen").post(reverse("desk:plan_withdraw", args=[plan.id]), {"reason": ""}))
    assert "请写明撤回的原因" in page
    assert '<details class="quiet" open>' in page


@pytest.mark.parametrize("htmx", [False, True])
def test_a_rejection_of_what_a_colleague_changed_keeps_its_reason(at_desk, plan, shen, htmx):
    row = plan.tasks[0].targets[0]
    plans.correct_target(target=row.id, changes={"value": "3"}, by=shen, at=timezone.now())
    address = reverse("desk:target_verb", args=[plan.id, row.id, "reject"])
    typed = {"reason": "是往年成绩", "version": row.version}
    headers = {"HX-Request": "true"} if htmx else {}
    page = body(at_desk("fang").post(address, typed, headers=headers))
    assert "沈正刚刚修改了这一条" in page
    assert 'value="是往年成绩"' in page


def test_a_bulletin_that_was_sent_is_not_dropped_and_the_reason_stays(at_desk, city, shen, fang):
    at = timezone.now()
    made = supervision.draft_bulletin(kind="daily", region=city, by=shen, at=at)
    supervision.drop_bulletin(id=made, reason="重做", by=shen, at=at)
    address = reverse("desk:bulletin_verb", args=[made, "drop"])
    assert "您写的是：数字不对" in body(at_desk("fang").post(address, {"reason": "数字不对"}))


def test_who_reminds_nobody_keeps_the_words(at_desk):
    page = body(at_desk("shen").post(reverse("desk:tasks_remind"), {"words": "请本周报送"}))
    assert "没有发出催办" in page
    assert "您写的是：请本周报送" in page


def test_two_clauses_are_not_parted_without_a_reason_and_their_form_stands_open(
    at_desk, both_editions
):
    link, pair = both_editions
    address = reverse("desk:plan_link_verb", args=[link, "part"])
    page = body(at_desk("shen").post(address, {"pair": pair, "reason": " ", "show": "all"}))
    assert "请写明拆开的理由" in page
    assert '<details class="clause-acts" open>' in page


@pytest.fixture
def both_editions(plan, shen):
    at = timezone.now()
    text = PLAN.replace("2026年6月底前", "2026年5月底前")
    newer = plans.import_plan(data=text.encode(), name="n.txt", region="990100", by=shen, at=at)
    link = plans.lineage.declare(kind="edition", origin=plan.id, heir=newer.id, by=shen, at=at)
    view = plans.lineage.beside_of(shen, plan.id, newer.id, at=at)
    return link, next(row.pair for row in view.rows if row.pair)


# --- forms that the page draws itself -----------------------------------------------------------


def test_counties_keep_their_numbers_where_one_is_wrong(at_desk, plan):
    target = plan.tasks[0].targets[0].id
    address = reverse("desk:split", args=[plan.id, target])
    typed = {"how": "own", "value-990101": "两天", "value-990102": "3", "unit-990102": "西岭区政府"}
    page = body(at_desk("shen").post(address, typed))
    assert 'value="两天"' in page
    assert 'value="西岭区政府"' in page


def test_a_county_keeps_the_numerator_where_the_denominator_is_missing(at_desk, plan):
    client, target = at_desk("shen"), plan.tasks[0].targets[0].id
    client.post(reverse("desk:split", args=[plan.id, target]), {"how": "equal"})
    address = reverse("desk:split_return", args=[plan.id, target])
    page = body(client.post(address, {"place": "990102", "numerator": "37"}))
    assert 'name="numerator" inputmode="decimal" value="37"' in page
    assert '<option value="990102" selected>' in page


def test_who_sends_tasks_keeps_the_ticks_and_the_coordinator(at_desk, plan):
    first, second, *_more = [task.id for task in plan.tasks]
    typed = {"task": [first], f"unit-{first}": "990200-market"}
    page = body(at_desk("shen").post(reverse("desk:plan_send", args=[plan.id]), typed))
    assert f'name="task" value="{first}" checked' in page
    assert f'name="task" value="{second}" aria-label' in page


def test_a_parcel_that_is_not_ordered_keeps_its_address(at_desk, filed):
    typed = {"ref": filed.ref, "recipient": "", "phone": "138", "address": "东城区学府路12号"}
    page = body(at_desk("zhou").post(reverse("desk:post_act", args=["order"]), typed))
    assert 'value="东城区学府路12号"' in page


def test_a_booking_for_somebody_unknown_keeps_the_number(at_desk):
    typed = {"who": "13800009999"}
    page = body(at_desk("zhou").post(reverse("desk:book_for"), typed))
    assert 'value="13800009999"' in page


def test_an_evaluation_with_a_day_that_is_none_keeps_its_name(at_desk):
    typed = {"tree": "national", "title": "省里评价", "due_on": "2026-13-40"}
    page = body(at_desk("shen").post(reverse("desk:evaluations"), typed), 422)
    assert 'value="省里评价"' in page
    assert 'value="2026-13-40"' in page


def test_a_filter_that_is_not_saved_keeps_its_name_and_tick(at_desk, city):
    typed = {"name": "长" * 41, "default": "1", "lamp": "red"}
    page = body(at_desk("ma").post(reverse("desk:save_filter"), typed))
    assert f'value="{"长" * 41}"' in page
    assert 'name="default" value="1" checked' in page
    assert 'name="lamp" value="red"' in page


def test_columns_that_are_refused_stay_as_they_were_chosen(at_desk):
    fang = at_desk("fang")
    text = "任务,谁来办,完成时限\n压缩开办时间,小组甲,2026年6月底\n"
    said = {"region": "990100", "file": SimpleUploadedFile("台账.csv", text.encode())}
    shown = fang.post(reverse("desk:plan_import"), said)
    chosen = {"column-0": "note", "column-1": "note", "column-2": "-"}
    page = body(fang.post(f"{shown.url}columns/", chosen))
    assert page.count('<option value="note" selected>') == 2
    assert page.count('<option value="-" selected>') == 1
