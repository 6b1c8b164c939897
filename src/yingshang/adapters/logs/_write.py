"""Our facts as XES (IEEE 1849-2016) and OCEL 2.0 (JSON), for process-mining tools."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import IO, Any
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
    """OCEL 2.0 JSON, event by event: objects are cases, units and officers (opaque), a case is
    handled by units and an officer is of one. Values are strings, as the schema has them; they
    stand from the first event of their case. (cases, events) written."""
    objects = _Objects()
    activities: dict[str, None] = {}
    number = 0
    out.write('{"events": [')
    for number, event in enumerate(events, 1):
        activities.setdefault(event.activity)
        row = {
            "id": f"e{number}",
            "type": event.activity,
            "time": event.at.isoformat(),
            "attributes": [],
            "relationships": objects.links(event),
        }
        out.write((",\n" if number > 1 else "\n") + json.dumps(row, ensure_ascii=False))
    out.write('\n], "objects": [')
    for at, one in enumerate(objects.told()):
        out.write((",\n" if at else "\n") + json.dumps(one, ensure_ascii=False))
    kinds = {
        "objectTypes": [{"name": kind, "attributes": own} for kind, own in objects.kinds()],
        "eventTypes": [{"name": name, "attributes": []} for name in activities],
    }
    out.write("\n], " + json.dumps(kinds, ensure_ascii=False)[1:] + "\n")
    return len(objects.cases), number


class _Objects:
    """What the events so far are about."""

    def __init__(self) -> None:
        self.cases: dict[str, OutEvent] = {}  # its first event
        self.units: dict[str, dict[str, None]] = {}  # of a case
        self.others: dict[tuple[str, str], str] = {}  # unit or officer → the officer's unit

    def links(self, event: OutEvent) -> list[dict[str, str]]:
        self.cases.setdefault(event.case, event)
        found = [{"objectId": event.case, "qualifier": "case"}]
        for kind, name in (("unit", event.group), ("officer", event.resource)):
            if name:
                self.others.setdefault((kind, name), event.group if kind == "officer" else "")
                found.append({"objectId": f"{kind}:{name}", "qualifier": kind})
        if event.group:
            self.units.setdefault(event.case, {}).setdefault(event.group)
        return found

    def told(self) -> Iterator[dict[str, Any]]:
        for ref, first in self.cases.items():
            yield {
                "id": ref,
                "type": first.kind,
                "attributes": [
                    {"name": name, "time": first.at.isoformat(), "value": value}
                    for name, value in (("district", first.district), ("channel", first.channel))
                    if value
                ],
                "relationships": [
                    {"objectId": f"unit:{unit}", "qualifier": "handled-by"}
                    for unit in self.units.get(ref, ())
                ],
            }
        for (kind, name), unit in self.others.items():
            links = [{"objectId": f"unit:{unit}", "qualifier": "of"}] if unit else []
            yield {"id": f"{kind}:{name}", "type": kind, "attributes": [], "relationships": links}

    def kinds(self) -> Iterator[tuple[str, list[dict[str, str]]]]:
        own = [{"name": name, "type": "string"} for name in ("district", "channel")]
        for kind in dict.fromkeys(first.kind for first in self.cases.values()):
            yield kind, own
        for kind in dict.fromkeys(kind for kind, _name in self.others):
            yield kind, []


def _string(key: str, value: str) -> str:
    return f'<string key="{key}" value={quoteattr(_clean(value))}/>' if value else ""


def _clean(text: str) -> str:
    """XML 1.0 knows no control characters."""
    return "".join(char if char >= " " or char in "\t\n" else " " for char in text)
