"""The ledger at work on the desk: sending, the list, one task, a unit's own page, splitting."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from ledger_sample import PDF, PLAN, reviewed_plan

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import actor_of, user_of
from yingshang.city.cases import service as cases
from yingshang.city.plans import service as plans
from yingshang.city.plans.tracking.models import Track


@pytest.fixture
def enter(client, city):
    def sign_in(name: str):
        client.force_login(user_of(name))
        return client

    return sign_in


@pytest.fixture
def plan(city, shen):
    return reviewed_plan(shen, at=timezone.now() - timedelta(days=3))


@pytest.fixture
def refs(plan, shen):
    return plans.send_tasks(plan=plan.id, by=shen, at=timezone.now() - timedelta(days=2))


def do(client, ref, verb, **said):
    return client.post(reverse("desk:tracked_verb", args=[ref, verb]), said)


def test_the_bureau_sends_out_with_a_coordinator_named(plan, enter):
    client = enter("shen")
    address = reverse("desk:plan_send", args=[plan.id])
    assert "交办任务" in client.get(reverse("desk:plan", args=[plan.id])).content.decode()
    page = client.get(address).content.decode()
    assert "市市场监管局、市税务局" in page
    third = plan.tasks[2].id
    answer = client.post(address, {"task": [third], f"unit-{third}": "990100-market"})
    assert answer.status_code == 302
    page = client.get(reverse("desk:tasks")).content.decode()
    assert "规范登记收费" in page
    assert "市市场监督管理局" in page
    assert client.post(address, {"task": ["x"]}).status_code == 409


def test_a_unit_signs_reports_and_asks_on_the_page(refs, enter, shen):
    client = enter("wu")
    assert "签收任务" in client.get(reverse("desk:my_tasks")).content.decode()
    bad = do(client, refs[1], "sign", contact="吴涛")
    assert bad.status_code == 422
    assert "请写明责任人电话" in bad.content.decode()
    assert do(client, refs[1], "sign", contact="吴涛", phone="123").status_code == 302
    page = client.get(reverse("desk:tracked_task", args=[refs[1]])).content.decode()
    assert "无量化指标" in page
    owed = plans.tracked_task(shen, refs[1], at=timezone.now()).owed
    said = {"percent": "30", "progress": "清单已梳理", "next_steps": "公布清单"}
    if owed:
        said["period"] = owed[0].period
    assert do(client, refs[1], "report", **said).status_code == 302
    page = client.get(reverse("desk:tracked_task", args=[refs[1]])).content.decode()
    assert "清单已梳理" in page
    empty = do(client, refs[1], "ask_close", words="已完成")
    assert empty.status_code == 422  # the field says that it must be there, and is not 选填
    assert "请至少上传一份佐证材料" in empty.content.decode()
    disguised = SimpleUploadedFile("佐证.pdf", b"MZ not a pdf")
    answer = do(client, refs[1], "ask_close", words="已完成", files=disguised)
    assert answer.status_code == 409
    file = SimpleUploadedFile("佐证.pdf", PDF)
    assert do(client, refs[1], "ask_close", words="已完成", files=file).status_code == 302
    assert "佐证.pdf" in client.get(reverse("desk:tracked_task", args=[refs[1]])).content.decode()


def test_who_does_not_see_the_case_gets_no_page(refs, enter):
    client = enter("ma")
    assert client.get(reverse("desk:tracked_task", args=[refs[0]])).status_code == 404
    assert do(client, refs[0], "sign", contact="a", phone="b").status_code == 404
    assert "压缩抵押登记时间" not in client.get(reverse("desk:tasks")).content.decode()
    assert enter("lin").get(reverse("desk:tasks")).status_code == 404


def test_leaders_read_only(refs, enter):
    client = enter("he")
    page = client.get(reverse("desk:tracked_task", args=[refs[0]])).content.decode()
    assert "现在没有轮到您办" in page
    assert do(client, refs[0], "cancel", reason="不办了").status_code == 409
    assert client.post(reverse("desk:tasks_remind"), {"ref": refs}).status_code == 404
    said = {"reason": "不办了"}
    assert client.post(reverse("desk:verb", args=[refs[0], "withdraw"]), said).status_code == 409


def test_the_bureau_reminds_many_at_once(refs, enter):
    client = enter("fang")
    answer = client.post(reverse("desk:tasks_remind"), {"ref": refs}, follow=True)
    assert "已催办 2 项任务" in answer.content.decode()
    page = enter("wu").get(reverse("desk:inbox")).content.decode()
    assert "催办：推行税费一窗通办" in page


def test_the_list_is_filtered_sorted_and_exported(refs, enter):
    client = enter("shen")
    page = client.get(reverse("desk:tasks"), {"unit": "990100-tax", "sort": "due"})
    assert "推行税费一窗通办" in page.content.decode()
    assert "压缩抵押登记时间" not in page.content.decode().split("<tbody>")[1]
    for form, start in (("xlsx", b"PK"), ("docx", b"PK")):
        answer = client.get(reverse("desk:tasks_export", args=[form]), {"sort": "zz"})
        assert answer.status_code == 200
        assert answer.content.startswith(start)
    assert client.get(reverse("desk:tasks_export", args=["exe"])).status_code == 404


def test_the_list_asks_the_same_number_of_questions_however_long(
    refs, enter, django_assert_max_num_queries
):
    client = enter("shen")
    with django_assert_max_num_queries(40):
        client.get(reverse("desk:tasks"))


def test_a_case_of_a_task_leads_to_its_own_page(refs, enter):
    answer = enter("wu").get(reverse("desk:case", args=[refs[1]]))
    assert answer.url == reverse("desk:tracked_task", args=[refs[1]])


def test_a_target_is_split_and_returned_on_the_page(plan, enter):
    client = enter("shen")
    target = plan.tasks[0].targets[0].id
    address = reverse("desk:split", args=[plan.id, target])
    assert "各地同一水平" in client.get(address).content.decode()
    assert client.post(address, {"how": "equal"}).status_code == 302
    page = client.get(address).content.decode()
    assert "还没有数的县区：东城区、西岭区、高新区" in page
    back = reverse("desk:split_return", args=[plan.id, target])
    bare = client.post(back, {"place": "990101", "value": "2"})
    assert "请填写分子和分母" in bare.content.decode()
    said = {"place": "990101", "numerator": "30", "denominator": "20"}
    assert client.post(back, said).status_code == 302
    assert "1.5 工作日" in client.get(address).content.decode()
    assert "还没有数的县区：西岭区、高新区" in client.get(address).content.decode()
    assert client.get(reverse("desk:split", args=[plan.id + 9, target])).status_code == 404
    assert enter("wu").post(address, {"how": "equal"}).status_code == 409


def test_all_parts_of_a_plan_stand_on_one_page_and_leave_as_a_workbook(plan, enter):
    client = enter("shen")
    address = reverse("desk:plan_splits", args=[plan.id])
    assert "还没有分解到县区的目标" in client.get(address).content.decode()
    client.post(
        reverse("desk:split", args=[plan.id, plan.tasks[0].targets[0].id]), {"how": "equal"}
    )
    page = client.get(address).content.decode()
    assert "没有数：东城区、西岭区、高新区" in page
    book = client.get(reverse("desk:plan_splits_file", args=[plan.id]))
    assert book.content.startswith(b"PK")


def test_a_changed_task_is_acknowledged_and_a_dropped_one_withdrawn_on_the_pages(
    plan, refs, enter, shen
):
    text = PLAN.replace("2026年6月底前", "2026年5月底前")
    text = text[: text.index("（三）")] + text[text.index("青岚市人民政府办公室") :]
    at = timezone.now() - timedelta(days=1)
    newer = plans.import_plan(data=text.encode(), name="n.txt", region="990100", by=shen, at=at)
    link = plans.lineage.declare(kind="edition", origin=plan.id, heir=newer.id, by=shen, at=at)
    client = enter("shen")
    page = client.get(reverse("desk:plan_beside", args=[newer.id, plan.id])).content.decode()
    assert "按新一版撤销勾选的交办" in page
    client.post(reverse("desk:plan_link_verb", args=[link, "withdraw"]), {"ref": refs[2]})
    page = client.get(reverse("desk:tracked_task", args=[refs[2]])).content.decode()
    assert "恢复交办" in page
    client = enter("wu")
    page = client.get(reverse("desk:tracked_task", args=[refs[1]])).content.decode()
    assert "等待牵头单位签认" in page
    assert do(client, refs[1], "acknowledge", words="收到").status_code == 302


def test_a_change_to_acknowledge_stands_in_the_units_list_and_waits_for_it_on_the_board(
    plan, refs, enter, shen
):
    at = timezone.now()
    later = PLAN.replace("压缩至2个工作日以内", "压缩至1个工作日以内")
    newer = plans.import_plan(
        data=later.encode(), name="second.txt", region="990100", by=shen, at=at
    )
    plans.lineage.declare(kind="edition", origin=plan.id, heir=newer.id, by=shen, at=at)
    client = enter("deng")
    page = client.get(reverse("desk:my_tasks")).content.decode()
    assert "签认方案对本任务的改动" in page
    assert f"{reverse('desk:tracked_task', args=[refs[0]])}?do=acknowledge#act-acknowledge" in page
    board = client.get(reverse("desk:tasks"), {"show": "todo"})
    assert [row.ref for row in board.context["rows"]] == [refs[0]]


def test_a_task_sent_back_stands_in_the_units_list_with_the_reason(refs, enter, shen):
    for name, verb, said in (
        ("deng", "sign", {"contact": "邓岩", "phone": "0999-1234567"}),
        ("deng", "ask_close", {"words": "已压缩"}),
        ("shen", "verify", {"passed": "yes", "opinion": "已核"}),
    ):
        assert do(enter(name), refs[0], verb, **said).status_code == 302
    client = enter("shen")
    page = client.get(reverse("desk:tracked_task", args=[refs[0]])).content.decode()
    assert "退回整改" in page
    assert do(client, refs[0], "send_back", reason="").status_code == 422
    answer = do(client, refs[0], "send_back", reason="平均用时没有降下来", due="2099-01-31")
    assert answer.status_code == 302
    listed = client.get(reverse("desk:tasks")).content.decode()
    assert "退回整改，限 2099年1月31日 前完成" in listed  # sent back, and not started again
    assert "重定" not in listed
    assert "重新启动时" not in listed
    client = enter("deng")
    assert "平均用时没有降下来" in client.get(reverse("desk:my_tasks")).content.decode()
    page = client.get(reverse("desk:tracked_task", args=[refs[0]])).content.decode()
    assert "办结申请被退回" in page


def panel(client, ref, verb):
    """The form that the page offers for a verb, or None."""
    page = client.get(reverse("desk:tracked_task", args=[ref]))
    return next((one.form for one in page.context["panels"] if one.verb == verb), None)


@pytest.fixture
def signed(refs, enter):
    for name, ref in (("deng", refs[0]), ("wu", refs[1])):
        do(enter(name), ref, "sign", contact="责任人", phone="0999-1234567 转 8")
    return refs


def test_papers_are_asked_for_where_the_task_closes_on_them(signed, enter):
    assert not panel(enter("deng"), signed[0], "ask_close").fields["files"].required
    assert panel(enter("wu"), signed[1], "ask_close").fields["files"].required


def test_a_telephone_number_has_digits(refs, enter):
    answer = do(enter("wu"), refs[1], "sign", contact="吴涛", phone="abc")
    assert answer.status_code == 409
    assert "不像电话号码" in answer.content.decode()


def test_more_than_four_nodes_can_be_planned(signed, enter, shen):
    client, at = enter("deng"), timezone.localdate()
    days = [str(at + timedelta(days=n)) for n in range(1, 7)]
    plan_ = {f"words_{n}": f"节点{n}" for n in range(4)} | {f"day_{n}": days[n] for n in range(4)}
    now = timezone.now()
    cases.amend(ref=signed[0], until=now + timedelta(days=90), reason="改期", by=shen, at=now)
    assert do(client, signed[0], "propose_milestones", **plan_).status_code == 302
    form = panel(client, signed[0], "propose_milestones")
    assert len(form.places) == 6
    plan_ |= {"words_4": "节点4", "day_4": days[4], "words_5": "节点5", "day_5": days[5]}
    assert do(client, signed[0], "propose_milestones", **plan_).status_code == 302
    track = plans.tracked_task(shen, signed[0], at=timezone.now())
    assert [one.words for one in track.milestones] == [f"节点{n}" for n in range(6)]


def test_nobody_is_reminded_of_a_task_that_stands_still(signed, enter):
    client = enter("shen")
    assert panel(client, signed[1], "remind")
    do(client, signed[1], "suspend", reason="等上级文件", basis="纪要〔2026〕1号")
    assert panel(client, signed[1], "remind") is None
    ticks = f'name="ref" value="{signed[1]}"'
    assert ticks not in client.get(reverse("desk:tasks")).content.decode()
    answer = client.post(reverse("desk:tasks_remind"), {"ref": [signed[1]]}, follow=True)
    assert "已暂停" in answer.content.decode()


def test_a_task_without_a_date_is_not_said_to_be_long(signed, enter):
    Track.objects.filter(ref=signed[1]).update(due_on=None)
    for name, address in (
        ("wu", reverse("desk:my_tasks")),
        ("shen", reverse("desk:tasks")),
        ("wu", reverse("desk:tracked_task", args=[signed[1]])),
    ):
        page = enter(name).get(address).content.decode()
        assert "方案没有写时限" in page
        assert "长期" not in page


def test_signing_brings_the_unit_no_message_about_its_own_next_step(signed, enter):
    page = enter("deng").get(reverse("desk:inbox")).content.decode()
    assert "等待办理：办结申请" not in page


def test_after_signing_the_timeline_does_not_read_as_if_closing_had_been_asked(signed, enter):
    page = enter("deng").get(reverse("desk:tracked_task", args=[signed[0]])).content.decode()
    assert "等待办理：办结申请" in page
    assert "办结申请开始办理" not in page


def test_an_unknown_narrowing_of_the_ledger_is_passed_over(refs, enter):
    client = enter("shen")
    silent = client.get(reverse("desk:tasks"), {"only": "silent"})
    assert "只看欠报进展的任务" in silent.content.decode()
    unknown = client.get(reverse("desk:tasks"), {"only": "x"})
    assert "只看欠报进展的任务" not in unknown.content.decode()
    assert len(unknown.context["rows"]) == len(refs)


LOOSE = PLAN.replace("压缩至2个工作日以内。", "便利化，申请材料压减至3份以内。")


@pytest.fixture
def loose(city, shen):
    """The case of a task whose number nothing measures, signed for; (number, target)."""
    at = timezone.now() - timedelta(days=3)
    plan = plans.import_plan(data=LOOSE.encode(), name="l.txt", region="990100", by=shen, at=at)
    plans.confirm_task(task=plan.tasks[0].id, by=shen, at=at)
    plans.confirm_target(target=plan.tasks[0].targets[0].id, by=shen, at=at)
    (ref,) = plans.send_tasks(plan=plan.id, tasks=[plan.tasks[0].id], by=shen, at=at)
    return ref, plan.tasks[0].targets[0].id


def test_a_units_own_number_is_typed_refused_shown_and_corrected(loose, enter):
    ref, target = loose
    client = enter("deng")
    assert do(client, ref, "sign", contact="邓岩", phone="0999-1234567").status_code == 302
    page = client.get(reverse("desk:tracked_task", args=[ref]), {"do": "report"}).content.decode()
    assert '<span class="with-unit">' in page
    assert "<span>份</span>" in page
    own = f"own_{target}"
    periods = [
        one.period
        for one in plans.tracked_task(actor_of(user_of("deng")), ref, at=timezone.now()).owed
    ]
    said = {"percent": "30", "progress": "清单已梳理", "period": periods[0] if periods else ""}
    bad = do(client, ref, "report", **said, **{own: "三份半"})
    assert bad.status_code == 422
    assert "不是数字，没有保存。请只写数字（如 3.5），单位是份" in bad.content.decode()
    many = do(client, ref, "report", **said | {"percent": "150"})
    assert "“完成进度（%）”应是 0 到 100 之间的整数。" in many.content.decode()
    assert do(client, ref, "report", **said, **{own: "5"}).status_code == 302
    page = client.get(reverse("desk:tracked_task", args=[ref])).content.decode()
    assert "现为 <b>5 份</b>" in page
    assert "没有数字" not in page
    answer = do(client, ref, "correct_report", **said, why="数错了", **{own: "2"})
    assert answer.status_code == 302
    page = client.get(reverse("desk:tracked_task", args=[ref])).content.decode()
    assert "现为 <b>2 份</b>" in page
    assert "更正原因：数错了" in page
    form = client.get(reverse("desk:tracked_task", args=[ref]), {"do": "correct_report"})
    assert f'name="{own}" value="2"' in form.content.decode()
    assert do(client, ref, "correct_report", **said, why="多写了", **{own: ""}).status_code == 302
    page = client.get(reverse("desk:tracked_task", args=[ref])).content.decode()
    assert "没有数字" in page, "emptied on purpose"


def test_the_verifier_sees_that_the_units_own_number_misses(loose, enter):
    ref, target = loose
    client = enter("deng")
    do(client, ref, "sign", contact="邓岩", phone="0999-1234567")
    owed = plans.tracked_task(actor_of(user_of("deng")), ref, at=timezone.now()).owed
    period = {"period": owed[0].period} if owed else {}
    do(client, ref, "report", percent="30", progress="已梳理", **period, **{f"own_{target}": "5"})
    do(client, ref, "ask_close", words="已压减", files=SimpleUploadedFile("佐证.pdf", PDF))
    client = enter("shen")
    page = client.get(reverse("desk:tracked_task", args=[ref]), {"do": "verify"}).content.decode()
    panel = page.split('id="act-verify"')[1].split("</details>")[0]
    assert "自报 5 份，承诺 ≤ 3 份，未达到" in panel
    assert do(client, ref, "verify", passed="yes", opinion="属实").status_code == 302
    assert do(client, ref, "close").status_code == 409
    assert do(client, ref, "close", override_reason="省里新增材料，本市无权取消").status_code == 302
    page = client.get(reverse("desk:tracked_task", args=[ref])).content.decode()
    assert "未到时间" in page  # the look-back stands there with its one date
    due = plans.tracked_task(actor_of(user_of("shen")), ref, at=timezone.now()).row.look_back_due
    assert page.count(f"应于 {due.year}年{due.month}月{due.day}日 前核查") == 2


def test_on_the_send_page_only_what_was_reviewed_is_ticked_and_the_plans_units_come_first(
    city, shen, enter
):
    at = timezone.now() - timedelta(days=3)
    plan = plans.import_plan(data=PLAN.encode(), name="s.txt", region="990100", by=shen, at=at)
    first, second, _third = plan.tasks
    plans.confirm_task(task=first.id, by=shen, at=at)
    page = enter("shen").get(reverse("desk:plan_send", args=[plan.id])).content.decode()
    rows = page.split("<tbody>")[1].split("</tr>")
    assert f'name="task" value="{first.id}" checked' in rows[0]
    assert "disabled" in rows[1]
    assert f'value="{second.id}"' not in rows[1]
    note = "还没有核对，先确认或更正后再交办"
    assert note not in rows[1].split("<th")[0]  # it stands under the title
    assert note in rows[1].split("<th")[1].split("</th>")[0]
    named = rows[0].split("<optgroup")[1]
    assert "市自然资源局" in named
    assert "data-pick" in page
    assert 'id="pick-bar"' in page


def test_units_are_listed_by_the_sound_of_their_names(city):
    names = [one.name for one in accounts.units("990100")]
    assert names == sorted(names, key=lambda name: name.encode("gb18030"))
    assert names.index("市财政局") < names.index("市自然资源局")


def test_the_page_of_a_changed_number_says_where_the_counties_parts_wait(loose, enter, shen):
    _ref, target = loose
    at = timezone.now()
    plans.split_target(target=target, how="equal", by=shen, at=at)
    old = plans.promises(shen, region="990100", as_of=at.date())[0].plan.id
    newer = plans.import_plan(
        data=LOOSE.replace("3份", "2份").replace("1月5日", "2月5日").encode(), name="n.txt",
        region="990100", by=shen, at=at,
    )  # fmt: skip
    plans.lineage.declare(kind="edition", origin=old, heir=newer.id, by=shen, at=at)
    client = enter("shen")
    mine = newer.tasks[0].targets[0].id
    page = client.get(reverse("desk:split", args=[newer.id, mine])).content.decode()
    assert "上一版的分解没有转来" in page
    assert reverse("desk:split", args=[old, target]) in page
    page = client.get(reverse("desk:plan_splits", args=[newer.id])).content.decode()
    assert "目标改了，待重新分解" in page


def test_what_a_unit_reported_itself_is_told_as_its_word_on_the_cockpit(loose, enter):
    ref, target = loose
    client = enter("deng")
    do(client, ref, "sign", contact="邓岩", phone="0999-1234567")
    owed = plans.tracked_task(actor_of(user_of("deng")), ref, at=timezone.now()).owed
    period = {"period": owed[0].period} if owed else {}
    do(client, ref, "report", percent="30", progress="已梳理", **period, **{f"own_{target}": "5"})
    client = enter("shen")
    page = client.get(reverse("dashboard:promise", args=[target])).content.decode()
    assert "自报 5 份，承诺 ≤ 3 份，未达到" in page
    assert "部门自报" in page
    for name in ("cockpit", "leader"):
        answer = client.get(reverse(f"dashboard:{name}"), {"show": "all"})
        assert answer.status_code == 200
    assert "只有自报" in client.get(reverse("dashboard:cockpit"), {"show": "all"}).content.decode()


QUARTERLY = PLAN.replace(
    "取消没有依据的收费。", "取消没有依据的收费。各单位每季度报送一次办理情况。"
).replace("登记财产专项", "登记收费专项")


def test_how_often_a_plan_wants_reports_is_shown_and_set_when_it_is_sent(city, shen, enter):
    at = timezone.now() - timedelta(days=3)
    plan = plans.import_plan(data=QUARTERLY.encode(), name="q.txt", region=city, by=shen, at=at)
    for one in plan.tasks:
        plans.confirm_task(task=one.id, by=shen, at=at)
    first, second, third = (one.id for one in plan.tasks)
    client, address = enter("shen"), reverse("desk:plan_send", args=[plan.id])
    assert "每季度（方案写明）" in client.get(address).content.decode()
    said = {"task": [first, second, third], f"every-{first}": "month", f"every-{second}": "rule"}
    assert client.post(address, said | {f"every-{first}": "hourly"}).status_code == 409
    assert client.post(address, said).status_code == 302
    every = dict(Track.objects.values_list("task", "every"))
    rule = every.pop(second)
    assert (every, rule != "quarter") == ({first: "month", third: "quarter"}, True)


def test_signing_is_not_reporting_and_an_overdue_task_says_why_it_gets_no_more_time(refs, enter):
    client = enter("deng")
    assert do(client, refs[0], "sign", contact="邓岩", phone="123").status_code == 302
    texts = [one.text for one in cases.timeline(actor_of(user_of("deng")), refs[0])]
    assert any("签收：已签收" in text for text in texts)
    page = client.get(reverse("desk:tracked_task", args=[refs[0]])).content.decode()
    assert "不能再申请延期" in page  # its day was in May 2026


def test_rows_say_of_which_plan_they_are_where_there_are_several(refs, shen, enter):
    listed, mine = reverse("desk:tasks"), reverse("desk:my_tasks")
    title = '<p class="fine">青岚市2026年登记财产专项行动方案</p>'
    assert title not in enter("shen").get(listed).content.decode()
    at = timezone.now() - timedelta(days=3)
    plan = plans.import_plan(data=QUARTERLY.encode(), name="q.txt", region="990100", by=shen, at=at)
    plans.confirm_task(task=plan.tasks[0].id, by=shen, at=at)
    plans.send_tasks(plan=plan.id, tasks=[plan.tasks[0].id], by=shen, at=at)
    assert title in enter("shen").get(listed).content.decode()
    page = enter("deng").get(mine).content.decode()
    assert "青岚市2026年登记收费专项行动方案" in page


def test_words_for_the_supervisor_are_not_shown_to_the_unit(refs, enter):
    address = reverse("desk:tracked_task", args=[refs[0]])
    assert "具名人员写明理由" in enter("shen").get(address).content.decode()
    assert "具名人员写明理由" not in enter("deng").get(address).content.decode()


def test_the_parts_that_the_plan_prints_stand_in_the_split_form(city, shen, enter):
    at = timezone.now() - timedelta(days=3)
    words = "全年新增个转企企业800户，其中东城区300户、西岭区不少于200户、高新区300户。"
    text = PLAN.replace("取消没有依据的收费。", words).replace("登记财产专项", "个转企专项")
    plan = plans.import_plan(data=text.encode(), name="p.txt", region=city, by=shen, at=at)
    target = next(t for task in plan.tasks for t in task.targets if t.value == 800)
    address = reverse("desk:split", args=[plan.id, target.id])
    page = enter("shen").get(address).content.decode()
    assert "方案写明了各地的数" in page
    found = plans.split_of(shen, target.id, as_of=at.date())
    names = dict(accounts.districts(city))
    assert {names[code]: int(value) for code, value in found.stated.items()} == {
        "东城区": 300,
        "西岭区": 200,
        "高新区": 300,
    }
    assert 'value="200"' in page


def test_the_bureau_changes_how_often_a_task_is_reported_on(refs, enter):
    client = enter("shen")
    page = client.get(reverse("desk:tracked_task", args=[refs[0]])).content.decode()
    assert "从今天起，多久报送一次进展" in page
    assert do(client, refs[0], "change_rhythm", every="week").status_code == 422
    was = Track.objects.get(ref=refs[0]).every
    every = "quarter" if was != "quarter" else "month"
    answer = do(client, refs[0], "change_rhythm", every=every, reason="并入季度调度")
    assert answer.status_code == 302
    page = client.get(reverse("desk:tracked_task", args=[refs[0]])).content.decode()
    assert "并入季度调度" in page
    assert Track.objects.get(ref=refs[0]).every == every
