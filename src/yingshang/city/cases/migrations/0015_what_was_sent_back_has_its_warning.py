"""What was sent back is warned of again: 0014, as it was at first, took the warning away."""

from django.db import migrations
from django.db.models import F


def fill(apps, _schema):
    """As cases._clock works it out; who has its warning keeps it."""
    case_of, step_of = apps.get_model("cases", "Case"), apps.get_model("cases", "Step")
    lost = step_of.objects.filter(
        case__state="accepted",
        case__warn_at=None,
        case__again_due_at=F("due_at"),
        case__next_due_at=F("due_at"),
    ).exclude(warn_at=None)
    for step in lost.exclude(status="skipped"):
        case_of.objects.filter(pk=step.case_id).update(warn_at=step.warn_at)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_what_was_sent_back_has_its_new_day"),
    ]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
