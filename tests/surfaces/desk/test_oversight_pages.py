"""The ladder and leaders' instructions, page by page."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.supervision import service as supervision

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
WORDS = "请市场监管局三日内拿出办法。"


@pytest.fixture
def order(city, lin, zhou, shen, company, now):
    """An order to the market regulator about companies that wait since March."""
    for number in range(4):
        case = cases.open_case(
            item="company-start",
            region=city,
            form=company | {"company": f"青岚市第{number}号有限公司"},
            party=lin.party,
            channel="web",
            by=lin,
            at=now,
        )
        cases.accept(ref=case.ref, by=zhou, at=now)
    supervision.watch(at=timezone.now(), by=SYSTEM, regions=[city])
    warning = next(w for w in supervision.warnings(shen) if w.kind == "overdue-cases")
    return supervision.order_from(
        warning=warning.id, by=shen, at=timezone.now(), unit="990100-market"
    )


def body(response):
    return response.content.decode()


def test_a_supervisor_takes_a_rung_and_the_unit_answers_it(at_desk, order):
    shen = at_desk("shen")
    page = body(shen.get(reverse("desk:order", args=[order])))
    assert "督办阶梯" in page
    assert "问责建议" in page
    taken = shen.post(
        reverse("desk:rung_take", args=[order]), {"rung": "remind", "demand": "抓紧办理"}
    )
    assert taken.url == reverse("desk:case", args=[order])

    ma = at_desk("ma")
    page = body(ma.get(reverse("desk:order", args=[order])))
    assert "抓紧办理" in page
    assert "报送答复" in page
    (one,) = supervision.escalations(SYSTEM, at=timezone.now())
    ma.post(reverse("desk:rung_verb", args=[one.id, "answer"]), {"words": "周五办结"})
    assert "周五办结" in body(shen.get(reverse("desk:order", args=[order])))
    assert shen.get(reverse("desk:rung_word", args=[one.id])).content[:2] == b"PK"


def test_what_cannot_be_taken_is_said_on_the_page(at_desk, order):
    shen = at_desk("shen")
    form = {"rung": "interview", "demand": "约谈"}
    page = body(shen.post(reverse("desk:rung_take", args=[order]), form, follow=True))
    assert "越级理由" in page
    assert shen.post(reverse("desk:rung_take", args=[order]), {"rung": "x"}).status_code == 404


def test_the_list_shows_what_waits_and_strangers_find_none(
    at_desk, order, shen, django_assert_max_num_queries
):
    supervision.take(
        ref=order,
        rung="accountability",
        skipped="造成严重后果",
        by=shen,
        at=timezone.now(),
    )
    he = at_desk("he")
    he.get(reverse("desk:escalations"))
    with django_assert_max_num_queries(12):
        page = body(he.get(reverse("desk:escalations")))
    assert "问责建议" in page
    listed = body(at_desk("wu").get(reverse("desk:escalations")))
    assert "没有这样的措施" in listed
    (one,) = supervision.escalations(SYSTEM, at=timezone.now())
    he.post(reverse("desk:rung_verb", args=[one.id, "approve"]))
    assert supervision.escalation(SYSTEM, one.id, at=timezone.now()).status == "standing"
    assert at_desk("wu").get(reverse("desk:rung_word", args=[one.id])).status_code == 404


def form(**changed):
    today = timezone.localdate().isoformat()
    return {
        "leader": "何远",
        "post": "副市长",
        "source": "企业反映开办慢",
        "words": WORDS,
        "received_on": today,
        "reply_by": "2099-01-05",
        "units": ["990100-market"],
        "readers": ["he"],
        "scan": SimpleUploadedFile("批示.png", PNG, "image/png"),
    } | changed


def test_an_instruction_goes_from_paper_to_orders_to_the_reply(at_desk):
    shen = at_desk("shen")
    made = shen.post(reverse("desk:instruction_new"), form())
    page = body(shen.get(made.url))
    number = int(made.url.split("/")[-2])
    assert WORDS in page

    copied = {"unit-990100-market": f"落实：{WORDS}"}
    refused = shen.post(reverse("desk:instruction_verb", args=[number, "hand"]), copied)
    assert refused.status_code == 422
    assert "照抄" in body(refused)
    shen.post(
        reverse("desk:instruction_verb", args=[number, "hand"]),
        {"unit-990100-market": "提出压缩开办时间的办法"},
    )
    (task,) = supervision.instruction(person("shen"), number, at=timezone.now()).tasks
    ma = at_desk("ma")
    assert WORDS not in body(ma.get(reverse("desk:order", args=[task.ref])))
    ma.post(
        reverse("desk:verb", args=[task.ref, "complete_step"]),
        {"step": "answer", "result": "pass", "opinion": "已压缩到一天。"},
    )
    assert "已压缩到一天" in body(shen.get(made.url))
    waits = body(ma.get(reverse("desk:order", args=[task.ref])))
    for word in ("待确认", "待登记批示的沈正确认"):
        assert word in waits
    for word in ("已作决定", "不适用", "看批示件"):  # nobody has confirmed; he may not read it
        assert word not in waits
    page = body(shen.get(reverse("desk:order", args=[task.ref])))
    assert f'href="{made.url}#task-{task.ref}-h">到批示件页面确认办理情况' in page
    back = reverse("desk:instruction_verb", args=[number, "back"])
    assert "退回重新报送" in body(shen.get(made.url))
    leaks = shen.post(back, {"ref": task.ref, "words": f"再看看：{WORDS}"})
    assert leaks.status_code == 422
    assert "照抄" in body(leaks)
    shen.post(back, {"ref": task.ref, "words": "请写明是哪些网点"})
    assert "请写明是哪些网点" in body(ma.get(reverse("desk:order", args=[task.ref])))
    assert "确认办理情况" not in body(shen.get(made.url))
    ma.post(
        reverse("desk:verb", args=[task.ref, "complete_step"]),
        {"step": "answer", "result": "pass", "opinion": "东城等六个网点已压缩到一天。"},
    )
    assert "东城等六个网点已压缩到一天。</textarea>" in body(shen.get(made.url))
    shen.post(
        reverse("desk:instruction_verb", args=[number, "accept"]),
        {"ref": task.ref, "findings": "企业开办压缩到一天。"},
    )
    done = body(ma.get(reverse("desk:order", args=[task.ref])))
    assert "已作决定" in done
    assert "待确认" not in done
    assert "企业开办压缩到一天" not in done  # the words for the leader stay with the readers
    shen.post(
        reverse("desk:instruction_verb", args=[number, "reply"]),
        {"replied_on": timezone.localdate().isoformat(), "note": "呈报"},
    )
    assert "已回复" in body(shen.get(made.url))
    assert shen.get(reverse("desk:instruction_word", args=[number])).content[:2] == b"PK"


def person(username):
    return accounts.actor_of(accounts.user_of(username))


def test_the_office_writes_down_an_interview_and_not_the_units_answer(at_desk, order, shen, he):
    at = timezone.now()
    one = supervision.take(
        ref=order, rung="interview", skipped="多次催办未果", place="三楼",
        meet_at=at + timedelta(seconds=1), by=shen, at=at,
    )  # fmt: skip
    supervision.approve(escalation=one, by=he, at=at)
    office, held = at_desk("shen"), reverse("desk:rung_verb", args=[one, "held"])
    page = body(office.get(reverse("desk:order", args=[order])))
    assert "还没有登记约谈情况" in page
    form = {"held_on": timezone.localdate().isoformat(), "who": "", "words": "承诺整改"}
    assert office.post(held, form).status_code in (409, 422)
    office.post(held, form | {"who": "何远、马骏"})
    page = body(at_desk("ma").get(reverse("desk:order", args=[order])))
    for word in ("参加人员：何远、马骏", "承诺整改", "报送答复"):
        assert word in page
    assert held not in page
    page = body(office.get(reverse("desk:order", args=[order])))
    for word in ("更正约谈情况", 'value="何远、马骏"', form["held_on"]):
        assert word in page


def test_an_order_that_is_answered_and_not_met_says_what_is_missing(at_desk, order, shen):
    ma = at_desk("ma")
    ma.post(
        reverse("desk:verb", args=[order, "complete_step"]),
        {"step": "answer", "result": "pass", "opinion": "已安排加班办理。"},
    )
    supervision.climb(at=timezone.now(), by=shen)
    missing = "所列 4 件超期办件中还有 4 件没有办结"
    for who in ("ma", "shen"):
        page = body(at_desk(who).get(reverse("desk:orders")))
        assert "待达标" in page
        assert missing in page
        page = body(at_desk(who).get(reverse("desk:order", args=[order])))
        assert "待达标" in page
        assert "已作决定" not in page.split('id="acts-h"')[0].split("case-split")[0]
    assert "还没有达标" in body(ma.get(reverse("desk:inbox")))


def test_a_leader_gives_an_instruction_to_somebody_else(at_desk):
    made = at_desk("shen").post(reverse("desk:instruction_new"), form(readers=[]))
    number, fang = int(made.url.split("/")[-2]), at_desk("fang")
    keeper = reverse("desk:instruction_keeper", args=[number])
    assert fang.post(keeper, {"reason": "急"}).status_code == 404
    assert keeper not in body(fang.get(reverse("desk:instructions")))
    he = at_desk("he")
    page = body(he.get(reverse("desk:instructions")))
    assert "现由 沈正 办理" in page
    assert "企业反映开办慢" not in page
    refused = he.post(keeper, {"keeper": "fang", "reason": ""})
    assert refused.status_code == 422
    he.post(keeper, {"keeper": "fang", "reason": "登记人病休"})
    assert WORDS in body(fang.get(made.url))


def test_only_named_readers_find_the_instruction(at_desk):
    made = at_desk("shen").post(reverse("desk:instruction_new"), form())
    number = int(made.url.split("/")[-2])
    he, fang = at_desk("he"), at_desk("fang")
    assert he.get(made.url).status_code == 200
    assert he.get(reverse("desk:instruction_scan", args=[number])).content == PNG
    for name in ("instruction", "instruction_scan", "instruction_word"):
        assert fang.get(reverse(f"desk:{name}", args=[number])).status_code == 404
    assert "企业反映开办慢" not in body(fang.get(reverse("desk:instructions")))


def test_a_form_with_faults_keeps_what_was_typed(at_desk):
    shen = at_desk("shen")
    answer = shen.post(reverse("desk:instruction_new"), form(units=[], leader=""))
    assert answer.status_code == 422
    assert WORDS in body(answer)
    late = shen.post(reverse("desk:instruction_new"), form(reply_by="2020-01-01"))
    assert late.status_code == 422
    assert "早于" in body(late)


MOTION = {
    "number": "青提〔2026〕012",
    "title": "关于压缩抵押登记时间的提案",
    "kind": "cppcc",
    "members": "白杨，江月",
    "body": "建议银行网点一站办理。",
    "leads": ["990100-market"],
    "co": ["990100-housing"],
}


def test_a_motion_is_handed_over_drafted_and_judged(at_desk):
    shen, ma = at_desk("shen"), at_desk("ma")
    made = shen.post(
        reverse("desk:motion_new"), MOTION | {"handed_on": timezone.localdate().isoformat()}
    )
    number = int(made.url.split("/")[-2])
    found = supervision.motion(person("shen"), number, at=timezone.now())
    assert found.members == ("白杨", "江月")
    lead = found.leads[0]
    assert ma.get(reverse("desk:case", args=[lead.ref])).status_code == 200

    waive = reverse("desk:motion_waive", args=[number, found.shares[1].id])
    assert "请写明不再等待" in body(ma.post(waive, {"reason": ""}, follow=True))
    assert "不再等待会办意见：已电话说明" in body(
        ma.post(waive, {"reason": "已电话说明"}, follow=True)
    )
    for step in ("joint", "contact", "draft"):
        ma.post(
            reverse("desk:verb", args=[lead.ref, "complete_step"]),
            {"step": step, "result": "pass", "opinion": "已在六个网点设点。"},
        )
    assert made.url in body(shen.get(reverse("desk:case", args=[lead.ref])))
    check = reverse("desk:motion_check", args=[number, lead.id])
    assert "核稿并分类" in body(shen.get(made.url))
    assert shen.post(check, {"passed": "yes"}).status_code == 422
    assert "B类" in body(shen.post(check, {"passed": "yes", "grade": "B"}, follow=True))
    page = body(shen.get(made.url))
    assert "记录代表委员的意见" in page
    said = {"work": "good", "result": "bad", "said_on": timezone.localdate().isoformat()}
    address = reverse("desk:motion_opinion", args=[number, lead.id])
    wrong = shen.post(address, said)
    assert wrong.status_code == 422
    redone = body(shen.post(address, said | {"words": "没有时间表"}, follow=True))
    assert "意见已记录，已退回承办单位重办。" in redone
    assert "已退回重办" in body(shen.get(made.url))
    assert ma.get(reverse("desk:motion_word", args=[number, lead.id])).content[:2] == b"PK"
    assert shen.get(reverse("desk:motions_export")).content[:2] == b"PK"
    assert at_desk("wu").get(made.url).status_code == 404


def handed(desk):
    """A joint motion, handed over today: its number, its lead and its co-handler."""
    made = desk.post(
        reverse("desk:motion_new"), MOTION | {"handed_on": timezone.localdate().isoformat()}
    )
    number = int(made.url.split("/")[-2])
    return (number, *supervision.motion(person("shen"), number, at=timezone.now()).shares)


def test_an_opinion_is_given_by_one_press_and_read_by_the_lead_on_the_motion(at_desk):
    shen, ma, gao = at_desk("shen"), at_desk("ma"), at_desk("gao")
    number, lead, other = handed(shen)
    case = reverse("desk:case", args=[other.ref])
    sent = gao.post(
        reverse("desk:verb", args=[other.ref, "complete_step"]),
        {"step": "opine", "opinion": "网签数据可以共享。"},
        follow=True,
    )
    page = body(sent)
    assert "会办意见已送主办单位，并已通知" in page
    for word in ("行政许可", "救济途径", "通知申请人", 'name="outcome"'):
        assert word not in page
    motion = body(ma.get(reverse("desk:motion", args=[number])))
    assert "网签数据可以共享。" in motion
    assert case not in motion  # the case itself is not the lead's to see
    assert reverse("desk:case", args=[lead.ref]) in motion
    assert "家同时办" not in body(ma.get(reverse("desk:case", args=[lead.ref])))


def test_who_classes_a_reply_reads_it_there_and_who_redoes_it_sees_why(at_desk):
    shen, ma = at_desk("shen"), at_desk("ma")
    number, lead, other = handed(shen)
    shen.post(reverse("desk:motion_waive", args=[number, other.id]), {"reason": "已电话说明"})
    for step in ("joint", "contact", "draft"):
        ma.post(
            reverse("desk:verb", args=[lead.ref, "complete_step"]),
            {"step": step, "result": "pass", "opinion": "已在六个网点设点。"},
        )
    address = reverse("desk:motion", args=[number])
    assert "已在六个网点设点。" in body(shen.get(address))
    shen.post(reverse("desk:motion_check", args=[number, lead.id]), {"passed": "yes", "grade": "B"})
    shen.post(
        reverse("desk:motion_opinion", args=[number, lead.id]),
        {
            "work": "good", "result": "bad", "words": "没有时间表",
            "said_on": timezone.localdate().isoformat(),
        },
    )  # fmt: skip
    page = body(ma.get(address))
    assert "没有时间表" in page
    assert "代表委员不满意：请于" in page


def test_a_reason_that_was_not_accepted_stands_in_its_form(at_desk):
    shen = at_desk("shen")
    number, _, other = handed(shen)
    waive = reverse("desk:motion_waive", args=[number, other.id])
    long = "会办单位来函说明没有意见。" * 50
    refused = shen.post(waive, {"reason": long})
    assert refused.status_code == 422
    assert f">\n{long}</textarea>" in body(refused)
    assert f'action="{waive}"' in body(refused)


def test_what_was_typed_for_one_verb_is_not_sent_as_another(at_desk):
    """Two people at one draft: the second one's check comes after the first one's."""
    shen, ma = at_desk("shen"), at_desk("ma")
    number, lead, other = handed(shen)
    shen.post(reverse("desk:motion_waive", args=[number, other.id]), {"reason": "已电话说明"})
    for step in ("joint", "contact", "draft"):
        ma.post(
            reverse("desk:verb", args=[lead.ref, "complete_step"]),
            {"step": step, "result": "pass", "opinion": "已设点。"},
        )
    check = reverse("desk:motion_check", args=[number, lead.id])
    shen.post(check, {"passed": "yes", "grade": "B"})
    late = shen.post(check, {"passed": "no", "words": "请补充时间表"})
    page = body(late)
    assert late.status_code == 422
    assert "请补充时间表" in page
    assert "您刚才写的内容" in page
    assert f'action="{check}"' not in page
    opinion = page.split(reverse("desk:motion_opinion", args=[number, lead.id]))[1]
    assert 'name="said_on"' in opinion
    assert 'name="passed"' not in page


def test_motions_are_listed_without_a_query_for_each(at_desk, shen, django_assert_max_num_queries):
    for number in range(4):
        supervision.hand_over_motion(
            number=f"{number}号",
            title="提案",
            kind="cppcc",
            members=["白杨"],
            body="建议",
            leads=["990100-market"],
            handed_on=timezone.localdate(),
            by=shen,
            at=timezone.now(),
        )
    desk = at_desk("shen")
    desk.get(reverse("desk:motions"))
    with django_assert_max_num_queries(14):
        assert "3号" in body(desk.get(reverse("desk:motions")))
