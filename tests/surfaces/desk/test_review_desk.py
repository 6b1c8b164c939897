"""The review desk: one act a request, with a script and without; nothing typed is lost."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from yingshang.city.plans import service as plans
from yingshang.city.plans.models import PlanEvent, Task

TEXT = """青岚市2026年优化营商环境行动方案

一、主要任务

（一）压缩企业开办时间。推行并行审批，企业开办全流程2个工作日内办结。
牵头单位：市市场监管局
完成时限：2026年12月底前

（二）压缩低压用户报装时间。低压电力报装平均时间压减至4个工作日以内，网上可办率达到95%以上。
牵头单位：国网供电公司、市奇怪局
完成时限：2026年5月2日前

青岚市人民政府办公室
2026年1月5日
"""
SCRIPT = {"headers": {"X-Review": "1"}}


@pytest.fixture
def plan(city, fang, now):
    return plans.import_plan(data=TEXT.encode(), name="方案.txt", region=city, by=fang, at=now)


@pytest.fixture
def desk(at_desk, plan):
    """Fang's browser, and the addresses of this plan's review."""

    class Desk:
        client = at_desk("fang")
        page = reverse("desk:review", args=[plan.id])

        def verb(self, name):
            return reverse("desk:review_verb", args=[plan.id, name])

        def act(self, name, **data):
            return self.client.post(self.verb(name), data, **SCRIPT)

    return Desk()


def of(plan):
    return plans.plan(None, plan.id, at=plan.row.imported_at)


def test_the_page_has_both_sides_and_says_what_is_doubtful(desk):
    page = desk.client.get(desk.page).content.decode()
    assert "压缩企业开办时间" in page
    assert "单位表里没有：市奇怪局" in page
    assert 'role="status"' in page


def test_a_confirmation_answers_with_the_row_and_the_progress(desk, plan):
    task = plan.tasks[0]
    answer = desk.act("confirm", task=task.id, version=task.version).json()
    assert [row["id"] for row in answer["rows"]] == [task.id]
    assert "已确认" in answer["rows"][0]["html"]
    assert "已核对" in answer["progress"]
    assert "方宁核对 2 条" in answer["progress"], "who has looked at how many rows is told anew"
    assert "方宁核对" not in desk.act("undo").json()["progress"], "what was undone waits again"
    desk.act("confirm", task=task.id)
    assert of(plan).tasks[0].status == "confirmed"


def test_without_a_script_every_act_leads_back_to_its_row(desk, plan):
    task = plan.tasks[0]
    answer = desk.client.post(desk.verb("confirm"), {"task": task.id, "version": task.version})
    assert answer.status_code == 302
    assert answer.url.endswith(f"#r-{task.id}")
    form = desk.client.get(desk.verb("reject"), {"task": task.id})
    assert "<html" in form.content.decode()


def test_two_people_on_one_row_get_one_sentence_and_lose_nothing(desk, plan, shen):
    task = plan.tasks[0]
    target = task.targets[0]
    plans.correct_target(target=target.id, changes={"value": "3"}, by=shen, at=timezone.now())
    typed = {"value": "1", "unit": "工作日", "comparator": "<=", "metric": "企业开办时间"}
    answer = desk.act("edit", task=task.id, target=target.id, version=target.version, **typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert shen.name in page
    assert 'value="1"' in page
    assert "目标值：3" in page
    assert f'name="version" value="{target.version + 1}"' in page


def test_what_a_correction_teaches_is_named_and_nothing_else_is_promised(desk, plan):
    target = plan.tasks[0].targets[0]
    typed = {"value": "1", "unit": "工作日", "comparator": "<=", "statistic": "each"}
    typed |= {"metric": target.metric, "metric_key": target.metric_key}
    where = {"task": plan.tasks[0].id, "target": target.id}
    said = desk.act("edit", **where, **typed).json()["said"]
    assert "已更正" in said
    assert "以后的方案" not in said, "a number is of this plan alone"
    said = desk.act("edit", **where, **typed | {"metric": "全程开办时间"}).json()["said"]
    assert "指标名称已记入本市词典，以后的方案照此读" in said


def _form(answer):
    """What a browser would send of an opened form, as it stands."""
    form = html.fromstring(answer.content.decode()).xpath("//form[@data-act]")[0]
    return {name: value or "" for name, value in form.form_values()}


def test_a_colleagues_date_outlives_a_change_of_the_lead(desk, plan, shen):
    task = plan.tasks[0]
    typed = _form(desk.client.get(desk.verb("edit"), {"task": task.id}, **SCRIPT))
    changes = {"deadline": "2026-09-30"}
    plans.correct_task(task=task.id, changes=changes, by=shen, at=timezone.now())
    refused = desk.act("edit", **typed | {"lead": "市营商局"})
    assert refused.status_code == 409
    again = _form(refused)
    assert (again["deadline"], again["lead"]) == ("2026-09-30", "市营商局")
    assert "台账现在是" in refused.content.decode()
    assert desk.act("edit", **again).status_code == 200
    kept = of(plan).tasks[0]
    assert kept.deadline.isoformat() == "2026-09-30"
    assert [unit.name for unit in kept.lead] == ["市营商局"]


def test_own_words_are_the_reason_and_teach_nothing(desk, plan, city):
    task = plan.tasks[1]
    one = task.targets[0]
    said = {"task": task.id, "target": one.id, "version": one.version}
    form = desk.client.get(desk.verb("reject"), said, **SCRIPT)
    pressed = html.fromstring(form.content.decode()).xpath("//form//button")[0]
    assert pressed.get("value") == "other"  # what Enter in the field presses
    refused = desk.act("reject", **said, kind="other", reason=" ")
    assert "请写明理由" in refused.content.decode()
    desk.act("reject", **said, kind="other", reason="只是举例")
    assert plans.history(plan.id, target=one.id)[-1].reason == "只是举例"
    assert plans.dictionary(city) == []


def test_a_rejection_is_one_digit_and_keeps_its_reason(desk, plan):
    task = plan.tasks[1]
    target = task.targets[0]
    form = desk.client.get(
        desk.verb("reject"), {"task": task.id, "target": target.id}, **SCRIPT
    ).content.decode()
    assert 'value="label" data-digit="1"' in form
    desk.act("reject", task=task.id, target=target.id, version=target.version, kind="past")
    assert of(plan).tasks[1].targets[0].status == "rejected"
    assert plans.history(plan.id, target=target.id)[-1].reason == "过去的成绩或现状"


def test_split_merge_add_and_undo_draw_the_document_anew(desk, plan):
    task = plan.tasks[1]
    cuts = plans.sentences(task.id)
    split = desk.act("split", task=task.id, at_offset=cuts[1].start, version=1).json()
    assert len(split["rows"]) == 2
    assert "data-at" in split["document"]
    merged = desk.act("merge", task=task.id).json()
    (second,) = {row["id"] for row in split["rows"]} - {task.id}
    assert (split["focus"], merged["gone"]) == (task.id, [second])
    undone = desk.act("undo").json()
    assert {row["id"] for row in undone["rows"]} >= {task.id, second}
    start = TEXT.index("推行并行审批")
    form = desk.client.get(
        desk.verb("add"), {"task": plan.tasks[0].id, "start": start, "end": start + 6}, **SCRIPT
    )
    assert "推行并行审批" in form.content.decode()
    added = desk.act("add", words="推行并行审批", start=start, **{"as": "task"}).json()
    assert "推行并行审批" in added["rows"][0]["html"]


def _history(desk, plan):
    page = desk.client.get(reverse("desk:plan_history", args=[plan.id])).content.decode()
    lines = html.fromstring(page).xpath("//ol[@class='changes']/li")
    return [" ".join(line.text_content().split()) for line in lines], page


def test_the_history_is_read_by_people(desk, plan, fang, now):
    first, second = plan.tasks
    target = first.targets[0]
    who = {"by": fang, "at": now}
    plans.correct_task(task=first.id, changes={"lead": "市发改委、市营商局"}, **who)
    changes = {"comparator": "<", "metric_key": "company-start-time", "statistic": "mean"}
    plans.correct_target(target=target.id, changes=changes, **who)
    plans.correct_target(target=target.id, changes={"metric_key": "power-low-voltage-time"}, **who)
    plans.reject_target(target=second.targets[0].id, reason="只是举例", **who)
    plans.split_task(task=second.id, at_offset=plans.sentences(second.id)[1].start, **who)
    plans.merge_tasks(task=second.id, **who)
    plans.undo(plan=plan.id, **who)
    lines, page = _history(desk, plan)
    said = " | ".join(lines)
    assert "牵头单位：市市场监管局 → 改成 市发改委、市营商局" in said.replace("→改成", "→ 改成")
    assert "比较方式：不超过 ≤" in said
    assert "少于 <" in said
    assert "平均" in said
    assert f"剔除 目标“{second.targets[0].span}” （只是举例）" in said.replace("”（", "” （")
    assert f"拆分任务 任务“{second.name}” 拆出“" in said
    assert re.search(f"合并任务 任务“{second.name}” “[^”]+”并入了这一项", said)
    assert "撤销 把“" in said
    for code in (
        "None",
        "comparator",
        "metric_key",
        "[&#x27;",
        "power-low-voltage-time",
        "title：",
    ):
        assert code not in page
    shown = desk.client.get(reverse("desk:dictionary")).content.decode()
    assert "&lt;=" not in shown
    assert "power-low-voltage-time" not in shown


def test_the_history_takes_few_questions(desk, plan, fang, now, django_assert_max_num_queries):
    address = reverse("desk:plan_history", args=[plan.id])
    for title in ("甲", "乙", "丙", "丁", "戊", "己"):
        for task in plan.tasks:
            plans.correct_task(task=task.id, changes={"title": title}, by=fang, at=now)
    desk.client.get(address)
    with django_assert_max_num_queries(16):
        desk.client.get(address)


def test_words_marked_in_another_task_go_to_that_task(desk, plan):
    here, there = plan.tasks
    start = TEXT.index("电力报装平均时间")
    where = {"task": here.id, "start": start, "end": start + 18}
    answer = desk.client.get(desk.verb("add"), where, **SCRIPT)
    page = answer.content.decode()
    assert f"这几个字写在“{there.name}”的原文里" in page
    typed = _form(answer) | {"metric": "平均时间", "value": "4", "unit": "工作日"}
    asked = desk.act("add", **typed)
    assert "请选定补到哪一项" in asked.content.decode()
    said = desk.act("add", **typed | {"as": "there"}).json()
    assert there.title in said["said"]
    assert {row["id"] for row in said["rows"]} == {here.id, there.id}
    first, second = of(plan).tasks
    assert (len(first.targets), len(second.targets)) == (1, 3)
    desk.act("add", **typed | {"as": "here"})
    assert len(of(plan).tasks[0].targets) == 2


OUTSIDE = """青岚市2026年优化营商环境行动方案

