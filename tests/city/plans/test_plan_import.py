"""From a file to a ledger: real layouts, bad input, many files, the command line."""

import json
from datetime import date, timedelta
from io import BytesIO

import pytest
from bare_ranks import bare_keys
from django.conf import settings
from django.utils import timezone
from docx import Document

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.plans import service as plans
from yingshang.city.plans.models import Plan
from yingshang.kernel.flow import Refusal
from yingshang.surfaces.cli.main import run

SAMPLES = settings.PACKAGE / "data" / "samples"
PLAN = """青岚市2026年优化营商环境行动方案
一、主要任务
（一）压缩企业开办时间。企业开办2个工作日内办结。
牵头单位：市市场监管局
完成时限：2026年12月底前
青岚市人民政府办公室
2026年1月15日
"""


def keep(data: bytes, by, at, name="plan.txt"):
    return plans.import_plan(data=data, name=name, region="990100", by=by, at=at)


def test_a_text_becomes_a_ledger(city, shen, now):
    plan = keep(PLAN.encode(), shen, now)
    (task,) = plan.tasks
    assert plan.new
    assert plan.row.issued_on.isoformat() == "2026-01-15"
    assert [unit.code for unit in task.lead] == ["990100-market"]
    assert task.deadline.isoformat() == "2026-12-31"
    (target,) = task.targets
    assert (target.promised, target.metric_key) == ("≤ 2 工作日", "company-start-time")


def test_a_table_of_indicators_hangs_on_its_task_or_on_a_row_of_the_whole(city, shen, now):
    table = "附件:主要指标表\n指标|2025年现状|2027年目标|\n企业开办|3个工作日|1个工作日|\n"
    text = PLAN.replace("青岚市人民政府办公室\n", table + "网办率|85%|95%|\n青岚市人民政府办公室\n")
    plan = keep(text.encode(), shen, now)
    task, whole = plan.tasks
    assert [target.promised for target in task.targets] == ["≤ 2 工作日", "≤ 1 工作日"]
    assert (whole.title, whole.deadline.isoformat()) == ("全文的主要指标", "2027-12-31")
    assert [target.metric for target in whole.targets] == ["网办率"]
    said = {row.task.title: row.doubts for row in plans.review(plan.row.id, shen).rows}
    assert "取自指标表，没有与之同名的任务" in said["全文的主要指标"]


def test_figures_of_the_aims_hang_on_a_row_of_the_whole(city, shen, now):
    aims = "一、总体目标\n到2027年底，全市网上可办率达到98%以上，经营主体突破20万户。\n"
    text = PLAN.replace("一、", aims + "二、", 1)
    plan = keep(text.encode(), shen, now)
    *_tasks, whole = plan.tasks
    assert (whole.title, whole.deadline.isoformat()) == ("全文的总体目标", "2027-12-31")
    assert [target.promised for target in whole.targets] == ["≥ 98 %", "> 20 万户"]
    assert whole.text == "到2027年底，全市网上可办率达到98%以上，经营主体突破20万户。"


def test_the_same_file_again_is_the_same_plan(city, shen, fang, now):
    first = keep(PLAN.encode(), shen, now)
    second = keep(PLAN.encode(), fang, now, name="copy.txt")
    assert (second.id, second.new, second.seq) == (first.id, False, first.seq)


def test_gb18030_is_read_like_utf8(city, shen, now):
    plan = keep(PLAN.encode("gb18030"), shen, now)
    assert plan.tasks[0].title == "压缩企业开办时间"


def test_another_edition_of_the_same_title_is_counted(city, shen, now):
    keep(PLAN.encode(), shen, now)
    later = keep(PLAN.replace("2个", "1个").encode(), shen, now)
    assert later.row.edition == 2


def test_a_withdrawn_file_is_no_edition_of_the_title(city, shen, now):
    wrong = keep(PLAN.encode(), shen, now)
    plans.withdraw(plan=wrong.id, reason="导入了别的文件", by=shen, at=now)
    revised = PLAN.replace("2个", "1个")
    key = plans.preview_paste(text=revised, name="", region=city, by=shen, at=now)
    assert plans.preview_view(key, by=shen, at=now).edition == 1
    assert keep(revised.encode(), shen, now).row.edition == 1
    again = keep(PLAN.encode(), shen, now)
    assert (again.id, again.row.edition) == (wrong.id, 2)


