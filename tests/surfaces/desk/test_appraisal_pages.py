"""The yearly appraisal page by page: announced, counted, answered, ruled, published."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from yingshang.city.supervision import service as supervision

PDF = b"%PDF-1.4\n%%EOF\n"


def body(response):
    return response.content.decode()


def test_from_the_weights_to_the_published_result(at_desk, shen):
    at, day = timezone.now(), timezone.localdate() - timedelta(days=20)
    supervision.open_round(title="旧材料", demand="报送。", units=["990100-tax"], due_on=day,
                           by=shen, at=at - timedelta(days=30))  # fmt: skip
    desk, unit, bureau = at_desk("shen"), at_desk("wu"), at_desk("fang")
    assert "公布权重" in body(desk.get(reverse("desk:appraisals")))
    assert "公布权重" not in body(unit.get(reverse("desk:appraisals")))
    assert unit.post(reverse("desk:appraisals"), {"year": day.year}).status_code == 404
    assert "核对年份" in body(desk.post(reverse("desk:appraisals"), {"year": 2001}))
    page = desk.post(reverse("desk:appraisals"), {"year": day.year}).url
    assert "任务按期完成" in body(unit.get(page))
    number = int(page.split("/")[-2])
    for verb in ("draft", "send"):
        assert desk.post(reverse("desk:appraisal_step", args=[number, verb])).url == page
    (line,) = supervision.appraisal(shen, number).sheets
    own = reverse("desk:appraisal_sheet", args=[line.id])

    shown = body(unit.get(own))
    assert "旧材料" in shown
    assert "申诉这一项" in shown
    act = reverse("desk:appraisal_verb", args=[line.id, "appeal"])
    wrong = unit.post(act, {"item": "materials", "words": ""})
    assert wrong.status_code == 422
    proof = SimpleUploadedFile("证.pdf", PDF)
    unit.post(act, {"item": "materials", "words": "已当面报送", "file": proof})
    (made,) = supervision.appraisal(shen, number).appeals
    ruling = reverse("desk:appraisal_appeal", args=[made.id])
    assert "作出裁定" not in body(desk.get(ruling))  # who counted does not rule
    assert "作出裁定" in body(bureau.get(ruling))
    assert unit.get(reverse("desk:appraisal_evidence", args=[made.id])).content == PDF
    form = {"upheld": "yes", "reason": "收文簿可证", "row-0": "good"}
    assert bureau.post(ruling, form).url == own
    assert "收文簿可证" in body(unit.get(own))
    unit.post(reverse("desk:appraisal_verb", args=[line.id, "agree"]))
    desk.post(reverse("desk:appraisal_step", args=[number, "publish"]))
    published = body(unit.get(page))
    assert "结果已封存" in published
    assert "100.00" in published
    assert unit.get(reverse("desk:appraisal_export", args=[number])).content[:2] == b"PK"
    assert unit.get(reverse("desk:appraisal_word", args=[number])).content[:2] == b"PK"
    unit.cookies["ys_lang"] = "en"
    for address in (page, own, ruling):
        assert "was issued in Chinese" in body(unit.get(address)), address


def test_weights_are_changed_on_a_page_by_two_people(at_desk, shen):
    desk, bureau, page = at_desk("shen"), at_desk("fang"), reverse("desk:appraisal_weights")
    assert at_desk("wu").get(page).status_code == 404
    rows = supervision.weights(shen, at=timezone.now()).rows
    form = {f"weight-{one.code}": str(one.weight) for one in rows}
    form |= {f"each-{one.code}": str(one.each) for one in rows if one.each}
    form |= {"appeal_workdays": "6", "reason": "延长核对期", "weight-tasks": "31"}
    wrong = desk.post(page, form)
    assert (wrong.status_code, "合计是 101" in body(wrong)) == (422, True)
    desk.post(page, form | {"weight-tasks": "30"})
    assert "要由另一个人审核发布" in body(desk.get(page))
    draft = supervision.weights(shen, at=timezone.now()).waiting.id
    bureau.post(reverse("desk:appraisal_weights_rule", args=[draft, "publish"]))
    ruled = supervision.weights(shen, at=timezone.now())
    assert ruled.appeal_workdays == 6
    assert ruled.earlier[0].detail["changes"][-1] == {
        "name": "核对期（工作日）",
        "before": 5,
        "after": 6,
    }
