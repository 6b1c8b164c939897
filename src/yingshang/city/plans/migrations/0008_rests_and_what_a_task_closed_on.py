import json
from datetime import timedelta, timezone

from django.db import migrations, models

CST = timezone(timedelta(hours=8))
NAMES = ("step-done", "withdrawn", "refused", "decided", "closed", "reopened")


def fold(apps, schema_editor):
    """Tell each tracked task, from the facts of its case, when nothing was owed and who asked."""
    track_model = apps.get_model("plans", "Track")
    event_model = apps.get_model("cases", "CaseEvent")
    for track in track_model.objects.exclude(ref="").iterator():
        rests, asked_by = [], ""
        rows = event_model.objects.filter(case__ref=track.ref, name__in=NAMES).order_by("seq")
        for name, by, at, text in rows.values_list("name", "by", "at", "data"):
            data = json.loads(text or "{}")
            day = at.astimezone(CST).date().isoformat()
            step = data.get("step", "") if name == "step-done" else ""
            back = step.startswith("verify") and data.get("result") == "fail"
            open_ = bool(rests) and rests[-1][1] is None
            if name == "reopened" or back:
                asked_by = ""
                if open_:
                    rests[-1][1] = day
            elif (name != "step-done" or step == "apply") and not open_:
                rests.append([day, None])
            if step == "apply":
                asked_by = by
        if rests or asked_by:
            track_model.objects.filter(pk=track.pk).update(rests=rests, asked_by=asked_by)


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_seats_of_the_cases_there_are'),
        ('plans', '0007_columns_of_sheets'),
    ]

    operations = [
        migrations.AddField(
            model_name='track',
            name='asked_by',
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name='track',
            name='closed_on',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='track',
            name='rests',
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(fold, migrations.RunPython.noop),
    ]