def test_the_preview_tells_of_the_same_file_withdrawn_and_keeping_it_brings_it_back(
    city, shen, now
):
    first = keep(PLAN.encode(), shen, now)
    plans.confirm_task(task=first.tasks[0].id, by=shen, at=now)
    plans.withdraw(plan=first.id, reason="导错了城市", by=shen, at=now)

    def seen(text):
        key = plans.preview(data=text.encode(), name="plan.txt", region=city, by=shen, at=now)
        return key, plans.preview_view(key, by=shen, at=now)

    key, told = seen(PLAN)
    assert (told.known, told.withdrawn) == (None, True)
    assert not seen(PLAN.replace("2个", "1个"))[1].withdrawn
    kept = plans.keep_preview(key, by=shen, at=now)
    assert (kept.id, kept.tasks[0].status) == (first.id, "confirmed")
    assert not seen(PLAN)[1].withdrawn


NUMBERED = "青政办发〔2026〕3号\n" + PLAN


def previewed(text, city, shen, now):
    key = plans.preview(data=text.encode(), name="plan.txt", region=city, by=shen, at=now)
    return key, plans.preview_view(key, by=shen, at=now)


def test_a_withdrawn_plan_does_not_come_back_beside_another_of_its_number_unasked(city, shen, now):
    wrong = keep(NUMBERED.encode(), shen, now)
    plans.withdraw(plan=wrong.id, reason="导入了初稿", by=shen, at=now)
    right = keep(NUMBERED.replace("2个", "1个").encode(), shen, now)
    key, told = previewed(NUMBERED, city, shen, now)
    assert (told.withdrawn, told.same_number) == (True, (right.id, right.row.title))
    with pytest.raises(Refusal) as refused:
        plans.keep_preview(key, by=shen, at=now)
    assert refused.value.code == "edition-unsaid"
    assert plans.keep_preview(key, by=shen, at=now, edition=True).id == wrong.id
    assert plans.lineage.replaced_by(right.id, at=now).plan.id == wrong.id


def test_who_brings_the_edition_of_a_plan_back_is_not_asked_whether_it_is_one(city, shen, now):
    first = keep(NUMBERED.encode(), shen, now)
    newer = keep(NUMBERED.replace("2个", "1个").encode(), shen, now)
    plans.lineage.declare(kind="edition", origin=first.id, heir=newer.id, by=shen, at=now)
    plans.withdraw(plan=newer.id, reason="先不用", by=shen, at=now)
    key, told = previewed(NUMBERED.replace("2个", "1个"), city, shen, now)
    assert (told.withdrawn, told.same_number) == (True, None)
    plans.keep_preview(key, by=shen, at=now)
    assert plans.lineage.replaced_by(first.id, at=now).plan.id == newer.id


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n" + bytes(2000),
        b"The quick brown fox jumps over the lazy dog. " * 50,
        "青岚市今天天气很好，没有任务。".encode(),
        "营商环境".encode() * 2_000_000,
    ],
    ids=["empty", "picture", "english", "no task", "20 MB"],
)
def test_what_is_no_plan_is_refused_in_one_sentence_and_leaves_nothing(city, shen, now, data):
    with pytest.raises(Refusal) as refused:
        keep(data, shen, now)
    assert refused.value.sentence.endswith("。")
    assert "\n" not in refused.value.sentence
    assert plans.plans(shen) == []


@pytest.mark.parametrize("name", ["plan.docx", "plan.pdf"])
def test_a_text_that_is_named_a_word_file_and_holds_no_task_is_told_to_be_none(
    city, shen, now, name
):
    ending = name[-4:].strip(".")
    with pytest.raises(Refusal, match=f"内容却不是 {ending} 文件.*另存为 docx") as refused:
        plans.preview(data=b"this is not a docx", name=name, region="990100", by=shen, at=now)
    assert refused.value.code == "not-that-kind"
    assert keep(PLAN.encode(), shen, now, name).new, "what can be read is read all the same"


def test_a_clerk_may_not_import(city, zhou, now):
    with pytest.raises(Refusal):
        keep(PLAN.encode(), zhou, now)


def test_our_three_samples_find_their_cities(city, now):
    found = plans.import_folder([SAMPLES], by=SYSTEM, at=now)
    assert [one.region for one in found] == ["990100", "990200", "990300"]
    assert all(one.plan and one.new for one in found)
    assert not any(one.new for one in plans.import_folder([SAMPLES], by=SYSTEM, at=now))


