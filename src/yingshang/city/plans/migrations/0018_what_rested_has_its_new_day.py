"""What rested before its track knew has its new day, as its case has it now."""

from datetime import timedelta, timezone

from django.db import migrations

CST = timezone(timedelta(hours=8))


def fill(apps, _schema):
    case_of, track_of = apps.get_model("cases", "Case"), apps.get_model("plans", "Track")
    rested = track_of.objects.exclude(ref="").exclude(due_on=None).exclude(pauses=[])
    days = case_of.objects.filter(pk__in=rested.values("ref")).exclude(again_due_at=None)
    for ref, again in days.values_list("pk", "again_due_at"):
        track_of.objects.filter(ref=ref).update(again_on=again.astimezone(CST).date())


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_what_rested_has_its_new_day"),
        ("plans", "0017_nodes_are_put_off_from_their_agreement"),
    ]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
