"""Before an evaluation: asked, given, ruled on by another; a weak leaf is ordered once."""

import zipfile
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from yingshang.city.audit import service as audit
from yingshang.city.notify import service as notify
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.kinds import Refusal

PDF = b"%PDF-1.4\n%%EOF\n"


def text(response):
    return response.content.decode()


@pytest.fixture
def made(shen):
    due = timezone.localdate() + timedelta(days=5)
    return supervision.open_evaluation(
        tree="national", title="迎评", due_on=due, by=shen, at=timezone.now()
    )


def test_from_the_list_of_pieces_to_the_folder(at_desk, made, shen, wu):
    desk, unit, bureau = at_desk("shen"), at_desk("wu"), at_desk("fang")
    page = reverse("desk:evaluation", args=[made])
    assert "迎评" in text(desk.get(reverse("desk:evaluations")))
    assert "已审定 0/" in text(desk.get(page))
    mine = supervision.evaluation(wu, made, at=timezone.now())
    assert mine.checks
    assert {one.unit for check in mine.checks for one in check.pieces} == {wu.unit}
    piece = mine.checks[0].pieces[0]
    give = reverse("desk:evidence_verb", args=[piece.id, "give"])
    files = {"files": SimpleUploadedFile("依据.pdf", PDF), "evaluation": made}
    assert unit.post(give, files).url == page
    accept = reverse("desk:evidence_verb", args=[piece.id, "accept"])
    assert "督办人员或营商局办理" in text(unit.post(accept, {"evaluation": made}, follow=True))
    back = reverse("desk:evidence_verb", args=[piece.id, "return"])
    assert "请写明退回的原因" in text(desk.post(back, {"evaluation": made}, follow=True))
    desk.post(back, {"evaluation": made, "words": "看不清"})
    assert "退回原因：看不清" in text(unit.get(page))
    unit.post(give, {"files": SimpleUploadedFile("清楚.pdf", PDF + b"2"), "evaluation": made})
    bureau.post(accept, {"evaluation": made})
    assert "已审定" in text(unit.get(page))
    assert "不用再交" in text(
        unit.post(
            give, {"files": SimpleUploadedFile("再.pdf", PDF), "evaluation": made}, follow=True
        )
    )
    held = b"".join(desk.get(reverse("desk:evaluation_zip", args=[made])).streaming_content)
    with zipfile.ZipFile(BytesIO(held)) as archive:
        names = archive.namelist()
        index = openpyxl.load_workbook(BytesIO(archive.read("index.xlsx")))
    assert len(names) == 2
    assert names[1].endswith("清楚.pdf")
    assert index.sheetnames == ["自查", "材料", "文件", "依据"]
    assert unit.get(reverse("desk:evaluation_zip", args=[made])).status_code == 404


def test_a_weak_leaf_is_ordered_once_and_the_order_stands_on_the_page(at_desk, made, shen):
    desk = at_desk("shen")
    order = reverse("desk:evaluation_order", args=[made])
    due = timezone.localdate() + timedelta(days=10)
    red = next(
        one
        for one in supervision.evaluation(shen, made, at=timezone.now()).checks
        if one.risk == "red" and one.unit
    )
    done = desk.post(order, {"leaf": red.leaf, "due_on": due})
    assert "/desk/cases/" in done.url
    again = desk.post(order, {"leaf": red.leaf, "due_on": due}, follow=True)
    assert "已经发过督办单" in text(again)
    assert "已发督办单" in text(desk.get(reverse("desk:evaluation", args=[made]) + "?risk=red"))
    assert desk.post(order, {"leaf": "no/such", "due_on": due}).status_code == 404
    assert at_desk("wu").post(order, {"leaf": red.leaf, "due_on": due}).status_code == 404