def test_the_five_real_documents_find_their_cities(city, shared, now):
    found = plans.import_folder([shared / "seeds"], by=SYSTEM, at=now)
    assert [one.region for one in found] == ["210800", "650200", "220104", "211200", "420700"]
    assert [plans.plan(SYSTEM, one.plan, at=now).row.tasks for one in found] == [75, 42, 47, 8, 16]


def test_a_file_of_no_known_city_does_not_stop_the_others(city, tmp_path, now):
    (tmp_path / "a.txt").write_text(PLAN.replace("青岚市", "某地"), "utf-8")
    (tmp_path / "b.txt").write_text(PLAN, "utf-8")
    bad, good = plans.import_folder([tmp_path], by=SYSTEM, at=now)
    assert (bad.plan, "看不出" in bad.sentence) == (None, True)
    assert good.new


def test_the_command_line_parses_without_a_database(tmp_path, capsys):
    file = tmp_path / "plan.txt"
    file.write_text(PLAN, "utf-8")
    assert run(["plan", "parse", str(file), "--json"]) == 0
    reading = json.loads(capsys.readouterr().out)
    assert reading["tasks"][0]["targets"][0]["value"] == 2


def test_the_command_line_says_why_it_refuses(tmp_path, capsys):
    file = tmp_path / "plan.txt"
    file.write_bytes(b"")
    assert run(["plan", "parse", str(file)]) == 1
    assert capsys.readouterr().err.strip().endswith("。")
    assert run(["plan", "parse", str(tmp_path / "none.txt")]) == 2


def test_the_command_line_imports_and_compares(city, tmp_path, capsys):
    file = tmp_path / "plan.txt"
    file.write_text(PLAN, "utf-8")
    assert run(["plan", "import", str(file), "--region", city]) == 0
    assert run(["plan", "compare", "--json", "--metric", "company-start-time"]) == 0
    answer = capsys.readouterr().out
    (row,) = json.loads(answer[answer.index("[") :])
    assert (row["region"], row["promised"]) == (city, "≤ 2 工作日")
    assert not bare_keys(row)


def test_the_command_line_asks_about_a_plan_of_the_same_number(city, tmp_path, capsys):
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    head, rest = PLAN.split("\n", 1)
    plan = f"{head}\n青政发〔2026〕3号\n{rest}"
    one.write_text(plan, "utf-8")
    two.write_text(plan.replace("2个工作日", "1个工作日"), "utf-8")
    run(["plan", "import", str(one), "--region", city, "--json"])
    first = json.loads(capsys.readouterr().out)
    assert Plan.objects.get().doc_number == "青政发〔2026〕3号"
    assert run(["plan", "import", str(two), "--region", city]) == 1
    refused = capsys.readouterr().err.strip()
    assert f"《{first['title']}》（编号 {first['id']}）的文号与这份相同，没有导入" in refused
    assert "--edition-of" in refused
    assert "--anyway" in refused
    assert "\n" not in refused
    assert Plan.objects.count() == 1
    assert (
        run(["plan", "import", str(two), "--region", city, "--edition-of", str(first["id"])]) == 0
    )
    newer = Plan.objects.exclude(pk=first["id"]).get()
    assert plans.lineage.replaced_by(first["id"], at=timezone.now()).plan.id == newer.pk
    assert run(["plan", "import", str(two), "--region", city]) == 0  # it is there already
    assert Plan.objects.count() == 2


def test_a_plan_of_a_city_that_nobody_knows_here_is_kept_under_its_own_name(city, fang, now):
    at = now
    text = PLAN.replace("青岚市", "锦屏市")
    key = plans.preview_paste(text=text, name="", region=city, by=fang, at=at)
    seen = plans.preview_view(key, by=fang, at=at)
    assert (seen.elsewhere, seen.there) == ("锦屏市", "")
    assert plans.move_preview(key, place="锦屏市", by=fang, at=at) == "锦屏市"
    moved = plans.preview_view(key, by=fang, at=at)
    assert (moved.region_name, moved.elsewhere) == ("锦屏市", "")
    assert any("通行名称" in ours for _name, _n, ours, _entry in moved.units)
    kept = plans.keep_preview(key, by=fang, at=at)
    assert kept.row.region_name == "锦屏市"
    again = plans.preview_paste(text=text, name="", region=city, by=fang, at=at)
    assert plans.move_preview(again, place="锦屏市", by=fang, at=at) == "锦屏市"
    assert plans.preview_view(again, by=fang, at=at).region == kept.row.region
    with pytest.raises(Refusal, match="不像地名"):
        plans.move_preview(again, place="<b>市", by=fang, at=at)
    with pytest.raises(Refusal, match="不负责"):
        plans.move_preview(again, place="澜州市", by=fang, at=at)


