"""A plan comes in as a file and is read beside its ledger; people confirm, correct, reject, add."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from lxml import html

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.plans import service as plans

TEXT = """青岚市2026年优化营商环境行动方案

为持续优化营商环境，制定本方案。

一、主要任务

（一）压缩企业开办时间。推行一窗受理、并行审批，企业开办全流程2个工作日内办结。
牵头单位：市市场监管局
完成时限：2026年12月底前

（二）压缩低压用户报装时间。低压电力报装平均时间压减至4个工作日以内，网上可办率达到95%以上。
牵头单位：国网供电公司、市营商局
完成时限：2026年12月底前

青岚市人民政府办公室
2026年1月5日
"""


def upload(data: bytes, name: str = "方案.txt"):
    return {"region": "990100", "file": SimpleUploadedFile(name, data)}


@pytest.fixture
def plan(city, fang, now):
    return plans.import_plan(data=TEXT.encode(), name="方案.txt", region=city, by=fang, at=now)


@pytest.fixture
def first(plan):
    """Company start within two working days."""
    return plan.tasks[0].targets[0]


def target_of(plan, target_id):
    fresh = plans.plan(None, plan.id, at=plan.row.imported_at)
    return next(t for task in fresh.tasks for t in task.targets if t.id == target_id)


# --- taking a file in -------------------------------------------------------------------------


def test_a_file_becomes_a_ledger(at_desk):
    desk = at_desk("fang")
    shown = desk.post(reverse("desk:plan_import"), upload(TEXT.encode("gb18030")))
    assert shown.status_code == 302
    assert plans.plans(SYSTEM) == []
    answer = desk.post(f"{shown.url}keep/")
    assert answer.status_code == 302
    page = desk.get(answer.url).content.decode()
    assert "压缩企业开办时间" in page
    assert "2个工作日" in page


def test_the_same_file_again_opens_the_same_ledger(at_desk, plan):
    answer = at_desk("fang").post(reverse("desk:plan_import"), upload(TEXT.encode()), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("desk:plan", args=[plan.id])
    assert "没有重复建立" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("scan.txt", b"\x89PNG\r\n\x1a\n" + bytes(600), "图片"),
        ("empty.txt", b" \n ", "没有"),
        ("nothing.txt", b"", "空的"),
        ("plan.txt", b"The quick brown fox jumps over the lazy dog. " * 40, "中文"),
        ("big.txt", b"x" * (10 * 1024 * 1024 + 1), "有 10.1 MB，超过 10 MB"),
    ],
)
def test_bad_files_get_one_sentence(at_desk, fang, name, data, words):
    answer = at_desk("fang").post(reverse("desk:plan_import"), upload(data, name))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert plans.plans(fang) == []


def _held(desk, **said):
    return desk.post(reverse("desk:plan_import"), {"region": "990100", **said})


def test_a_preview_shows_what_was_read_and_keeps_nothing(at_desk):
    desk = at_desk("fang")
    shown = _held(desk, text=TEXT)
    page = desk.get(shown.url).content.decode()
    assert "还没有建立台账" in page
    assert "压缩企业开办时间" in page
    assert "演示数据" in page
    assert desk.post(f"{shown.url}drop/").url == reverse("desk:plan_import")
    assert desk.get(shown.url).status_code == 404
    assert plans.plans(SYSTEM) == []


def test_all_tasks_of_a_long_plan_are_in_the_preview_and_what_is_sure_is_counted(at_desk):
    numbers = [*"一二三四五六七八九十", "十一", "十二", "十三", "十四"]
    items = "".join(
        f"（{n}）办好第{n}件事。第{n}类事项3个工作日内办结。\n牵头单位：市营商局\n" for n in numbers
    )
    desk = at_desk("fang")
    shown = desk.get(_held(desk, text=f"青岚市2026年行动方案\n一、主要任务\n{items}").url)
    one = shown.context["one"]
    assert len(one.lines) == one.tasks == 14
    page = shown.content.decode()
    assert "办好第十四件事" in page
    assert f'{one.sure}<span class="unit"> / 14' in page
    assert shown.context["unsure"] == 14 - one.sure == page.count('class="unsure">待核对')


NUMBERED = TEXT.replace("\n", "\n青政办发〔2026〕41号\n", 1)


@pytest.mark.parametrize(("said", "counted"), [("yes", 1), ("no", 2)])
def test_the_number_of_a_plan_in_force_is_asked_about_before_anything_is_kept(
    at_desk, fang, said, counted
):
    desk = at_desk("fang")
    desk.post(f"{_held(desk, text=NUMBERED).url}keep/")
    other = NUMBERED.replace("2个工作日", "1个工作日").replace("〔2026〕", "[2026]")
    held = _held(desk, text=other.replace("行动方案", "攻坚方案", 1))
    assert "这份是它的新一版吗" in desk.get(held.url).content.decode()
    answer = desk.post(f"{held.url}keep/", follow=True)
    assert "请先选定这份是不是它的新一版" in answer.content.decode()
    assert len(plans.plans(fang)) == 1
    answer = desk.post(f"{held.url}keep/", {"edition": said}, follow=True)
    new = answer.context["plan"].row.id
    assert [link.kind for link in plans.lineage.links(fang, new)] == ["edition"] * (2 - counted)
    found = plans.promises(fang, region="990100", as_of=timezone.localdate())
    assert len({one.plan.id for one in found}) == counted


AIMS = "到2027年底，全市网上可办率达到98%以上，新增经营主体2万户。"
WITH_AIMS = TEXT.replace("一、主要任务", f"一、总体目标\n\n{AIMS}\n\n二、主要任务")


def test_targets_outside_the_tasks_are_shown_with_their_sentence_and_kept_as_a_row(at_desk):
    desk = at_desk("fang")
    shown = _held(desk, text=WITH_AIMS)
    page = desk.get(shown.url)
    assert [one.sentence for one in page.context["one"].goals] == [AIMS, AIMS]
    assert "2 个目标写在任务之外" in page.content.decode()
    assert page.content.decode().count(AIMS) == 1
    kept = desk.post(f"{shown.url}keep/", {"goals-offered": "1", "goals": "1"}, follow=True)
    said = kept.content.decode()
    assert "读出 2 项任务、5 个指标目标" in said
    assert "其中 2 个是全文的目标" in said
    assert "全文的总体目标" in said


def test_targets_outside_the_tasks_are_left_out_where_a_person_says_so(at_desk):
    desk = at_desk("fang")
    shown = _held(desk, text=WITH_AIMS)
    kept = desk.post(f"{shown.url}keep/", {"goals-offered": "1"}, follow=True)
    (row,) = plans.plans(SYSTEM)
    assert (row.tasks, row.targets) == (2, 3)
    assert "全文的总体目标" not in kept.content.decode()


DONE = "五年来，全市新建便民服务站41个，上门办件6200余件。"
LOOKING_BACK = TEXT.replace("一、主要任务", f"一、“十四五”工作回顾\n\n{DONE}\n\n二、主要任务")


def test_what_has_been_reached_is_listed_before_and_after_a_plan_is_kept(at_desk):
    desk = at_desk("fang")
    shown = _held(desk, text=LOOKING_BACK)
    page = desk.get(shown.url).content.decode()
    assert "2 项已取得的成效" in page
    assert "新建便民服务站41个" in page
    kept = desk.post(f"{shown.url}keep/", follow=True)
    assert [one.figure for one in kept.context["plan"].results] == ["41个", "6200件"]
    assert "2 项已取得的成效" in kept.content.decode()
    assert kept.context["plan"].row.targets == 3  # those of its tasks alone


def test_a_preview_is_nobody_elses(at_desk):
    shown = _held(at_desk("fang"), text=TEXT)
    assert at_desk("shen").get(shown.url).status_code == 404
    assert at_desk("shen").post(f"{shown.url}keep/").status_code == 404


def test_a_preview_is_gone_after_a_day(at_desk, monkeypatch):
    desk = at_desk("fang")
    shown = _held(desk, text=TEXT)
    later = timezone.now() + timedelta(hours=25)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert desk.get(shown.url).status_code == 404
    assert plans.sweep_previews(at=later) == 1


def test_pasted_words_and_a_file_are_not_mixed(at_desk):
    answer = _held(at_desk("fang"), text=TEXT, **upload(TEXT.encode()))
    assert answer.status_code == 422
    assert "只能读一样" in answer.content.decode()


def test_a_paste_without_tasks_is_told_at_its_field(at_desk):
    answer = _held(at_desk("fang"), text="今天天气很好。")
    assert answer.status_code == 422
    assert "没有在“粘贴的文字”里找到" in answer.content.decode()


def test_a_document_of_another_city_is_noticed(at_desk):
    desk = at_desk("fang")
    shown = _held(desk, text=TEXT.replace("青岚市", "营口市"))
    assert "文中写的是“营口市”" in desk.get(shown.url).content.decode()


def test_keeping_twice_opens_one_ledger(at_desk):
    desk = at_desk("fang")
    first, second = _held(desk, text=TEXT), _held(desk, text=TEXT)
    one = desk.post(f"{first.url}keep/")
    again = desk.post(f"{second.url}keep/", follow=True)
    assert again.redirect_chain[-1][0] == one.url
    assert "没有重复建立" in again.content.decode()
    assert desk.post(f"{first.url}keep/").status_code == 404


def test_a_spreadsheet_is_shown_with_its_columns_and_what_was_left(at_desk):
    desk = at_desk("fang")
    text = "任务,谁来办,完成时限\n压缩开办时间,小组甲,2026年6月底\n,市营商局,尽快\n"
    shown = _held(desk, **upload(text.encode(), "台账.csv"))
    page = desk.get(shown.url).content.decode()
    assert "每一列是什么" in page
    assert "第 3 行没有写任务" in page
    answer = desk.post(f"{shown.url}columns/", {"column-1": "lead"}, follow=True)
    assert "您选的" in answer.content.decode()
    kept = desk.post(f"{shown.url}keep/", follow=True)
    (row,) = plans.plans(SYSTEM)
    assert "小组甲" in kept.content.decode()
    review = desk.get(reverse("desk:review", args=[row.id])).content.decode()
    assert "有 1 行没有建任务" in review


def test_the_blank_ledger_is_a_workbook(at_desk):
    answer = at_desk("fang").get(reverse("desk:plan_blank"))
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    answer.close()


def test_no_file_gets_one_sentence(at_desk):
    answer = at_desk("fang").post(reverse("desk:plan_import"), {"region": "990100"})
    assert answer.status_code == 422
    assert "还没有选择文件" in answer.content.decode()


def test_other_officers_bring_in_nothing(at_desk):
    for username in ("zhou", "wu", "he"):
        answer = at_desk(username).post(reverse("desk:plan_import"), upload(TEXT.encode()))
        assert answer.status_code == 404


# --- document and ledger ----------------------------------------------------------------------


def test_the_very_words_are_marked_and_lead_to_the_ledger(at_desk, plan, first):
    page = at_desk("fang").get(reverse("desk:plan", args=[plan.id])).content.decode()
    assert f'id="said-{first.id}"' in page
    assert f'href="#target-{first.id}"' in page
    assert f'id="target-{first.id}"' in page
    marked = page.split(f'id="said-{first.id}"')[1].split("</a>")[0]
    assert marked.endswith(first.span)


def test_it_takes_few_queries(at_desk, plan, django_assert_max_num_queries):
    fang = at_desk("fang")
    fang.get(reverse("desk:plan", args=[plan.id]))
    with django_assert_max_num_queries(40):
        fang.get(reverse("desk:plan", args=[plan.id]))


def test_the_day_is_shown_and_movable(at_desk, plan):
    address = reverse("desk:plan", args=[plan.id])
    page = at_desk("fang").get(address, {"as_of": "2026-06-30"}).content.decode()
    assert 'value="2026-06-30"' in page
    assert "日期由您指定" in page
    wrong = at_desk("fang").get(address, {"as_of": "去年"})
    assert wrong.status_code == 200
    assert "看不懂" in wrong.content.decode()


def test_tasks_can_be_narrowed(at_desk, plan):
    address = reverse("desk:plan", args=[plan.id])
    fang = at_desk("fang")
    assert fang.get(address, {"show": "pending"}).content.decode().count('class="task ') == 2
    assert fang.get(address, {"show": "behind"}).content.decode().count('class="task ') == 0


def test_readers_see_no_buttons(at_desk, plan, first):
    page = at_desk("he").get(reverse("desk:plan", args=[plan.id])).content.decode()
    assert "更正、绑定" not in page
    answer = at_desk("he").post(
        reverse("desk:target_verb", args=[plan.id, first.id, "confirm"]), {"version": 1}
    )
    assert answer.status_code == 409
    assert target_of(plan, first.id).status == "suggested"


# --- what people do to a row --------------------------------------------------------------------


def post(client, plan, row, verb, *, htmx=False, **typed):
    headers = {"HX-Request": "true"} if htmx else {}
    address = reverse("desk:target_verb", args=[plan.id, row.id, verb])
    return client.post(address, typed, headers=headers)


def filled(page, verb):
    """What a browser would send of the form of a verb, as the page fills it."""
    form = html.fromstring(page).xpath(f"//form[contains(@action, '/{verb}/')]")[0]
    return {name: value or "" for name, value in form.form_values()}


def correction(**changes):
    typed = {"metric": "开办企业", "comparator": "<=", "value": "2", "unit": "工作日"}
    return (
        typed | {"statistic": "each", "due_on": "2026-12-31", "scope": "", "reason": ""} | changes
    )


def test_confirming_swaps_the_row_and_the_progress(at_desk, plan, first):
    answer = post(at_desk("fang"), plan, first, "confirm", htmx=True, version=first.version)
    page = answer.content.decode()
    assert "已确认" in page
    assert "<html" not in page
    assert 'hx-swap-oob="true"' in page
    assert target_of(plan, first.id).status == "confirmed"


def test_without_scripts_confirming_comes_back_to_the_row(at_desk, plan, first):
    answer = post(at_desk("fang"), plan, first, "confirm", version=first.version)
    assert answer.url == f"{reverse('desk:plan', args=[plan.id])}#target-{first.id}"


def test_correcting_is_kept_as_history(at_desk, plan, first):
    typed = correction(value="1.5", reason="原文表格为一天半", version=first.version)
    answer = post(at_desk("fang"), plan, first, "correct", htmx=True, **typed)
    assert answer.status_code == 200
    row = target_of(plan, first.id)
    assert (float(row.value), row.status) == (1.5, "corrected")
    page = at_desk("fang").get(reverse("desk:plan_history", args=[plan.id])).content.decode()
    assert "原文表格为一天半" in page


def test_a_wrong_correction_keeps_what_was_typed(at_desk, plan, first):
    typed = correction(value="两天半", version=first.version)
    answer = post(at_desk("fang"), plan, first, "correct", htmx=True, **typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == f"#target-{first.id}-open"
    assert "应为数字" in page
    assert 'value="两天半"' in page


def test_a_stale_row_is_refused_with_who_was_first(at_desk, plan, first, shen, now):
    plans.correct_target(target=first.id, changes={"value": "3"}, by=shen, at=now)
    answer = post(at_desk("fang"), plan, first, "correct", **correction(version=first.version))
    assert answer.status_code == 409
    assert "沈正刚刚修改了这一条" in answer.content.decode()
    assert float(target_of(plan, first.id).value) == 3


def test_rejecting_needs_a_reason(at_desk, plan, first):
    fang = at_desk("fang")
    page = fang.get(reverse("desk:target", args=[plan.id, first.id])).content.decode()
    (field,) = html.fromstring(page).xpath("//form[contains(@action, '/reject/')]//label")
    assert "选填" not in field.text_content()
    assert post(fang, plan, first, "reject", reason=" ").status_code == 409
    assert post(fang, plan, first, "reject", reason="是往年成绩").status_code == 302
    assert target_of(plan, first.id).status == "rejected"


def test_the_open_row_says_what_could_measure_it(at_desk, plan, first):
    address = reverse("desk:target", args=[plan.id, first.id])
    part = at_desk("fang").get(address, headers={"HX-Request": "true"}).content.decode()
    whole = at_desk("fang").get(address).content.decode()
    for page in (part, whole):
        assert "用什么指标衡量" in page
        assert "企业开办" in page
    assert "<html" not in part


def test_a_target_on_a_page_of_its_own_asks_for_nothing_that_is_not_there(
    at_desk, plan, first, now
):
    fang = at_desk("fang")
    address = reverse("desk:target", args=[plan.id, first.id])
    good = next(s for s in plans.suggest_bindings(target=first.id, at=now) if s.bindable)
    for bound in (False, True):
        page = fang.get(address).content.decode()
        places = re.findall(r'hx-target="#([^"]+)"', page)
        assert [one for one in places if f'id="{one}"' not in page] == []
        part = fang.get(address, headers={"HX-Request": "true"}).content.decode()
        assert f'hx-target="#target-{first.id}"' in part
        if not bound:
            answer = post(fang, plan, first, "bind", indicator=good.indicator)
            assert answer.url.endswith(f"#target-{first.id}")
    assert target_of(plan, first.id).indicator == good.indicator


def test_a_field_nobody_touched_stays_as_a_colleague_has_put_it(at_desk, plan, first, shen, now):
    address = reverse("desk:target", args=[plan.id, first.id])
    fang = at_desk("fang")
    typed = filled(fang.get(address).content.decode(), "correct") | {"value": "1.5"}
    plans.correct_target(target=first.id, changes={"scope": "内资企业"}, by=shen, at=now)
    refused = post(fang, plan, first, "correct", **typed)
    assert refused.status_code == 409
    again = filled(refused.content.decode(), "correct")
    assert (again["scope"], again["value"]) == ("内资企业", "1.5")
    assert post(fang, plan, first, "correct", **again).status_code == 302
    row = target_of(plan, first.id)
    assert (float(row.value), row.scope) == (1.5, "内资企业")


def test_binding_and_undoing(at_desk, plan, first, now):
    fang, good = at_desk("fang"), None
    for one in plans.suggest_bindings(target=first.id, at=now):
        if one.bindable:
            good = one.indicator
            break
    assert good, "the catalogue measures 'each company within two working days'"
    assert post(fang, plan, first, "bind", htmx=True, indicator=good).status_code == 200
    assert target_of(plan, first.id).indicator == good
    assert post(fang, plan, first, "unbind", reason="").status_code == 409
    assert post(fang, plan, first, "unbind", reason="口径有变").status_code == 302


def test_a_mismatch_is_told_in_words(at_desk, plan, first, now):
    bad = next(
        s.indicator for s in plans.suggest_bindings(target=first.id, at=now) if not s.bindable
    )
    answer = post(at_desk("fang"), plan, first, "bind", indicator=bad)
    assert answer.status_code == 409
    assert "口径不一致，不能绑定" in answer.content.decode()


# --- tasks ------------------------------------------------------------------------------------


def test_what_is_said_of_a_task_is_said_on_the_review_desk(at_desk, plan):
    page = at_desk("fang").get(reverse("desk:plan", args=[plan.id])).content.decode()
    for row in plan.tasks:
        assert f"{reverse('desk:review', args=[plan.id])}?show=all#r-{row.id}" in page


def test_rows_of_another_plan_are_not_there(at_desk, plan, first):
    fang = at_desk("fang")
    assert fang.get(reverse("desk:target", args=[plan.id, first.id + 999])).status_code == 404
    assert fang.get(reverse("desk:plan", args=[plan.id + 99])).status_code == 404


def test_the_list_counts_what_waits(at_desk, plan, django_assert_max_num_queries):
    fang = at_desk("fang")
    fang.get(reverse("desk:plans"))
    with django_assert_max_num_queries(10):
        page = fang.get(reverse("desk:plans")).content.decode()
    assert "青岚市2026年优化营商环境行动方案" in page


def test_its_importer_withdraws_a_plan_and_the_page_says_so(at_desk, plan):
    fang, page = at_desk("fang"), reverse("desk:plan", args=[plan.id])
    address = reverse("desk:plan_withdraw", args=[plan.id])
    assert "整份撤回" in fang.get(page).content.decode()
    assert "请写明撤回的原因" in fang.post(address, {"reason": ""}, follow=True).content.decode()
    said = fang.post(address, {"reason": "导错了城市"}, follow=True).content.decode()
    assert "原因：导错了城市" in said
    assert "逐条核对" not in said
    assert plan.row.title not in fang.get(reverse("desk:plans")).content.decode()


def test_the_preview_of_a_withdrawn_file_says_that_it_comes_back(at_desk, fang, now):
    desk = at_desk("fang")
    first = desk.post(f"{_held(desk, text=TEXT).url}keep/").url
    (row,) = plans.plans(fang)
    plans.withdraw(plan=row.id, reason="导错了城市", by=fang, at=now)
    shown = _held(desk, text=TEXT).url
    told = "建立会恢复原来的台账、核对记录和与其他方案的关联。"
    assert told in desk.get(shown).content.decode()
    back = desk.post(f"{shown}keep/", follow=True)
    assert back.redirect_chain[-1][0] == first
    assert "已恢复原来的台账和核对记录。" in back.content.decode()


def offered(page):
    """The forms by which the page's own part changes something."""
    return html.fromstring(page.content).xpath("//main//form[@method='post']")


