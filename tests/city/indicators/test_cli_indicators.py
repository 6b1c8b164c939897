"""`yingshang indicators`: compute, list, values, frontier; JSON for machines."""

import json

import pytest
from indicator_facts import CITY, case

from yingshang.surfaces.cli.main import build_parser


@pytest.fixture
def run(lay, capsys):
    lay([case(n, decided="2026-03-04 10:00", due="2026-03-04 17:00", used=2) for n in range(6)])

    def run(*words):
        args = build_parser().parse_args(["indicators", *words])
        code = args.func(args)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_it_computes_and_reports_as_json(run):
    code, out, _err = run("compute", "--at", "2026-03-31", "--region", CITY, "--json")
    report = json.loads(out)
    assert code == 0
    assert report["facts"]["cases"] == 6
    assert report["values"] > 20
    assert report["at"].startswith("2026-03-31T23:59:59")


def test_values_are_listed_with_the_missing_ones(run):
    run("compute", "--at", "2026-03-31", "--region", CITY)
    _code, out, _err = run("values", "company-start-mean", "--region", CITY, "--at", "2026-03-31")
    assert "2026-03  2 工作日" in out
    assert "2026-02  本期没有可统计的办件" in out
    _code, out, _err = run(
        "values", "company-start-mean", "--region", CITY, "--at", "2026-03-31", "--json"
    )
    assert json.loads(out)[-1]["value"] == 2.0


def test_definitions_and_scores_are_listed(run):
    run("compute", "--at", "2026-03-31", "--region", CITY)
    _code, out, _err = run("list", "--at", "2026-03-31")
    assert "按时办结率" in out
    _code, out, _err = run("frontier", "--region", CITY, "--at", "2026-03-31", "--json")
    assert json.loads(out)["rows"]


def test_a_bad_date_is_bad_usage(run):
    code, _out, err = run("compute", "--at", "三月")
    assert (code, "看不懂日期" in err) == (2, True)


def test_without_a_date_it_is_now(run):
    code, out, _err = run("compute", "--region", CITY)
    assert code == 0
    assert "6 件办件" in out
