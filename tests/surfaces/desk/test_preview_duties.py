"""What is dated outside the tasks is shown before a ledger is made of the plan."""

from django.urls import reverse

TEXT = """青岚市2027年城市更新行动方案
一、主要任务
（一）改造老旧管网。改造供水管网10公里。（牵头单位：市水利局）
（二）更新老旧街区。更新街区3个。（牵头单位：市住建局）
二、工作要求
各责任单位于2027年3月底前将本单位工作方案报送市政府办公室。
三、实施步骤
（一）2027年9月底前
完成示范项目的建设和验收。
"""


def test_the_preview_lists_what_is_to_be_handed_in_and_what_a_schedule_dates(at_desk):
    desk = at_desk("fang")
    sent = desk.post(reverse("desk:plan_import"), {"region": "990100", "text": TEXT})
    page = desk.get(sent.url)
    kinds = {duty.text[:6]: duty.sends for duty in page.context["one"].duties}
    assert kinds == {"各责任单位于": True, "完成示范项目": False}
    assert "完成示范项目的建设和验收" in page.content.decode()


def test_only_what_is_handed_in_is_proposed_for_a_round(at_desk):
    desk = at_desk("fang")
    sent = desk.post(reverse("desk:plan_import"), {"region": "990100", "text": TEXT})
    desk.post(f"{sent.url}keep/")
    rounds = desk.get(reverse("desk:rounds")).content.decode()
    assert "本单位工作方案报送" in rounds
    assert "完成示范项目的建设和验收" not in rounds
