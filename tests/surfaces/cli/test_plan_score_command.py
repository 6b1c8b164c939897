"""`yingshang plan score`: figures, errors side by side and calibration, without a database."""

import argparse
import json
from pathlib import Path

import pytest

from yingshang.kernel.flow import Refusal
from yingshang.surfaces.cli.commands import plan

TEXT = """青岚市优化营商环境工作方案
一、重点任务
1.压减办理时限。将食品经营许可办理时间压减至5个工作日以内。(责任单位:市市场监管局;完成时限:2026年6月底前)
2.推行一窗受理。推进综合窗口改革。(责任单位:市政务服务局)
"""
GOLD = {
    "tasks": [
        {
            "no": "1",
            "title": "压减办理时限",
            "responsible": ["市市场监管局"],
            "deadline": "2026-06-30",
            "targets": [{"metric": "办理时间", "value": 3, "unit": "工作日", "comparator": "<="}],
        },
        {"no": "2", "title": "推行一窗受理", "responsible": ["市发改委"], "targets": []},
    ]
}


@pytest.fixture
def folders(tmp_path: Path) -> list[str]:
    gold, texts = tmp_path / "gold", tmp_path / "texts"
    gold.mkdir(), texts.mkdir()
    (gold / "qinglan.json").write_text(json.dumps(GOLD), encoding="utf-8")
    (texts / "qinglan.txt").write_text(TEXT, encoding="utf-8")
    return [str(gold), str(texts)]


def told(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    plan.register(parser.add_subparsers())
    args = parser.parse_args(["plan", "score", *arguments])
    return args.func(args)


@pytest.mark.parametrize("name", ["qinglan.md", "qinglan.shtml"])
def test_a_collected_page_is_found_by_its_annotation(folders, name):
    gold, texts = folders
    text = Path(texts, "qinglan.txt")
    text.rename(text.with_name(name))
    assert told(gold, texts) == 0


def test_figures_alone_unless_more_is_asked(folders, capsys):
    assert told(*folders) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["qinglan.txt", "合计", "另计"]
    assert told(*folders, "--json") == 0
    assert set(json.loads(capsys.readouterr().out)) == {"documents", "total", "missing"}


def test_errors_show_the_annotation_beside_the_reading_and_are_counted(folders, capsys):
    assert told(*folders, "--errors") == 0
    out = capsys.readouterr().out
    assert "1  目标数值不同  标注 办理时间 <= 3工作日｜读作 " in out
    assert "2  单位漏读  标注 市发改委（责任）｜读作 （无）" in out
    assert "单位漏读  1（qinglan.txt 1）" in out


def test_errors_and_calibration_as_json(folders, capsys):
    assert told(*folders, "--errors", "--calibration", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert [one["kind"] for one in answer["errors"]["qinglan.txt"]] == [
        "value",
        "unit-missed",
        "unit-invented",
    ]
    assert answer["error_counts"]["value"] == {"qinglan.txt": 1}
    assert answer["calibration"]["of"] == 1
    assert answer["calibration"]["marked_right"] == 0


def test_calibration_says_how_many_of_the_sure_readings_are_right(folders, capsys):
    assert told(*folders, "--calibration") == 0
    assert "把握 0.9 及以上的占 " in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ("{", "不是 JSON"),
        ("[]", "没有 tasks"),
        ('{"tasks": [{"title": "压减办理时限", "targets": [{"unit": "天"}]}]}', "缺少"),
    ],
)
def test_a_broken_annotation_is_told_in_one_sentence(folders, broken, why):
    (Path(folders[0]) / "qinglan.json").write_text(broken, encoding="utf-8")
    with pytest.raises(Refusal) as told_why:
        told(*folders)
    assert "qinglan.json" in str(told_why.value)
    assert why in str(told_why.value)
