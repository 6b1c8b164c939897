"""`yingshang register`: list, a whole sheet in or not at all, and out again."""

import json
from argparse import ArgumentParser

import pytest

from yingshang.surfaces.cli.commands import register as command

SHEET = "机构名称,统一社会信用代码,服务类型\n青岚测绘有限公司,91990100MA7A1B2C3T,{}\n"
WHERE = ["--register", "intermediaries", "--region", "990100"]

pytestmark = pytest.mark.django_db


def run(*argv):
    parser = ArgumentParser()
    command.register(parser.add_subparsers())
    args = parser.parse_args(["register", *map(str, argv)])
    return args.func(args)


def test_a_sheet_comes_in_is_listed_and_goes_out(city, tmp_path, capsys):
    sheet, out = tmp_path / "名录.csv", tmp_path / "out.xlsx"
    sheet.write_text(SHEET.format("工程测绘"))
    assert run("import", sheet, *WHERE, "--json") == 0
    assert json.loads(capsys.readouterr().out)["added"] == 1
    assert run("list", "--region", city, "--json") == 0
    rows = {row["code"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["intermediaries"]["records"] == 1
    assert run("export", *WHERE, "--out", out) == 0
    assert run("import", out, *WHERE) == 0
    assert "1 条没有变化" in capsys.readouterr().out


def test_wrong_cells_are_named_and_nothing_is_written(city, tmp_path, capsys):
    sheet = tmp_path / "名录.csv"
    sheet.write_text(SHEET.format("看风水"))
    assert run("import", sheet, *WHERE) == 1
    assert "C2  服务类型" in capsys.readouterr().err
    run("list", "--region", city, "--json")
    rows = {row["code"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["intermediaries"]["records"] == 0


def test_a_register_that_is_not_there_is_one_sentence(city, capsys):
    assert run("export", "--register", "nothing", "--region", city) == 1
    assert capsys.readouterr().err.count("\n") == 1
