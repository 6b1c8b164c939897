"""Our facts as XES (IEEE 1849-2016) and OCEL 2.0 (JSON), for process-mining tools."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import IO
from xml.sax.saxutils import quoteattr

__all__ = ["OutEvent", "write_ocel", "write_xes"]

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <classifier name="Activity" keys="concept:name"/>
"""


@dataclass(frozen=True, slots=True)
class OutEvent:
    """One event to be written; the events of a case stand together, in their order."""

    case: str
    activity: str
    at: datetime
    group: str
    resource: str
    kind: str  # of case: its item
    district: str = ""
    channel: str = ""


def write_xes(events: Iterable[OutEvent], out: IO[str]) -> tuple[int, int]:
    """(cases, events) written. Times carry their zone; text is escaped."""
    cases = written = 0
    out.write(_HEAD)
    for case, group in groupby(events, key=lambda event: event.case):
        rows = list(group)
        first = rows[0]
        out.write("  <trace>\n")
        for key, value in (
            ("concept:name", case),
            ("item", first.kind),
            ("district", first.district),
            ("channel", first.channel),
        ):
            if value:
                out.write(f"    {_string(key, value)}\n")
        for row in rows:
            out.write(
                f"    <event>{_string('concept:name', row.activity)}"
                f'<date key="time:timestamp" value="{row.at.isoformat()}"/>'
                f"{_string('org:group', row.group)}{_string('org:resource', row.resource)}"
                f"{_string('lifecycle:transition', 'complete')}</event>\n"
            )
        out.write("  </trace>\n")
        cases, written = cases + 1, written + len(rows)
    out.write("</log>\n")
    return cases, written


def write_ocel(events: Iterable[OutEvent], out: IO[str]) -> tuple[int, int]:
    """OCEL 2.0 JSON: objects are cases, units and officers (opaque). (cases, events) written."""
    cases: dict[str, str] = {}
    others: dict[tuple[str, str], None] = {}
    activities: dict[str, None] = {}
    rows = []
    for number, event in enumerate(events, 1):
        cases.setdefault(event.case, event.kind)
        activities.setdefault(event.activity)
        links = [{"objectId": event.case, "qualifier": "case"}]
        for kind, name in (("unit", event.group), ("officer", event.resource)):
            if name:
                others.setdefault((kind, name))
                links.append({"objectId": f"{kind}:{name}", "qualifier": kind})
        rows.append({"id": f"e{number}", "type": event.activity, "time": event.at.isoformat(),
                     "attributes": [], "relationships": links})  # fmt: skip
    objects = [{"id": ref, "type": kind, "attributes": [], "relationships": []}
               for ref, kind in cases.items()]  # fmt: skip
    objects += [{"id": f"{kind}:{name}", "type": kind, "attributes": [], "relationships": []}
                for kind, name in others]  # fmt: skip
    kinds = dict.fromkeys([*cases.values(), *(kind for kind, _name in others)])
    whole = {
        "objectTypes": [{"name": kind, "attributes": []} for kind in kinds],
        "eventTypes": [{"name": name, "attributes": []} for name in activities],
        "objects": objects,
        "events": rows,
    }
    json.dump(whole, out, ensure_ascii=False)
    return len(cases), len(rows)


def _string(key: str, value: str) -> str:
    return f'<string key="{key}" value={quoteattr(_clean(value))}/>' if value else ""


def _clean(text: str) -> str:
    """XML 1.0 knows no control characters."""
    return "".join(char if char >= " " or char in "\t\n" else " " for char in text)