def test_a_plan_without_a_day_takes_its_year_from_its_title(city, fang, now):
    text = (
        "青岚市2024—2026年优化营商环境行动方案\n一、主要任务\n"
        "（一）压缩企业开办时间。牵头单位：市市场监管局\n"
        "（二）推行一窗受理。牵头单位：市营商局\n"
    )
    assert keep(text.encode(), fang, now).row.year == 2026


NEXT = PLAN.replace("2026年优化", "2027年优化").replace("2026年1月15日", "2026年11月20日")
NEXT = NEXT.replace("2026年12月底前", "2027年12月底前").replace("2个工作日", "1个工作日")


def test_the_year_in_the_title_is_the_plans_year_whenever_it_was_issued(city, fang, now):
    row = keep(NEXT.encode(), fang, now).row
    assert (row.year, row.issued_on.isoformat()) == (2027, "2026-11-20")
    years = PLAN.replace("2026年优化", "2025—2027年优化")
    assert keep(years.encode(), fang, now).row.year == 2026


def test_next_years_plan_leaves_this_years_promises_until_its_year_begins(city, shen, now):
    year = timedelta(days=330)
    this, following = keep(PLAN.encode(), shen, now), keep(NEXT.encode(), shen, now + year)
    (found, *_rest) = plans.lineage.candidates_of(shen, following.id)
    assert (found.kind, found.plan.id, found.sure) == ("successor", this.id, True)
    plans.lineage.declare(
        kind="successor", origin=this.id, heir=following.id, by=shen, at=now + year
    )

    def counted(day):
        return {one.plan.id for one in plans.promises(shen, region=city, as_of=day)}

    assert this.id in counted(date(2026, 11, 27))
    assert counted(date(2027, 1, 1)) == {following.id}


def _docx(text):
    paper, held = Document(), BytesIO()
    for line in text.splitlines():
        paper.add_paragraph(f"  {line}")
    paper.save(held)
    return held.getvalue()


def test_the_same_words_in_another_kind_of_file_are_the_same_plan(city, fang, now):
    kept = keep(PLAN.encode(), fang, now)
    again = keep(_docx(PLAN), fang, now, name="方案.docx")
    assert (again.id, again.new) == (kept.id, False)
    key = plans.preview(data=_docx(PLAN), name="方案.docx", region=city, by=fang, at=now)
    seen = plans.preview_view(key, by=fang, at=now)
    assert (seen.known, seen.known_name) == (kept.id, "plan.txt")
    other = keep(_docx(PLAN.replace("2个工作日", "1个工作日")), fang, now, name="方案.docx")
    assert other.new


def test_a_revised_edition_of_a_known_title_is_noticed_before_it_is_kept(city, fang, now):
    kept = keep(PLAN.encode(), fang, now)
    revised = PLAN.replace("行动方案\n", "行动方案（修订版）\n").replace("2个工作日", "1个工作日")

    def like(text):
        key = plans.preview_paste(text=text, name="", region=city, by=fang, at=now)
        return plans.preview_view(key, by=fang, at=now).like

    assert like(revised) == (kept.id, kept.row.title)
    assert like(NEXT) is None


@pytest.mark.parametrize(
    ("signed", "elsewhere"),
    [("国务院办公厅", "国家"), ("工业和信息化部", "国家"), ("青岚市委宣传部", ""), ("", "")],
)
def test_what_the_state_council_issued_is_asked_to_be_kept_with_the_state(
    city, fang, now, signed, elsewhere
):
    text = PLAN.replace("青岚市", "").replace("行动方案\n", f"行动方案\n\n{signed}\n", 1)
    key = plans.preview_paste(text=text, name="", region=city, by=fang, at=now)
    seen = plans.preview_view(key, by=fang, at=now)
    assert seen.elsewhere == elsewhere