def test_a_withdrawn_plan_is_read_and_offers_nothing_that_would_be_refused(
    at_desk, plan, first, fang, shen, now
):
    plans.withdraw(plan=plan.id, reason="导错了城市", by=fang, at=now)
    shen_desk = at_desk("shen")
    for name, args in (
        ("plan", []), ("review", []), ("plan_links", []), ("plan_send", []),
        ("plan_splits", []), ("split", [first.id]), ("reread", []),
    ):  # fmt: skip
        page = shen_desk.get(reverse(f"desk:{name}", args=[plan.id, *args]), follow=True)
        assert (name, page.status_code, offered(page)) == (name, 200, [])
        assert (name, page.content.decode().count("原因：导错了城市")) == (name, 1)
    target = shen_desk.get(reverse("desk:target", args=[plan.id, first.id]))
    assert (target.status_code, offered(target)) == (200, [])


def test_a_withdrawn_plan_is_not_compared_as_an_edition(at_desk, plan, fang, shen, now):
    text = TEXT.replace("2个工作日", "1个工作日")
    newer = plans.import_plan(data=text.encode(), name="b.txt", region="990100", by=shen, at=now)
    page = reverse("desk:plan_beside", args=[newer.id, plan.id])
    assert len(offered(at_desk("shen").get(page))) == 1
    plans.withdraw(plan=plan.id, reason="导错了城市", by=fang, at=now)
    assert offered(at_desk("shen").get(page)) == []


