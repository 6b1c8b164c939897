"""What was answered in time and sent back is due on its new day: a column, filled from the facts."""

import json

from django.db import migrations, models
from django.db.models import F


def _first_done(events, ref, code):
    """When a step was done for the first time."""
    rows = events.filter(case_id=ref, name="step-done").order_by("seq")
    told = ((at, json.loads(data).get("step")) for at, data in rows.values_list("at", "data"))
    return next((at for at, step in told if step == code), None)


def _whole(body, code):
    return any(one["code"] == code and one.get("due") == "whole" for one in body["steps"])


def fill(apps, _schema):
    """As cases._clock works it out."""
    case_of, step_of = apps.get_model("cases", "Case"), apps.get_model("cases", "Step")
    events, seats = apps.get_model("cases", "CaseEvent").objects, apps.get_model("cases", "Seat")
    later = step_of.objects.filter(
        case__family__in=("order", "plan-task"), due_at__gt=F("case__due_at")
    ).exclude(status="skipped")
    for step in later.select_related("case__edition"):
        case = step.case
        first = _first_done(events, case.ref, step.code)
        if not _whole(case.edition.body, step.code) or first is None or first > case.due_at:
            continue
        changes = {"again_due_at": step.due_at}
        if case.state == "accepted":
            changes |= {"next_due_at": step.due_at, "queue_at": step.due_at}
            changes["warn_at"] = step.warn_at
            seats.objects.filter(case=case, stage__gt=0).update(queue_at=step.due_at)
        case_of.objects.filter(pk=case.pk).update(**changes)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_what_a_unit_handed_on_counts_for_it"),
    ]
    operations = [
        migrations.AddField(
            model_name="case",
            name="again_due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