def test_an_evaluation_is_prepared_once_and_reminds_who_owes(made, shen, wu):
    at = timezone.now()
    with pytest.raises(Refusal, match="已经在准备"):
        supervision.open_evaluation(
            tree="national",
            title="",
            due_on=timezone.localdate() + timedelta(days=9),
            by=shen,
            at=at,
        )
    assert supervision.remind_of_evidence(at=at) > 3  # five days ahead
    assert supervision.remind_of_evidence(at=at + timedelta(days=1)) == 0
    assert supervision.remind_of_evidence(at=at + timedelta(days=6)) > 3  # the day after
    assert any("迎评" in one.title for one in notify.inbox([f"unit:{wu.unit}"]))
    late = supervision.evaluation(wu, made, at=at + timedelta(days=6))
    assert {one.risk for one in late.checks} == {"red"}
    supervision.close_evaluation(evaluation=made, by=shen, at=at)
    with pytest.raises(Refusal, match="已经办结"):
        supervision.give_evidence(
            piece=late.checks[0].pieces[0].id, files=[("a.pdf", PDF)], by=wu, at=at
        )


def test_a_person_chooses_looks_again_and_each_is_drafted_once(at_desk, made, shen):
    desk, page = at_desk("shen"), reverse("desk:evaluation", args=[made])
    draft = reverse("desk:evaluation_draft", args=[made])
    red = supervision.evaluation(shen, made, at=timezone.now()).undrafted
    assert len(red) > 2
    shown = text(desk.get(page))
    assert shown.count(" checked>") == len(red)  # the red ones beforehand
    assert f"（已选 {len(red)} 项）" in shown
    assert at_desk("wu").post(draft).status_code == 404
    assert "请至少选一项" in text(desk.post(draft, follow=True))
    two = {"leaf": [red[0].leaf, red[1].leaf]}
    second = text(desk.post(draft, two))
    assert "再看一遍" in second
    assert red[1].name in second
    assert supervision.warnings(shen) == []  # nothing was done yet
    assert "已起草 2 张" in text(desk.post(draft, {**two, "sure": "1"}, follow=True))
    before = audit.records(obj=f"evaluation/{made}")
    again = desk.post(draft, {**two, "sure": "1"})
    assert (again.status_code, "没有再起草" in text(again)) == (409, True)
    assert audit.records(obj=f"evaluation/{made}") == before != []
    waiting = [one for one in supervision.warnings(shen) if one.kind == "self-check"]
    assert {one.unit for one in waiting} == {red[0].unit, red[1].unit}
    assert f"（已选 {len(red) - 2} 项）" in text(desk.get(page))
    assert page in text(desk.get(reverse("desk:warning", args=[waiting[0].id])))
    due = timezone.localdate() + timedelta(days=10)
    order = reverse("desk:evaluation_order", args=[made])
    assert "/desk/cases/" in desk.post(order, {"leaf": red[0].leaf, "due_on": due}).url


def test_nothing_to_count_is_no_red(at_desk, made, shen):
    checks = supervision.evaluation(shen, made, at=timezone.now()).checks
    bare = [one for one in checks if one.of == 0]
    assert bare
    assert {one.risk for one in bare} == {"grey"}
    shown = text(at_desk("shen").get(reverse("desk:evaluation", args=[made]) + "?risk=grey"))
    assert "数 0/0" not in shown
    assert "无数据" in shown


def test_what_a_unit_owes_for_an_evaluation_is_in_its_calendar(at_desk, made, shen, wu):
    at = timezone.now()
    (mine,) = [one for one in supervision.coming_days(wu, at=at) if one.kind == "evidence"]
    assert (mine.title, mine.ref) == ("交评价材料：迎评", str(made))
    assert mine.day == timezone.localdate() + timedelta(days=5)
    page = text(at_desk("wu").get(reverse("desk:calendars")))
    assert reverse("desk:evaluation", args=[made]) in page
    supervision.close_evaluation(evaluation=made, by=shen, at=at)
    assert not [one for one in supervision.coming_days(wu, at=at) if one.kind == "evidence"]
