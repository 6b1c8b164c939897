"""Asks of cases that have ended lie open no more; shares of motions name who handles them now."""

from django.db import migrations, models

ENDED = ("decided", "refused", "withdrawn", "closed")


def follow_the_cases(apps, schema_editor):
    Case = apps.get_model("cases", "Case")
    for row in apps.get_model("supervision", "DelayAsk").objects.filter(state="asked"):
        case = Case.objects.filter(ref=row.ref, state__in=ENDED).first()
        if case is not None:
            row.state, row.ruled_at = "lapsed", case.closed_at or case.decided_at
            row.save(update_fields=["state", "ruled_at"])
    Share = apps.get_model("supervision", "MotionShare")
    for row in Share.objects.all():
        case = Case.objects.filter(ref=row.ref).exclude(unit=row.unit).exclude(unit="").first()
        if case and not Share.objects.filter(motion=row.motion_id, unit=case.unit).exists():
            row.unit = case.unit
            row.save(update_fields=["unit"])


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0012_drafts_know_they_were_handed_in'),
        ('supervision', '0018_a_unit_asks_for_a_later_day'),
    ]

    operations = [
        migrations.AlterField(
            model_name='delayask',
            name='state',
            field=models.CharField(choices=[('asked', '待审批'), ('granted', '已同意延期'), ('refused', '未同意延期'), ('lapsed', '这件事已经结束，不再审批')], default='asked', max_length=10),
        ),
        migrations.RunPython(follow_the_cases, migrations.RunPython.noop),
    ]
