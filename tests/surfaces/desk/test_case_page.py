"""One case at the desk: every verb is one post; nothing typed is lost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.licences import service as licences


def page_of(ref: str) -> str:
    return reverse("desk:case", args=[ref])


def do(client, ref: str, verb: str, **typed):
    return client.post(reverse("desk:verb", args=[ref, verb]), typed)


def test_it_shows_form_steps_clock_and_timeline(at_desk, accepted):
    page = at_desk("zhou").get(page_of(accepted.ref)).content.decode()
    for words in ("青岚市明禾餐饮有限公司", "核准登记、生成营业执照", "5 家同时办", "前办结，因为"):
        assert words in page
    event = cases.timeline(_zhou(), accepted.ref)[-1]
    assert event.hash[:24] in page


def _zhou():
    from yingshang.city.accounts import service as accounts

    return accounts.actor_of(accounts.user_of("zhou"))


def test_another_unit_does_not_see_it(at_desk, accepted):
    deng = at_desk("deng")
    assert deng.get(page_of(accepted.ref)).status_code == 404
    assert do(deng, accepted.ref, "note", text="看看").status_code == 404
    assert deng.get(reverse("desk:receipt", args=[accepted.ref])).status_code == 404


def test_the_paper_of_the_counter_carries_a_code_that_proves_the_acceptance(
    at_desk, accepted, client, settings, tmp_path
):
    settings.SIGNING = tmp_path / "keys"
    page = at_desk("zhou").get(reverse("desk:receipt", args=[accepted.ref])).content.decode()
    assert "手机扫这个码" in page
    seq = next(e.seq for e in cases.timeline(_zhou(), accepted.ref) if e.name == "accepted")
    code = cases.receipt_token(_zhou(), accepted.ref, seq)
    address = f"http://testserver/verify/receipt/?r={code}"
    assert str(licences.qr_svg(address)) in page
    verdict = client.get(address).content.decode()
    assert "回执是真的" in verdict
    assert "受理" in verdict


def test_it_takes_few_queries(at_desk, accepted, django_assert_max_num_queries):
    zhou = at_desk("zhou")
    zhou.get(page_of(accepted.ref))
    with django_assert_max_num_queries(40):
        zhou.get(page_of(accepted.ref))


# --- verbs ----------------------------------------------------------------------------------


def test_accepting(at_desk, filed):
    answer = do(at_desk("zhou"), filed.ref, "accept", seq=filed.seq)
    assert answer.status_code == 302
    assert cases.case_for(_zhou(), filed.ref).state == "accepted"


def test_one_correction_with_the_whole_list(at_desk, filed_today):
    answer = do(
        at_desk("zhou"),
        filed_today.ref,
        "ask_correction",
        seq=filed_today.seq,
        missing=["住所使用证明"],
        more="租赁合同缺出租人签字\n\n法定代表人电话打不通",
    )
    assert answer.status_code == 302
    case = cases.case_for(_zhou(), filed_today.ref)
    assert case.state == "correcting"
    assert case.correction_items == (
        "住所使用证明",
        "租赁合同缺出租人签字",
        "法定代表人电话打不通",
    )


def test_an_empty_correction_is_asked_again(at_desk, filed):
    answer = do(at_desk("zhou"), filed.ref, "ask_correction", seq=filed.seq, more=" ")
    assert answer.status_code == 422
    assert "请勾选或写明要补正的内容" in answer.content.decode()


def test_missing_papers_are_brought_to_the_counter(at_desk, filed_today):
    zhou = at_desk("zhou")
    do(
        zhou,
        filed_today.ref,
        "ask_correction",
        seq=filed_today.seq,
        more="章程缺股东签字\n租赁合同缺页",
    )
    page = zhou.get(page_of(filed_today.ref)).content.decode()
    names = [part.split('"')[0] for part in page.split('name="got-')[1:]]
    assert len(names) == 2
    half = do(zhou, filed_today.ref, "supply", **{f"got-{names[0]}": "on"})
    assert half.status_code == 422
    assert "还没有核验" in half.content.decode()
    whole = do(zhou, filed_today.ref, "supply", **{f"got-{name}": "on" for name in names})
    assert whole.status_code == 302
    assert cases.case_for(_zhou(), filed_today.ref).state == "submitted"


def test_a_step_is_done_by_its_unit(at_desk, accepted, ma):
    answer = do(
        at_desk("ma"), accepted.ref, "complete_step", step="register", result="pass", opinion="可以"
    )
    assert answer.status_code == 302
    steps = {s.code: s for s in cases.case_for(ma, accepted.ref).steps}
    assert steps["register"].result == "pass"
    assert steps["tax"].state == "open"


def test_another_units_step_is_refused(at_desk, accepted, ma):
    """Tax sees the case (its step will come), but the registration is not its own."""
    answer = do(
        at_desk("wu"), accepted.ref, "complete_step", step="register", result="pass", opinion="我来"
    )
    assert answer.status_code == 409
    assert "我来" in answer.content.decode()
    assert {s.code: s.state for s in cases.case_for(ma, accepted.ref).steps}["register"] == "open"


def test_failing_without_an_opinion_is_refused_in_words(at_desk, accepted):
    answer = do(
        at_desk("ma"), accepted.ref, "complete_step", step="register", result="fail", opinion=""
    )
    assert answer.status_code == 409
    assert "不通过必须写明意见" in answer.content.decode()


def test_pausing_and_resuming(at_desk, accepted, ma):
    client = at_desk("ma")
    typed = {"kind": "expert-review", "reason": "专家评审五天", "basis": "行政许可法第四十五条"}
    untold = do(client, accepted.ref, "pause", seq=accepted.seq, **typed)
    assert untold.status_code == 422
    assert "所需时间要书面告知申请人" in untold.content.decode()
    typed |= {"expected": "5", "notice": "告知〔2026〕3号", "counterpart": "专家组"}
    answer = do(client, accepted.ref, "pause", seq=accepted.seq, **typed)
    assert answer.status_code == 302
    paused = cases.case_for(ma, accepted.ref)
    assert paused.paused_at is not None
    page = client.get(page_of(accepted.ref)).content.decode()
    assert "专家评审五天" in page
    assert "恢复计时" in page
    assert "书面告知需 5个工作日" in page
    assert "告知〔2026〕3号" in page
    assert do(client, accepted.ref, "resume", seq=paused.seq).status_code == 302


def test_extending_is_approved_by_name(at_desk, filed_today, zhou):
    accepted = cases.accept(ref=filed_today.ref, by=zhou, at=timezone.now())
    client = at_desk("ma")
    answer = do(client, accepted.ref, "extend", seq=accepted.seq, workdays="3", reason="情形复杂")
    assert answer.status_code == 422
    assert "请写明批准人" in answer.content.decode()
    assert "情形复杂" in answer.content.decode()
    typed = {"workdays": "3", "reason": "情形复杂", "approver": "马局长"}
    assert do(client, accepted.ref, "extend", seq=accepted.seq, **typed).status_code == 302


def test_unknown_verbs_are_not_there(at_desk, filed):
    assert do(at_desk("zhou"), filed.ref, "issue-licence").status_code == 404
    assert do(at_desk("zhou"), filed.ref, "bulk").status_code == 404


# --- a tab that was left open -----------------------------------------------------------------


def test_a_stale_tab_gets_the_sentence_and_keeps_the_words(at_desk, filed):
    zhou = at_desk("zhou")
    do(zhou, filed.ref, "note", seq=filed.seq, text="申请人来电询问")
    answer = do(
        zhou,
        filed.ref,
        "refuse",
        seq=filed.seq,
        kind="not-ours",
        body="邻市市场监管局",
        reason="住所不在本市辖区，请向邻市申请",
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "没有办成" in page
    assert "住所不在本市辖区，请向邻市申请" in page
    fresh = cases.case_for(_zhou(), filed.ref)
    assert fresh.state == "submitted"
    assert f'name="seq" value="{fresh.seq}"' in page


def test_words_stay_even_when_the_verb_is_gone(at_desk, filed, zhou, now):
    """A colleague accepted meanwhile: refusing is no longer offered, the reason can be copied."""
    cases.accept(ref=filed.ref, by=zhou, at=now)
    answer = do(
        at_desk("zhou"), filed.ref, "refuse", seq=filed.seq, kind="false", reason="材料是别人的"
    )
    assert answer.status_code == 409
    assert "材料是别人的" in answer.content.decode()
    assert "您刚才写的内容" in answer.content.decode()


def test_two_reviewers_deciding_at_once(at_desk, accepted):
    first, second = at_desk("ma"), at_desk("ma")
    typed = {"step": "register", "result": "pass", "opinion": "同意"}
    assert do(first, accepted.ref, "complete_step", **typed).status_code == 302
    answer = do(second, accepted.ref, "complete_step", **typed)
    assert answer.status_code == 409
    assert "已经办结" in answer.content.decode()


# --- personal data ------------------------------------------------------------------------------


def test_personal_data_is_masked_until_asked_for(at_desk, accepted):
    page = at_desk("zhou").get(page_of(accepted.ref)).content.decode()
    assert "110105199005120022" not in page
    assert "13800000001" not in page
    assert audit.records(obj=accepted.ref) == []


def test_looking_is_recorded(at_desk, accepted):
    answer = at_desk("zhou").post(reverse("desk:reveal", args=[accepted.ref]))
    assert "110105199005120022" in answer.content.decode()
    record = next(r for r in audit.records(obj=accepted.ref) if r.action == "reveal")
    assert record.by == "zhou"
    assert "legal_person_id" in record.detail["fields"]


def test_an_overseer_says_what_for(at_desk, accepted):
    shen, address = at_desk("shen"), reverse("desk:reveal", args=[accepted.ref])
    refused = shen.post(address, {"reason": " "})
    assert refused.status_code == 409
    assert "110105199005120022" not in refused.content.decode()
    shown = shen.post(address, {"reason": "核实投诉"})
    assert "110105199005120022" in shown.content.decode()
    record = next(r for r in audit.records(obj=accepted.ref) if r.action == "reveal")
    assert "用途：核实投诉" in record.detail["fields"]


def test_those_without_the_case_reveal_nothing(at_desk, accepted):
    answer = at_desk("deng").post(reverse("desk:reveal", args=[accepted.ref]))
    assert answer.status_code == 404


@pytest.mark.parametrize("state", ["filed", "accepted"])
def test_the_receipt_tells_when(at_desk, request, state):
    case = request.getfixturevalue(state)
    page = at_desk("zhou").get(reverse("desk:receipt", args=[case.ref])).content.decode()
    assert case.ref in page
    assert ("前办完" if state == "accepted" else "前答复是否受理") in page


def test_before_acceptance_it_is_a_receipt_of_filing_and_fiction_is_marked(at_desk, filed):
    browser = at_desk("zhou")
    case = browser.get(reverse("desk:case", args=[filed.ref])).content.decode()
    paper = browser.get(reverse("desk:receipt", args=[filed.ref])).content.decode()

    assert "收件凭证" in case
    assert "受理凭证" not in case
    assert "租赁合同或产权证明" in case, "what is missing is explained beside it"
    assert "mark-sample" in paper, "the sheet is printed and carried out of the demo"


def test_a_certificate_that_no_longer_holds_says_so(at_desk, accepted, shen, now):
    for step in cases.case_for(SYSTEM, accepted.ref).steps:
        cases.complete_step(ref=accepted.ref, step=step.code, by=SYSTEM, at=now)
    cases.decide(ref=accepted.ref, outcome="granted", by=SYSTEM, at=now)
    cases.reopen(ref=accepted.ref, kind="judgment", ground="1号", by=shen, at=now)
    number = cases.case_for(SYSTEM, accepted.ref).licence.number
    page = at_desk("ma").get(page_of(accepted.ref)).content.decode()
    assert "已撤销" in page[page.index(number) : page.index(number) + 80]
