"""A leader's instruction: seen by named readers, handed to units without its words, replied to."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from loop_sample import day

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Refusal as NotEnded
from yingshang.city.accounts.models import User
from yingshang.city.accounts.service import NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.notify import service as notify
from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.instructions import acting
from yingshang.city.supervision.instructions._likeness import copies
from yingshang.city.supervision.instructions.tables import Instruction
from yingshang.city.supervision.kinds import Refusal

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
WORDS = "请自然资源局牵头，三日内拿出压缩抵押登记时间的办法。"


def keep(by, **changed):
    given = {
        "leader": "何远",
        "post": "副市长",
        "source": "企业反映抵押登记慢的情况",
        "words": WORDS,
        "received_on": date(2026, 3, 2),
        "reply_by": date(2026, 3, 13),
        "units": ["990100-land", "990100-housing"],
        "scan": ("批示.png", PNG),
        "at": day(3, 2),
    }
    return supervision.register_instruction(**(given | changed), by=by)


@pytest.fixture
def kept(city, shen, fang):
    return keep(shen, readers=[fang.id])


DEMANDS = {"990100-land": "提出压缩抵押登记时间的办法。", "990100-housing": "配合提供网签数据。"}


def test_only_the_registrar_and_named_readers_see_it(kept, shen, fang, he, deng, lin):
    for actor in (shen, fang):
        assert supervision.instruction(actor, kept, at=day(3, 2)).words == WORDS
    for actor in (he, deng, lin):
        assert supervision.instructions(actor, at=day(3, 2)) == []
        for look in (supervision.instruction, supervision.scan):
            with pytest.raises(NotVisible):
                look(actor, kept, at=day(3, 2))
        with pytest.raises(NotVisible):
            supervision.reply_docx(actor, kept, at=day(3, 2))


def test_every_look_at_the_words_is_on_record(kept, shen, fang):
    supervision.instruction(fang, kept, at=day(3, 3))
    supervision.scan(shen, kept, at=day(3, 4))
    audit.take_in_reads()
    looks = audit.reads_of(obj=f"instruction/{kept}")
    assert [(one.by, one.page) for one in looks] == [
        (shen.id, "instruction-scan"),
        (fang.id, "instruction"),
    ]


def test_the_orders_do_not_repeat_the_words(kept, shen, deng):
    with pytest.raises(Refusal, match="照抄"):
        supervision.hand_out(
            instruction=kept, demands={"990100-land": f"办理：{WORDS}"}, by=shen, at=day(3, 2)
        )
    refs = supervision.hand_out(instruction=kept, demands=DEMANDS, by=shen, at=day(3, 2))

    assert len(refs) == 2
    seen = supervision.order(deng, refs[0], at=day(3, 2))
    paper = Document(BytesIO(supervision.order_docx(by=deng, ref=refs[0], at=day(3, 2))))
    told = [m.title + m.body for m in notify.inbox(["unit:990100-land"])]
    everything = "\n".join(
        [str(seen), str(cases.case_for(deng, refs[0], at=day(3, 2)).form), *told]
        + [p.text for p in paper.paragraphs]
    )
    assert "三日内" not in everything
    assert seen.due_on == date(2026, 3, 13)


def test_a_unit_is_asked_once_and_only_if_it_is_named(kept, shen):
    supervision.hand_out(instruction=kept, demands=DEMANDS, by=shen, at=day(3, 2))
    with pytest.raises(Refusal, match="重复交办"):
        supervision.hand_out(instruction=kept, demands=DEMANDS, by=shen, at=day(3, 2))
    with pytest.raises(Refusal, match="没有点名"):
        supervision.hand_out(
            instruction=kept, demands={"990100-tax": "配合"}, by=shen, at=day(3, 2)
        )


def test_it_closes_on_accepted_answers_and_its_reply_leaves_as_a_draft(kept, shen, deng):
    first, second = supervision.hand_out(instruction=kept, demands=DEMANDS, by=shen, at=day(3, 2))
    with pytest.raises(Refusal, match="还没有报送"):
        supervision.accept_answer(ref=first, findings="已办", by=shen, at=day(3, 3))
    assert not supervision.closing_check(shen, first, at=day(3, 3)).met
    assert not supervision.closing_check(shen, first, at=day(3, 3)).waits
    cases.complete_step(
        ref=first, step="answer", opinion="抵押登记压缩到1个工作日。", by=deng, at=day(3, 5)
    )
    assert supervision.closing_check(shen, first, at=day(3, 5)).waits
    case = cases.case_for(shen, first)
    assert (case.state, case.holder_unit.unit) == ("accepted", "990100-office")
    with pytest.raises(Refusal, match="批示件页面"):
        cases.complete_step(ref=first, step="verify", opinion="好", by=shen, at=day(3, 5))
    with pytest.raises(Refusal, match="没有确认"):
        supervision.reply(
            instruction=kept, replied_on=date(2026, 3, 6), note="", by=shen, at=day(3, 6)
        )
    supervision.accept_answer(
        ref=first, findings="市自然资源局已将抵押登记压缩到1个工作日。", by=shen, at=day(3, 6)
    )
    assert supervision.closing_check(shen, first, at=day(3, 6)).met
    told = cases.timeline(deng, first)
    assert next(one for one in told if one.name == "decided").by_name == "沈正"
    (answered, *_) = supervision.instruction(shen, kept, at=day(3, 6)).tasks
    assert answered.answers == ("抵押登记压缩到1个工作日。",)

    draft = Document(BytesIO(supervision.reply_docx(shen, kept, at=day(3, 6))))
    text = "\n".join(p.text for p in draft.paragraphs)
    assert WORDS in text
    assert "压缩到1个工作日" in text
    assert f"督办单 {second}" in text


def test_an_answer_goes_back_with_what_is_missing_and_none_of_the_leaders_words(
    kept, shen, fang, he, deng
):
    ref, _other = supervision.hand_out(instruction=kept, demands=DEMANDS, by=shen, at=day(3, 2))
    given = {"ref": ref, "by": shen, "at": day(3, 6)}
    with pytest.raises(Refusal, match="还没有报送"):
        supervision.return_answer(**given, words="太简略")
    cases.complete_step(ref=ref, step="answer", opinion="正在研究。", by=deng, at=day(3, 5))
    with pytest.raises(Refusal, match="照抄"):
        supervision.return_answer(**given, words=f"不合要求：{WORDS}")
    with pytest.raises(NotVisible):
        supervision.return_answer(**(given | {"by": he}), words="太简略")
    supervision.return_answer(**given, words="请写明何时办成。")
    assert cases.case_for(deng, ref).holder_unit.unit == "990100-land"
    assert "已退回：请写明何时办成" in notify.inbox(["unit:990100-land"])[0].title
    (land, _housing) = supervision.instruction(shen, kept, at=day(3, 6)).tasks
    assert (land.answered, land.answers) == (False, ("正在研究。",))
    with pytest.raises(Refusal, match="还没有报送"):
        supervision.accept_answer(ref=ref, findings="已办", by=shen, at=day(3, 6))
    cases.complete_step(ref=ref, step="answer", opinion="三月底办成。", by=deng, at=day(3, 9))
    supervision.accept_answer(ref=ref, findings="三月底办成。", by=fang, at=day(3, 9))
    assert cases.case_for(deng, ref).state == "decided"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"words": " "}, "批示原文"),
        ({"units": []}, "至少一个"),
        ({"units": ["990200-land"]}, "不是本市"),
        ({"readers": ["nobody"]}, "不是本市工作人员"),
        ({"reply_by": date(2026, 2, 1)}, "早于"),
        ({"received_on": date(2026, 4, 1), "reply_by": date(2026, 4, 9)}, "今天之后"),
        ({"scan": ("批示.png", b"MZ not a picture")}, "不符"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(city, shen, changed, sentence):
    with pytest.raises(Refusal, match=sentence):
        keep(shen, **changed)
    assert not Instruction.objects.exists()


def test_readers_may_be_named_later_and_left_out_again(kept, shen, he, fang):
    supervision.name_readers(instruction=kept, readers=[he.id], by=shen, at=day(3, 3))
    assert supervision.instruction(he, kept, at=day(3, 3)).row.leader == "何远"
    with pytest.raises(NotVisible):
        supervision.instruction(fang, kept, at=day(3, 3))
    with pytest.raises(Refusal, match="可以查看"):
        supervision.name_readers(instruction=kept, readers=[], by=he, at=day(3, 3))


def test_the_watch_raises_no_instruction_by_itself(city, shen):
    supervision.watch(at=day(3, 2), by=shen)
    assert not [w for w in supervision.warnings(shen) if w.kind == "instruction"]


def test_an_applicant_is_no_reader_of_an_instruction(kept, shen, fang, lin):
    assert lin.id not in {one.id for one in accounts.actors(region=shen.region)}
    with pytest.raises(Refusal, match="工作人员"):
        keep(shen, readers=[fang.id, lin.id])
    with pytest.raises(Refusal, match="工作人员"):
        supervision.name_readers(instruction=kept, readers=[lin.id], by=shen, at=day(3, 2))


def test_words_that_are_anybodys_are_no_copy():
    assert not copies("请阅。", "请阅办本件，三日内报送压缩抵押登记时间的办法")
    assert copies("请自然资源局抓紧办理。", "市领导批示：请自然资源局抓紧办理")


@pytest.mark.parametrize(
    "copied",
    [
        "请自然资源局牵头，三日内拿出压缩抵押登记时间的办法",  # without its full stop
        "请自然资源局牵头，\r\n三日内拿出压缩抵押登记时间的办法。",
        "按领导要求：请自然资源局牵头 三日内拿出压缩抵押登记时间的办法，务必落实。",
    ],
)
def test_a_copy_with_other_marks_and_breaks_is_a_copy(kept, shen, copied):
    with pytest.raises(Refusal, match="照抄"):
        supervision.hand_out(
            instruction=kept, demands={"990100-land": copied}, by=shen, at=day(3, 2)
        )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("要快", "：“要快”。现将"),
        ("要快。", "：“要快。”现将"),
        ("按“三张清单”办", "：“按‘三张清单’办”。现将"),
    ],
)
def test_what_was_said_ends_with_a_stop_and_the_office_signs_in_full(city, shen, words, told):
    data = supervision.reply_docx(shen, keep(shen, words=words), at=day(3, 3))
    text = "\n".join(p.text for p in Document(BytesIO(data)).paragraphs)
    assert told in text
    assert "青岚市人民政府办公室" in text


def test_the_report_to_the_leader_names_a_signer_and_leaves_its_own_number_open(kept, shen):
    data = supervision.reply_docx(shen, kept, at=day(3, 3))
    text = "\n".join(p.text for p in Document(BytesIO(data)).paragraphs)
    assert "签发人：" in text
    assert supervision.instruction(shen, kept, at=day(3, 3)).row.number not in text


def test_a_reopened_order_is_answered_and_confirmed_anew(kept, shen, fang, deng):
    ref, _other = supervision.hand_out(instruction=kept, demands=DEMANDS, by=shen, at=day(3, 2))
    cases.complete_step(ref=ref, step="answer", opinion="已压缩。", by=deng, at=day(3, 4))
    supervision.accept_answer(ref=ref, findings="已压缩。", by=fang, at=day(3, 5))
    cases.reopen(
        ref=ref, kind="inspection", ground="督查发现反弹", until=day(3, 20), by=shen, at=day(3, 9)
    )
    (land, _housing) = supervision.instruction(shen, kept, at=day(3, 9)).tasks
    assert (land.accepted_at, land.accepted_by, land.answered) == (None, "", False)
    assert not supervision.closing_check(shen, ref, at=day(3, 9)).met
    for again in (day(3, 10), day(3, 12)):
        cases.complete_step(ref=ref, step="answer", opinion="再次压缩。", by=deng, at=again)
        if again == day(3, 10):
            supervision.return_answer(ref=ref, words="请附数据。", by=shen, at=day(3, 11))
    supervision.accept_answer(ref=ref, findings="再次压缩。", by=shen, at=day(3, 13))
    assert cases.case_for(shen, ref).state == "decided"
    (was,) = [one for one in audit.records(obj=f"instruction/{kept}") if "unsaid" in one.action]
    assert (was.by_name, was.detail["by"], was.detail["findings"]) == ("沈正", "方宁", "已压缩。")


def test_of_two_keepers_the_first_confirms(kept, shen, fang, deng, monkeypatch):
    ref, _other = supervision.hand_out(instruction=kept, demands=DEMANDS, by=shen, at=day(3, 2))
    cases.complete_step(ref=ref, step="answer", opinion="已压缩。", by=deng, at=day(3, 4))
    waited = acting.fetch_to_keep

    def other_first(by, instruction):
        monkeypatch.setattr(acting, "fetch_to_keep", waited)
        supervision.accept_answer(ref=ref, findings="方的话", by=fang, at=day(3, 5))
        return waited(by, instruction)

    monkeypatch.setattr(acting, "fetch_to_keep", other_first)
    with pytest.raises(Refusal, match="方宁已经确认过"):
        supervision.accept_answer(ref=ref, findings="沈的话", by=shen, at=day(3, 5))


def test_the_report_names_the_unit_that_has_the_order_now(kept, shen, deng):
    demands = {"990100-land": DEMANDS["990100-land"]}
    (ref,) = supervision.hand_out(instruction=kept, demands=demands, by=shen, at=day(3, 2))
    cases.return_assignment(
        ref=ref, reason="不属本局", duties="三定第二条", by=deng, at=day(3, 3, 9)
    )
    cases.rule_return(
        ref=ref, upheld=True, unit="990100-market", reason="属市场监管", by=shen, at=day(3, 3, 15)
    )
    found = supervision.instruction(shen, kept, at=day(3, 4))
    assert [one.unit for one in found.tasks] == ["990100-market"]
    assert [code for code, _name in found.waiting] == ["990100-housing"]
    data = supervision.reply_docx(shen, kept, at=day(3, 4))
    text = "\n".join(p.text for p in Document(BytesIO(data)).paragraphs)
    assert "市市场监督管理局" in text
    assert "市自然资源局\n" not in text


@pytest.fixture
def left(kept, shen, fang, he, deng):
    """Answered by the bureau; then the registrar and the other who kept it leave the house. He Yuan
    may read it, and keeps nothing."""
    supervision.name_readers(instruction=kept, readers=[fang.id, he.id], by=shen, at=day(3, 2))
    demands = {"990100-land": DEMANDS["990100-land"]}
    (ref,) = supervision.hand_out(instruction=kept, demands=demands, by=shen, at=day(3, 2))
    cases.complete_step(ref=ref, step="answer", opinion="已压缩。", by=deng, at=day(3, 4))
    User.objects.filter(username__in=[shen.id, fang.id]).update(is_active=False)
    return ref


@pytest.fixture
def xu(city):
    """Another supervisor of the city, who has read none of it."""
    user = User.objects.create(
        username="xu", label="许清", role="supervisor", region_id=city, unit_id="990100-office"
    )
    return accounts.actor_of(user)


def test_who_takes_up_an_instruction_that_nobody_keeps_confirms_it_on_record(kept, left, he, xu):
    assert "登记批示的沈正已不在岗" in supervision.closing_check(xu, left, at=day(3, 5)).sentence
    (one,) = supervision.instructions_to_hand_on(xu)
    assert (one.id, one.registered_name, one.keepers) == (kept, "沈正", ())
    with pytest.raises(Refusal, match="为什么"):
        supervision.take_over_instruction(instruction=kept, reason=" ", by=xu, at=day(3, 5))
    supervision.take_over_instruction(instruction=kept, reason="登记人调离", by=xu, at=day(3, 5))
    assert "办理这件批示的许清" in supervision.closing_check(xu, left, at=day(3, 5)).sentence
    supervision.accept_answer(ref=left, findings="已压缩。", by=xu, at=day(3, 5))
    assert cases.case_for(xu, left).state == "decided"
    assert supervision.instructions_to_hand_on(xu) == []  # it has a keeper again: himself

    records = audit.records(obj=f"instruction/{kept}")
    (was,) = [one for one in records if one.action == "instruction.take-over"]
    assert (was.by_name, was.detail["reason"], was.detail["registrar"]) == (
        "许清", "登记人调离", "沈正",
    )  # fmt: skip
    assert "由许清接办" in notify.inbox([f"user:{he.id}"])[0].title


def test_nobody_takes_up_what_somebody_keeps(kept, left, fang, xu, deng):
    User.objects.filter(username=fang.id).update(is_active=True)
    assert supervision.instructions_to_hand_on(xu) == []
    for actor in (xu, deng):
        with pytest.raises(NotVisible):
            supervision.take_over_instruction(instruction=kept, reason="急", by=actor, at=day(3, 5))
    assert supervision.instructions(xu, at=day(3, 5)) == []


def test_a_leader_names_who_keeps_an_instruction_and_the_keepers_are_told(
    kept, shen, fang, he, xu, deng
):
    def name(keeper):
        supervision.take_over_instruction(
            instruction=kept, keeper=keeper, reason="登记人长期病休", by=he, at=day(3, 5)
        )

    (one,) = supervision.instructions_to_hand_on(he)
    assert one.keepers == ("沈正", "方宁")
    for wrong in (deng.id, he.id, "nobody"):
        with pytest.raises(Refusal, match="由哪位督办人员"):
            name(wrong)
    with pytest.raises(Refusal, match="方宁已经在办"):
        name(fang.id)
    name(xu.id)
    assert supervision.instruction(xu, kept, at=day(3, 5)).may_keep
    for told in (shen, xu):
        assert "由许清接办" in notify.inbox([f"user:{told.id}"])[0].title
    assert supervision.instructions(he, at=day(3, 5)) == []  # naming is not reading


def test_a_leader_of_another_city_names_nobody(kept, he, xu):
    elsewhere = replace(he, region="990200")
    assert supervision.instructions_to_hand_on(elsewhere) == []
    with pytest.raises(NotVisible):
        supervision.take_over_instruction(
            instruction=kept, keeper=xu.id, reason="急", by=elsewhere, at=day(3, 5)
        )


def test_a_unit_that_an_instruction_still_waits_to_be_handed_to_is_not_ended(city, shen, fang):
    said = {"region": city, "printed": "", "name": "市河湖事务中心", "kind": "institution"}
    unit = plans.register_unit(**said, by=shen, at=day(3, 1))
    kept = keep(shen, readers=[fang.id], units=[unit])
    end = {"unit": unit, "on": date(2026, 3, 2), "basis": "x", "successor": "990100-data"}
    with pytest.raises(NotEnded, match="1 项点名它、还没有交办的批示") as refused:
        accounts.end_unit(**end, by=shen, at=day(3, 3))
    assert WORDS not in refused.value.sentence
    supervision.hand_out(instruction=kept, demands={unit: "办"}, by=shen, at=day(3, 4))
    (held,) = accounts.holdings(accounts.unit(unit), at=day(3, 4))
    assert held.cases
