"""What rested before the clocks knew it goes on with what was left of its time, as what rests now."""

import json

from django.db import migrations

from yingshang.kernel.worktime import Pause, put_off, to_cst, warn_at

MOVES = ("extended", "reopened", "amended")


def _facts(case, event_of):
    """(its pauses, since when its date is set, whether it rests now) by its facts."""
    pauses, since, set_at = [], None, case.accepted_at
    rows = event_of.objects.filter(case_id=case.pk, name__in=("paused", "resumed", *MOVES))
    for name, at, data in rows.order_by("seq").values_list("name", "at", "data"):
        if name == "paused":
            since = at
        elif name == "resumed" and since is not None:
            pauses.append(Pause(since, at, "suspended"))
            since = None
        elif name in MOVES and {"until", "undated"} & {k for k, v in json.loads(data).items() if v}:
            set_at = at
    return pauses, set_at, since is not None


def _whole(case):
    return [one["code"] for one in case.edition.body["steps"] if one.get("due") == "whole"]


def fill(apps, _schema):
    """As cases._clock works it out, but for the hour of the warning, which the next fact sets."""
    case_of, event_of = apps.get_model("cases", "Case"), apps.get_model("cases", "CaseEvent")
    rested = event_of.objects.filter(name="paused", case__family__in=("order", "plan-task"))
    cases = case_of.objects.filter(pk__in=rested.values("case")).exclude(due_at=None)
    for case in cases.exclude(accepted_at=None).select_related("edition"):
        if whole := _whole(case):
            _put_right(apps, case, whole, *_facts(case, event_of))


def _put_right(apps, case, whole, pauses, set_at, rests):
    day = to_cst(case.due_at).date()
    moved = put_off(day, to_cst(set_at).date(), pauses)
    due = case.due_at + (moved - day)
    again = max(filter(None, (case.again_due_at, due)))
    changes = {"again_due_at": again if again > case.due_at else None}
    if case.state == "accepted":
        runs = None if rests else again
        changes |= {"next_due_at": runs, "warn_at": warn_at(runs) if runs else None}
        if case.next_due_at == runs:
            changes.pop("warn_at")
        _queue(apps, case, changes, whole, due)
    apps.get_model("cases", "Case").objects.filter(pk=case.pk).update(**changes)


def _queue(apps, case, changes, whole, due):
    """Lists are sorted by it; the open step that is due with the whole has the same day."""
    seats, steps = apps.get_model("cases", "Seat").objects, apps.get_model("cases", "Step").objects
    changes["queue_at"] = changes["next_due_at"] or seats.model._meta.get_field("queue_at").default
    seats.filter(case=case, stage__gt=0).update(queue_at=changes["queue_at"])
    open_ = steps.filter(case=case, status="open", code__in=whole, due_at__lt=due)
    open_.update(due_at=due, warn_at=warn_at(due))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_what_was_sent_back_has_its_warning"),
    ]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
