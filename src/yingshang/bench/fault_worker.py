"""A process that forks workers doing verbs, to be killed at any moment: see bench/faults.py.

It prepares its database (YINGSHANG_DATABASE_URL), then answers one JSON line to each on stdin:
{"do": "work", "seed", "acks"} → {"pid"}: a fork does verbs for ever and writes a line to the file
`acks` after each commit; {"do": "reap", "pid"}; {"do": "race", "number", "acks": [a, b]} → two
forks decide the same cases; {"do": "check", "acks": [paths]} → what was found wrong.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

__all__ = ["main"]

REGION, ITEM = "990100", "bench-faults"
BODY: dict[str, Any] = {
    "code": ITEM,
    "name": "断电测试事项",
    "family": "application",
    "handled": "here",
    "lead": "market",
    "limits": {
        "statutory": {"value": 20, "unit": "workday"},
        "promised": {"value": 5, "unit": "workday"},
    },
    "fields": [{"name": "company", "label": "企业名称", "type": "text", "required": True}],
    "steps": [
        {"code": "tax", "name": "税务核对", "unit": "tax"},
        {"code": "site", "name": "现场核查", "unit": "market"},
        {"code": "seal", "name": "印章备案", "unit": "police"},
    ],
    "outcomes": ["granted", "refused"],
    "licence": {"type": "bench", "name": "测试证照", "prefix": "BENCH", "valid_years": 5},
}


def prepare() -> None:
    """All tables, what is declared, and our item."""
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from yingshang.city.accounts.kinds import SYSTEM
    from yingshang.city.definitions import service as definitions

    call_command("migrate", verbosity=0)
    at = timezone.now()
    definitions.load(settings.DATA_DIRS, at=at)
    definitions.publish(kind="item", code=ITEM, region="", body=BODY, by=SYSTEM, at=at)


class Worker:
    """Does the next verb of some case, over and over; what was committed is said at once."""

    def __init__(self, seed: int, acks: str) -> None:
        self.random = random.Random(seed)
        self.acks = os.open(acks, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.todo: dict[str, list[str]] = {}

    def run(self) -> None:
        from yingshang.city.cases import service as cases

        self._adopt()
        while True:
            full = len(self.todo) >= 12
            ref = next(iter(self.todo)) if full else self.random.choice([*self.todo, ""])
            verb = self.todo[ref][0] if ref else "open"
            try:
                after = self._open() if verb == "open" else self._go_on(ref, verb)
            except cases.Refusal:  # another worker was faster
                self.todo.pop(ref, None)
                continue
            self._ack(verb, after)
            if ref:
                self.todo[ref].pop(0)
                if not self.todo[ref]:
                    del self.todo[ref]

    def _adopt(self) -> None:
        """What killed workers left half done is gone on with."""
        from yingshang.city.cases.models import Case, Step

        under_way = Case.objects.filter(state__in=("submitted", "accepted", "decided"))
        for case in under_way.order_by("?")[:8]:
            steps = Step.objects.filter(case=case).exclude(status="done")
            codes = list(steps.values_list("code", flat=True))
            verbs = ["accept"] if case.state == "submitted" else []
            verbs += [*codes, "decide"] if case.state != "decided" else []
            self.todo[case.ref] = [*verbs, "close"]

    def _open(self) -> Any:
        from django.utils import timezone

        from yingshang.city.accounts.kinds import SYSTEM
        from yingshang.city.cases import service as cases

        mark = self.random.getrandbits(64)
        after = cases.open_case(
            item=ITEM,
            region=REGION,
            form={"company": f"断电测试{mark:x}"},
            party=None,
            channel="web",
            by=SYSTEM,
            at=timezone.now(),
            key=f"{mark:x}",
            files=[("材料.txt", f"材料 {mark}".encode() * 200)],
        )
        steps = [step["code"] for step in BODY["steps"]]
        self.random.shuffle(steps)
        self.todo[after.ref] = ["accept", *steps, "decide", "close"]
        return after

    def _go_on(self, ref: str, verb: str) -> Any:
        from django.utils import timezone

        from yingshang.city.accounts.kinds import SYSTEM
        from yingshang.city.cases import service as cases

        at = timezone.now()
        if verb == "accept":
            return cases.accept(ref=ref, by=SYSTEM, at=at)
        if verb == "decide":
            return cases.decide(ref=ref, outcome="granted", by=SYSTEM, at=at)
        if verb == "close":
            return cases.close(ref=ref, by=SYSTEM, at=at)
        return cases.complete_step(ref=ref, step=verb, result="pass", by=SYSTEM, at=at)

    def _ack(self, verb: str, after: Any) -> None:
        line = json.dumps([verb, after.ref, after.seq, after.hash]) + "\n"
        os.write(self.acks, line.encode())


def _racer(refs: list[tuple[str, int]], acks: str) -> None:
    """Decide every case; one line each: won, or the code of the refusal."""
    from django.utils import timezone

    from yingshang.city.accounts.kinds import SYSTEM
    from yingshang.city.cases import service as cases

    with open(acks, "a") as out:
        for place, (ref, seen) in enumerate(refs):
            seq = seen if place % 2 else None  # with and without saying what was seen last
            try:
                cases.decide(ref=ref, outcome="granted", by=SYSTEM, at=timezone.now(), seq=seq)
                told = "won"
            except cases.Refusal as refusal:
                told = refusal.code
            out.write(f"{ref} {told}\n")


def _fork(job: Callable[[], None]) -> int:
    """Run the job in a process of its own; its number."""
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    try:
        os.close(0)
        job()
        connections.close_all()
    except BaseException as error:
        print(f"worker: {error!r}", file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def race(number: int, acks: list[str]) -> dict[str, Any]:
    """Bring cases to the decision, then let two processes decide each of them."""
    worker = Worker(number, os.devnull)
    refs = []
    for _ in range(number):
        ref = worker._open().ref
        for verb in worker.todo[ref][:4]:
            after = worker._go_on(ref, verb)
        refs.append((ref, after.seq))
    pids = [_fork(lambda path=path: _racer(refs, path)) for path in acks]  # type: ignore[misc]
    return {"exits": [os.waitpid(pid, 0)[1] for pid in pids], "refs": [ref for ref, _ in refs]}


def check(acks: list[str]) -> dict[str, Any]:
    """What stands in the database against what was acknowledged."""
    from django.db.models import Count

    from yingshang.city.cases import service as cases
    from yingshang.city.cases.models import Attachment, Case, CaseEvent
    from yingshang.city.licences.models import Licence

    report = cases.verify_chain()
    texts = [Path(path).read_text("utf-8") for path in acks if os.path.exists(path)]
    said = [json.loads(line) for text in texts for line in text.splitlines()]
    stored = set(CaseEvent.objects.values_list("case_id", "seq", "hash"))
    lost = [line for line in said if tuple(line[1:]) not in stored]
    decided = CaseEvent.objects.filter(name="decided")
    twice = decided.values("case").annotate(n=Count("id")).filter(n__gt=1).count()
    licensed = Counter(Licence.objects.values_list("case_ref", flat=True))
    granted = set(Case.objects.filter(outcome="granted").values_list("ref", flat=True))
    broken_files = [
        digest
        for digest in set(Attachment.objects.values_list("sha256", flat=True))
        if not _whole(cases.path_of(digest), digest)
    ]
    return {
        "acknowledged": len(said),
        "cases": report.cases,
        "events": report.events,
        "lost": lost[:5],
        "breaks": list(report.sentences[:5]),
        "decided_twice": twice,
        "licences_wrong": len(granted ^ set(licensed)) + sum(n > 1 for n in licensed.values()),
        "files_broken": broken_files[:5],
    }


def _whole(path: Path, digest: str) -> bool:
    return path.exists() and sha256(path.read_bytes()).hexdigest() == digest


def main() -> None:
    """Serve the questions on stdin until it is closed; Django is set up already."""
    begun = time.perf_counter()
    prepare()
    _tell({"ready": round(time.perf_counter() - begun, 2)})
    for line in sys.stdin:
        words = json.loads(line)
        if words["do"] == "work":
            _tell({"pid": _fork(Worker(words["seed"], words["acks"]).run)})
        elif words["do"] == "reap":
            _tell({"status": os.waitpid(words["pid"], 0)[1]})
        elif words["do"] == "race":
            _tell(race(words["number"], words["acks"]))
        else:
            _tell(check(words["acks"]))


def _tell(answer: dict[str, Any]) -> None:
    print(json.dumps(answer, ensure_ascii=False), flush=True)
