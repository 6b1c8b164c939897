"""`yingshang frontier score`, against the figures that the World Bank published."""

import csv
import json

import pytest
from bare_ranks import bare_keys, bare_ranks

from yingshang.surfaces.cli.main import run

BOUNDS = "topic,component,worst,best\n开办企业,时间,100,0.5\n开办企业,环节,18,1\n"


def _score(tmp_path, capsys, raw: str, bounds: str = BOUNDS):
    (tmp_path / "raw.csv").write_text(raw, encoding="utf-8")
    (tmp_path / "bounds.csv").write_text(bounds, encoding="utf-8")
    code = run(
        [
            "frontier",
            "score",
            str(tmp_path / "raw.csv"),
            "--bounds",
            str(tmp_path / "bounds.csv"),
            "--json",
        ]
    )
    told = capsys.readouterr()
    return code, json.loads(told.out) if told.out else told.err


def test_scores_of_a_file_are_printed_with_ranks(tmp_path, capsys):
    raw = "entity,period,topic,component,value\n"
    raw += "甲市,2026,开办企业,时间,8\n甲市,2026,开办企业,环节,4\n乙市,2026,开办企业,时间,..\n"
    code, rows = _score(tmp_path, capsys, raw)
    assert code == 0
    total = {row["entity"]: row for row in rows if row["topic"] is None}
    assert total["甲市"]["rank"] == 1
    assert not bare_keys(rows)
    assert total["甲市"]["score"] == pytest.approx(87.40763, abs=1e-5)
    assert total["乙市"]["score"] is None
    assert total["乙市"]["reason"] == "缺少：开办企业"
    run(["frontier", "score", str(tmp_path / "raw.csv"), "--bounds", str(tmp_path / "bounds.csv")])
    told = capsys.readouterr().out
    assert not bare_ranks(told)
    assert "第 1–2 名" in told  # the one without a score may stand anywhere


@pytest.mark.parametrize(
    ("raw", "bounds", "said"),
    [
        ("entity,period,topic,value\n甲,1,a,2\n", BOUNDS, "component"),
        ("entity,period,topic,component,value\n", BOUNDS.replace("100,0.5", "5,5"), "第 2 行"),
        (
            "entity,period,topic,component,value\n",
            "topic,component,worst,best,form\na,b,1,2,cubic\n",
            "form",
        ),
        ("entity,period,topic,component,value\n甲,1,a,b,2\n甲,1,a,b,3\n", BOUNDS, "两个不同的值"),
        ("", BOUNDS, "空"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(tmp_path, capsys, raw, bounds, said):
    code, told = _score(tmp_path, capsys, raw, bounds)
    assert code == 1
    assert said in told
    assert told.count("\n") == 1


def _folder(shared):
    """YINGSHANG_SHARED may name the shared folder or its data."""
    inner = shared / "data" / "doingbusiness"
    return inner if inner.is_dir() else shared / "doingbusiness"


def test_starting_a_business_of_2019_is_reproduced(shared, tmp_path, capsys):
    raw, published = ["entity,period,topic,component,value"], {}
    with (_folder(shared) / "db2019_starting_a_business.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            name = row["Country code"]
            for head, cell in row.items():
                if " (" in head and not head.startswith("Score"):
                    raw.append(f'{name},2019,Starting a business,"{head}",{cell}')
            if row["Score-Starting a business"]:
                published[name] = float(row["Score-Starting a business"])
    bounds = ["topic,component,worst,best,weight"]
    with (_folder(shared) / "frontiers.csv").open(encoding="utf-8") as file:
        for one in csv.DictReader(file):
            if one["topic"] == "Starting a business":
                weight = 2 if one["component"].startswith("Paid-in") else 1
                ends = f"{one['worst']},{one['best']},{weight}"
                bounds.append(f'{one["topic"]},"{one["component"]}",{ends}')
    code, rows = _score(tmp_path, capsys, "\n".join(raw), "\n".join(bounds))
    topics = {r["entity"]: r["score"] for r in rows if r["topic"] and r["component"] is None}
    assert code == 0
    assert len(published) > 100
    assert max(abs(topics[name] - score) for name, score in published.items()) <= 0.05


def test_overall_scores_and_ranks_of_2020_are_reproduced(shared, tmp_path, capsys):
    raw, overall, ranks, topics = ["entity,period,topic,component,value"], {}, {}, set()
    with (_folder(shared) / "db2005_2020_topic_scores.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["DB Year"] != "2020":
                continue
            name = row["Country code"]
            for head, cell in row.items():
                if head.startswith("Score-"):
                    topic = head.split(" (")[0].removeprefix("Score-")
                    topics.add(topic)
                    if row["Rank-Starting a business"]:  # the 190 that were ranked
                        raw.append(f"{name},2020,{topic},score,{cell}")
            if row["Ease of doing business rank"]:
                ranks[name] = float(row["Ease of doing business rank"])
            score = row["Ease of doing business score (DB17-20 methodology)"]
            if score and row["Rank-Starting a business"]:
                overall[name] = float(score)
    bounds = "topic,component,worst,best\n" + "".join(f"{t},score,0,100\n" for t in sorted(topics))
    code, rows = _score(tmp_path, capsys, "\n".join(raw), bounds)
    found = {row["entity"]: row for row in rows if row["topic"] is None}
    assert code == 0
    assert len(topics) == 10
    assert len(overall) > 80
    assert max(abs(found[n]["score"] - s) for n, s in overall.items()) <= 0.01
    misses = {n: (found[n]["rank"], r) for n, r in ranks.items() if found[n]["rank"] != r}
    assert not misses