一、主要任务

（一）压缩企业开办时间。推行并行审批，企业开办全流程2个工作日内办结。
牵头单位：市市场监管局
完成时限：2026年12月底前

二、保障措施

（一）加强组织领导。各单位要高度重视，压实责任。

（二）强化业务培训。组织窗口人员业务轮训不少于6场，编发操作手册3册。（市营商局牵头，市市场监管局配合，11月底前）

青岚市人民政府办公室
2026年1月5日
"""


@pytest.fixture
def lost(desk, city, fang, now):
    """A promise that the ledger lacks, and the form that opens for its words."""
    kept = plans.import_plan(data=OUTSIDE.encode(), name="补.txt", region=city, by=fang, at=now)
    for one in kept.tasks:
        if "培训" in one.title:
            plans.reject_task(task=one.id, reason="先当它没有读到", by=fang, at=now)
    start = OUTSIDE.index("（二）强化")
    end = OUTSIDE.index("\n", start)
    verb = reverse("desk:review_verb", args=[kept.id, "add"])
    answer = desk.client.get(verb, {"task": kept.tasks[0].id, "start": start, "end": end}, **SCRIPT)
    return kept, verb, answer


def test_words_outside_all_tasks_are_a_new_task_by_default(desk, lost):
    kept, verb, answer = lost
    buttons = html.fromstring(answer.content.decode()).xpath("//button[@name='as']")
    assert [one.get("value") for one in buttons] == ["task", "here"]
    assert kept.tasks[0].name[:8] in buttons[1].text_content()
    said = desk.client.post(verb, _form(answer), **SCRIPT)  # nobody has said where it goes
    assert "不在任何任务里" in said.content.decode()
    assert len(of(kept).tasks[0].targets) == 1


def test_the_row_of_the_whole_is_no_place_for_words(desk, city, fang, now):
    goals = "到2026年底，全市经营主体达到30万户以上，"
    text = OUTSIDE.replace("一、主要任务", f"总体目标：{goals}满意度达到95%以上。\n\n一、主要任务")
    kept = plans.import_plan(data=text.encode(), name="总.txt", region=city, by=fang, at=now)
    whole = Task.objects.filter(plan=kept.id, title="全文的总体目标").first()
    assert whole is not None
    place = text.index("全市经营主体")
    assert plans.task_at(kept.id, place, task=whole.pk) is None


def test_a_task_added_by_hand_reads_its_own_words(desk, lost):
    kept, verb, answer = lost
    typed = _form(answer)
    assert (typed["value"], typed.get("due_on", "")) == ("6", "")
    assert "原话里的 2026年11月30日 读作任务的时限" in answer.content.decode()
    said = desk.client.post(verb, typed | {"as": "task", "unit": "期"}, **SCRIPT).json()
    new = next(one for one in of(kept).tasks if one.id == said["focus"])
    assert (new.title, new.deadline.isoformat()) == ("强化业务培训", "2026-11-30")
    assert [unit.name for unit in new.lead] == ["市营商局"]
    assert [unit.name for unit in new.cooperating] == ["市市场监管局"]
    assert [(one.value, one.unit) for one in new.targets] == [(6, "期"), (3, "册")]
    assert [one.due_on for one in new.targets] == [None, None]
    assert (new.status, new.targets[0].status) == ("suggested", "confirmed")
    desk.client.post(reverse("desk:review_verb", args=[kept.id, "undo"]), **SCRIPT)
    assert new.id not in {one.id for one in of(kept).tasks}


def test_what_is_emptied_of_a_number_added_by_hand_is_empty(desk, lost, fang, now):
    kept, verb, answer = lost
    typed = _form(answer) | {"as": "task", "statistic": "", "metric": ""}
    assert _form(answer)["statistic"] == "count"
    said = desk.client.post(verb, typed, **SCRIPT).json()
    new = next(one for one in of(kept).tasks if one.id == said["focus"])
    first = new.targets[0]
    assert (first.statistic, first.metric, first.status) == (None, "强化业务培训", "confirmed")
    events = PlanEvent.objects.filter(target=first.id, field="statistic")
    assert [(one.old, one.new, one.by_name) for one in events] == [("count", "", fang.name)]
    plans.undo(plan=kept.id, by=fang, at=now)
    assert new.id not in {one.id for one in of(kept).tasks}


def test_a_number_that_is_emptied_is_none(desk, lost):
    kept, verb, answer = lost
    said = desk.client.post(verb, _form(answer) | {"as": "task", "value": ""}, **SCRIPT).json()
    new = next(one for one in of(kept).tasks if one.id == said["focus"])
    assert [(one.value, one.status) for one in new.targets] == [(6, "rejected"), (3, "suggested")]
    event = PlanEvent.objects.get(target=new.targets[0].id, name="rejected")
    assert event.reason == "补录时清空了目标值"


def test_a_misread_value_that_is_put_right_does_not_stay_beside_the_right_one(desk, lost):
    kept, verb, answer = lost
    said = desk.client.post(verb, _form(answer) | {"as": "task", "value": "7"}, **SCRIPT).json()
    new = next(one for one in of(kept).tasks if one.id == said["focus"])
    found = [(one.value, one.unit, one.status) for one in new.targets]
    assert found == [(7, "场", "confirmed"), (3, "册", "suggested")]
    event = PlanEvent.objects.get(target=new.targets[0].id, field="value")
    assert (event.old, event.new) == ("6", "7")


def test_another_number_of_the_words_that_is_typed_is_that_one(desk, lost):
    kept, verb, answer = lost
    typed = {"as": "task", "value": "3", "unit": "册"}
    said = desk.client.post(verb, _form(answer) | typed, **SCRIPT).json()
    new = next(one for one in of(kept).tasks if one.id == said["focus"])
    found = [(one.value, one.unit, one.status) for one in new.targets]
    assert found == [(6, "场", "suggested"), (3, "册", "confirmed")]


def test_a_refused_number_keeps_the_note_on_the_day_that_was_not_taken(desk, lost):
    _kept, verb, answer = lost
    again = desk.client.post(verb, _form(answer) | {"as": "task", "unit": ""}, **SCRIPT)
    assert again.status_code == 422
    assert "原话里的 2026年11月30日 读作任务的时限" in again.content.decode()
    assert "读作任务的时限" in desk.client.post(verb, _form(again), **SCRIPT).content.decode()


@pytest.mark.parametrize("shown", ["六", "NaN", "2026-13-40"])
def test_a_forged_first_value_is_refused_or_passed_over(desk, lost, shown):
    _kept, verb, answer = lost
    forged = {"as": "task", "initial-value": shown, "task_day": shown}
    for value in ("", "6"):
        again = desk.client.post(verb, _form(answer) | forged | {"value": value}, **SCRIPT)
        assert again.status_code in (200, 409)


@pytest.mark.parametrize(
    ("words", "limit", "due_on", "task_day"),
    [
        ("到2026年9月底，网上可办率达到95%以上", None, date(2026, 9, 30), None),
        ("网上可办率达到95%以上，9月底前完成", None, None, date(2026, 9, 30)),
        ("年内新增8家", date(2026, 9, 30), None, date(2026, 12, 31)),
    ],
)
def test_a_day_that_is_not_the_numbers_own_is_told_apart(words, limit, due_on, task_day):
    found = plans.guess_target(words, "优化服务", 2026, limit)
    assert (found["due_on"], found["task_day"]) == (due_on, task_day)


def test_a_merge_names_the_two_and_asks_for_the_deadline(desk, plan):
    first, second = plan.tasks
    page = desk.client.get(desk.verb("merge"), {"task": first.id}, **SCRIPT).content.decode()
    assert f"“{second.name}”并入“{first.name}”" in page
    assert "较晚的 2026年12月31日" in page
    assert "较早的 2026年5月2日" in page
    said = desk.act("merge", task=first.id, partner=second.id, deadline="2026-05-02").json()
    assert said["said"] == f"已把“{second.name}”并入“{first.name}”。时限取 2026年5月2日。"
    (row,) = of(plan).tasks
    assert (row.deadline.isoformat(), row.deadline_text) == ("2026-05-02", "2026年5月2日前")
    desk.act("undo")
    assert "时限取 2026年12月31日" in desk.act("merge", task=first.id).json()["said"]


def test_a_merge_with_another_than_the_one_that_was_seen_is_refused(desk, plan, shen):
    first, second = plan.tasks
    start = TEXT.index("推行并行审批")
    plans.add_task(
        plan=plan.id, start=start, end=start + 6, title="并行", by=shen, at=timezone.now()
    )
    answer = desk.act("merge", task=first.id, partner=second.id)
    assert answer.status_code == 409
    assert "现在是“并行”" in answer.content.decode()
    assert len(of(plan).tasks) == 3


def test_a_rejected_task_can_be_a_task_again(desk, plan):
    task = plan.tasks[0]
    desk.act("reject", task=task.id, kind="aim")
    page = desk.client.get(desk.page, {"show": "all"}).content.decode()
    assert "还是任务，恢复" in page
    typed = _form(desk.client.get(desk.verb("edit"), {"task": task.id}, **SCRIPT))
    assert "已恢复为任务" in desk.act("edit", **typed).json()["said"]
    assert of(plan).tasks[0].status == "confirmed"
    desk.act("undo")
    assert of(plan).tasks[0].status == "rejected"
    assert "已恢复为任务" in desk.act("confirm", task=task.id).json()["said"]


def test_marked_words_are_read_so_that_little_is_typed(desk, plan):
    start = TEXT.index("达到95%以上")
    form = desk.client.get(
        desk.verb("add"),
        {"task": plan.tasks[1].id, "start": start - 5, "end": start + 7},
        **SCRIPT,
    ).content.decode()
    assert 'value="95"' in form
    assert 'value="%"' in form


def test_who_keeps_no_ledger_is_told_so(at_desk, plan):
    answer = at_desk("zhou").post(
        reverse("desk:review_verb", args=[plan.id, "confirm"]), {"task": plan.tasks[0].id}, **SCRIPT
    )
    assert answer.status_code == 409
    assert "不负责" in answer.json()["said"]


def test_a_row_of_another_plan_is_not_there(desk):
    assert desk.act("confirm", task=999999).status_code == 404


def test_an_act_takes_few_questions(desk, plan, django_assert_max_num_queries):
    desk.client.get(desk.page)
    with django_assert_max_num_queries(32):
        desk.act("confirm", task=plan.tasks[0].id)


def test_a_name_is_settled_once_and_can_be_taken_back(desk, city):
    page = desk.client.get(reverse("desk:names")).content.decode()
    assert "市奇怪局" in page
    answer = desk.client.post(
        reverse("desk:decide_name"),
        {"name": "市奇怪局", "what": "unit:990100-bureau", "region": city},
        follow=True,
    ).content.decode()
    assert "已记住" in answer
    shown = desk.client.get(reverse("desk:dictionary")).content.decode()
    assert "市营商环境建设局" in shown
    entry = plans.dictionary(city)[0]
    desk.client.post(reverse("desk:forget_entry", args=[entry.id]))
    assert plans.dictionary(city) == []


def test_deadlines_stand_on_the_last_working_day_and_lateness_is_words(desk, plan):
    month = desk.client.get(reverse("desk:deadlines"), {"month": "2026-04"}).content.decode()
    assert "原定 5月2日" in month
    listed = desk.client.get(
        reverse("desk:deadlines"), {"month": "2026-12", "view": "list"}
    ).content.decode()
    assert "压缩企业开办时间" in listed


def test_a_kept_plan_is_read_again_and_only_what_is_ticked_changes(desk, plan):
    address = reverse("desk:reread", args=[plan.id])
    assert "没有变化" in desk.client.get(address).content.decode()
    Task.objects.filter(pk=plan.tasks[0].id).update(title="压缩")
    page = desk.client.get(address).content.decode()
    assert "<del>压缩</del>" in page
    assert (
        "没有勾选任何一项"
        in desk.client.post(
            address, {"seen": page.split('name="seen" value="')[1][:16]}
        ).content.decode()
    )
    said = {"seen": page.split('name="seen" value="')[1][:16], "key": f"t{plan.tasks[0].id}"}
    assert desk.client.post(address, said).url == desk.page
    assert of(plan).tasks[0].title == "压缩企业开办时间"
    assert "撤销" in desk.client.get(desk.page).content.decode()


def test_a_reading_that_changed_meanwhile_keeps_what_was_ticked(desk, plan):
    Task.objects.filter(plan=plan.id).update(title="压缩")
    address = reverse("desk:reread", args=[plan.id])
    ticked = re.compile(r'name="key" value="([^"]+)" checked')
    keys = ticked.findall(desk.client.get(address).content.decode())
    assert len(keys) > 1
    refused = desk.client.post(address, {"seen": "0" * 16, "key": keys[:1]})
    assert refused.status_code == 409
    assert ticked.findall(refused.content.decode()) == keys[:1]


def test_a_new_unit_is_registered_where_its_name_waits(desk, city):
    page = desk.client.get(reverse("desk:names"), {"new": "市奇怪局"}).content.decode()
    form = html.fromstring(page).get_element_by_id("new")
    said = {name: value or "" for name, value in form.form_values()}
    assert said["name"] == said["printed"] == "市奇怪局"
    address = reverse("desk:register_unit")
    wrong = desk.client.post(address, said | {"aliases": "奇怪局"})
    assert wrong.status_code == 422
    assert "请选择单位的类别" in wrong.content.decode()
    assert 'value="奇怪局"' in wrong.content.decode()
    known = desk.client.post(address, said | {"name": "市税务局", "kind": "vertical"})
    assert "就是单位表里的" in known.content.decode()
    done = desk.client.post(address, said | {"kind": "government"}, follow=True).content.decode()
    assert "已登记“市奇怪局”" in done
    assert "没有待定的名称" in done
    assert "单位表里没有：市奇怪局" not in desk.client.get(desk.page).content.decode()


def test_a_name_that_a_colleague_has_settled_meanwhile_keeps_what_was_typed(desk, city, shen, now):
    plans.decide_unit(region=city, name="市奇怪局", what="outside", by=shen, at=now)
    said = {"region": city, "printed": "市奇怪局", "name": "市奇怪局", "kind": "government"}
    answer = desk.client.post(reverse("desk:register_unit"), said).content.decode()
    assert "您刚才写的内容" in answer
    assert "政府部门" in answer


def test_readers_are_not_offered_to_register_a_unit(at_desk, plan):
    page = at_desk("he").get(reverse("desk:names"), {"new": "市奇怪局"}).content.decode()
    assert "登记为新单位" not in page
    assert at_desk("he").post(reverse("desk:register_unit"), {"name": "x"}).status_code == 422
