"""What makes an object-centric event log, and what does not."""

import copy
import io
import json
from datetime import datetime

import pytest

from yingshang.adapters.logs import OutEvent, write_ocel
from yingshang.kernel.eventlog import ocel_faults
from yingshang.kernel.worktime import CST

TIME = "2026-03-02T09:00:00+08:00"
LOG = {
    "eventTypes": [{"name": "受理", "attributes": [{"name": "n", "type": "integer"}]}],
    "objectTypes": [{"name": "件", "attributes": [{"name": "on", "type": "boolean"}]}],
    "events": [{"id": "e1", "type": "受理", "time": TIME,
                "attributes": [{"name": "n", "value": "3"}],
                "relationships": [{"objectId": "o1", "qualifier": "case"}]}],
    "objects": [{"id": "o1", "type": "件",
                 "attributes": [{"name": "on", "time": TIME, "value": "true"}]}],
}  # fmt: skip


def test_a_log_by_the_rules_has_no_fault():
    assert ocel_faults(LOG) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda log: log.pop("objects"), "缺少列表"),
        (lambda log: log["events"].append(log["events"][0]), "重复"),
        (lambda log: log["events"][0].update(time="2026-03-02 09:00"), "时区"),
        (lambda log: log["events"][0].update(type="办结"), "没有声明"),
        (lambda log: log["events"][0]["attributes"][0].update(value=3), "字符串"),
        (lambda log: log["events"][0]["attributes"][0].update(value="drei"), "integer"),
        (lambda log: log["events"][0]["attributes"][0].update(name="m"), "没有在类型里声明"),
        (lambda log: log["events"][0]["relationships"][0].update(objectId="o2"), "不存在"),
        (lambda log: log["events"][0]["relationships"][0].pop("qualifier"), "qualifier"),
        (lambda log: log["objects"][0]["attributes"][0].pop("time"), "时间"),
        (lambda log: log["objects"][0].pop("id"), "没有 id"),
        (lambda log: log["objectTypes"][0]["attributes"][0].update(type="day"), "类型"),
        (lambda log: log["eventTypes"][0].pop("name"), "没有名称"),
    ],
)
def test_every_fault_is_said_where_it_is(change, words):
    log = copy.deepcopy(LOG)
    change(log)
    assert words in ocel_faults(log)[0]


@pytest.mark.parametrize("whole", [None, [], {}, {"events": {}}])
def test_what_is_no_log_at_all_is_told(whole):
    assert ocel_faults(whole)


def test_what_we_write_holds():
    at = datetime(2026, 3, 2, 9, tzinfo=CST)
    rows = [
        OutEvent("c1", "受理", at, "u", "o", "item", "d", "web"),
        OutEvent("c2", "办结", at, "", "", "item"),
    ]
    out = io.StringIO()
    assert write_ocel(rows, out) == (2, 2)
    assert ocel_faults(json.loads(out.getvalue())) == ()
    empty = io.StringIO()
    assert write_ocel([], empty) == (0, 0)
    assert ocel_faults(json.loads(empty.getvalue())) == ()