def test_what_is_sent_to_a_withdrawn_plan_is_refused_in_one_sentence(at_desk, plan, fang, now):
    task = plan.tasks[0].id
    plans.withdraw(plan=plan.id, reason="导错了城市", by=fang, at=now)
    address = reverse("desk:plan_send", args=[plan.id])
    said = at_desk("shen").post(address, {"task": [task]})
    assert said.status_code == 409
    assert "这份方案已撤回，不能交办" in said.content.decode()
    drawn = at_desk("fang").post(
        reverse("desk:review_verb", args=[plan.id, "confirm"]),
        {"task": task},
        headers={"X-Review": "1"},
    )
    assert drawn.status_code == 409
    assert "review-acts" not in drawn.json()["rows"][0]["html"]


def test_a_plan_with_tasks_handed_out_is_not_withdrawn(at_desk, plan, shen, now):
    for task in plan.tasks:
        plans.confirm_whole(task=task.id, by=shen, at=now)
    ready = [one.task for one in plans.send_lines(shen, plan.id, at=now) if not one.why_not][:1]
    plans.send_tasks(plan=plan.id, tasks=ready, by=shen, at=now)
    said = at_desk("shen").post(
        reverse("desk:plan_withdraw", args=[plan.id]), {"reason": "导错了"}, follow=True
    )
    assert "已有任务从这份方案交办出去" in said.content.decode()
    assert plans.plan(shen, plan.id, at=now).row.withdrawn_at is None


def test_the_page_says_what_a_withdrawal_undoes_and_what_hinders_it(
    at_desk, plan, first, shen, now
):
    address = reverse("desk:plan", args=[plan.id])
    page = at_desk("shen").get(address).content.decode()
    assert "（包括其他地区的方案）的关联一并撤销" in page
    plans.split_target(target=first.id, how="equal", by=shen, at=now)
    page = at_desk("shen").get(address).content.decode()
    assert "已有目标分解到县区，不能整份撤回" in page
    assert reverse("desk:plan_withdraw", args=[plan.id]) not in page
    assert "不能整份撤回" not in at_desk("ma").get(address).content.decode()
