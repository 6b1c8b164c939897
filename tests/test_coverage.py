"""docs/coverage.csv: the 317 systems that the documents name, and what of ours does each.

Columns: row, part, name, status (done | partly | later), by, show, note. `by` names things of ours
as kind:code, several with spaces; `show` is one address or command that shows it.
"""

import csv
import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

from yingshang.city.definitions._files import collect

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "coverage.csv"
COLUMNS = ["row", "part", "name", "status", "by", "show", "note"]
DECLARED = ("item", "bundle", "register", "rule", "indicator", "watch", "licencetype", "hall")


@pytest.fixture(scope="module")
def rows():
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def declared():
    from django.conf import settings

    return {f"{d.kind}:{d.code}" for d in collect(settings.DATA_DIRS)}


def test_each_of_the_317_stands_there_once(rows):
    assert list(rows[0]) == COLUMNS
    assert [int(r["row"]) for r in rows] == list(range(1, 318))


def test_what_is_done_is_named_and_shown_and_what_is_not_says_why(rows):
    for r in rows:
        assert r["status"] in ("done", "partly", "later"), r["row"]
        assert r["name"], r["row"]
        if r["status"] != "later":
            assert r["by"], r["row"]
            assert r["show"], r["row"]
        if r["status"] != "done":
            assert r["note"], f"row {r['row']} does not say what is missing"


def test_every_named_thing_exists(rows, declared):
    missing = [
        f"{r['row']}: {thing}"
        for r in rows
        for thing in r["by"].split()
        if not _exists(thing, declared)
    ]
    assert missing == []


def test_every_address_and_command_exists(rows):
    missing = [f"{r['row']}: {r['show']}" for r in rows if r["show"] and not _shows(r["show"])]
    assert missing == []


def _exists(thing, declared):
    kind, _, code = thing.partition(":")
    if kind in DECLARED:
        return thing in declared
    if kind == "page":
        return _shows(code)
    if kind == "command":
        return _shows(f"yingshang {code.replace('+', ' ')}")
    return False


def _shows(text):
    if text.startswith("yingshang "):
        return _command(text.split()[1:])
    try:
        resolve(text.partition("?")[0])
    except Resolver404:
        return False
    return True


def _command(words):
    """Is it a command, and its first word behind it one of its verbs?"""
    from yingshang.surfaces.cli.main import _modules, build_parser

    if words[0] not in dict(_modules()):
        return False
    (action,) = (a for a in build_parser(words[0])._actions if a.dest == "command")
    below = [a for a in action.choices[words[0]]._actions if hasattr(a, "choices") and a.choices]
    verbs = {name for a in below if a.dest == "verb" for name in a.choices}
    return len(words) == 1 or not verbs or words[1] in verbs


def test_a_thing_that_is_not_there_is_found_out(declared):
    assert _exists("item:company-start", declared)
    assert not _exists("item:nothing-of-the-kind", declared)
    assert not _exists("page:/no/such/page/", declared)
    assert _shows("yingshang clock due")
    assert not _shows("yingshang clock stop")


def test_what_data_says_it_serves_are_rows_of_the_table(rows):
    from django.conf import settings

    known = {r["row"] for r in rows}
    for d in collect(settings.DATA_DIRS):
        assert set(map(str, d.body.get("sources", ()))) <= known, d.code


def test_the_names_are_those_of_the_source(rows, shared):
    text = (shared / "source-systems.md").read_text("utf-8")
    names = dict(re.findall(r"^\| (\d+) \| (.*?) \|", text, re.M))
    assert len(names) == 317
    for r in rows:
        assert r["name"] == names[r["row"]].removesuffix(" †").strip()
