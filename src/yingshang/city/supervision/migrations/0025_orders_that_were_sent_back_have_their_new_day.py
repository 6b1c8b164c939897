"""The day of an order is the new one of its case, where it was answered in time and sent back."""

from datetime import timedelta, timezone

from django.db import migrations

CST = timezone(timedelta(hours=8))


def fill(apps, _schema):
    again = apps.get_model("cases", "Case").objects.exclude(again_due_at=None)
    orders = apps.get_model("supervision", "Order").objects
    for ref, moment in again.filter(family="order").values_list("ref", "again_due_at"):
        orders.filter(ref=ref).update(due_on=moment.astimezone(CST).date())


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0024_interviews_that_were_held"),
        ("cases", "0014_what_was_sent_back_has_its_new_day"),
    ]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
