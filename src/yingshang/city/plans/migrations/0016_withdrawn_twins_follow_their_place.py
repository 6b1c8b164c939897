"""A withdrawn plan may stand beside another of the same document in one place. There is no way back
once there are such twins: the old constraint would not hold. The move is told by no event, for what
moves was withdrawn, and its history stays as it was."""

from django.db import migrations, models


def follow(apps, schema_editor):
    """What stayed with a place that was merged away is a plan of the place that it went to."""
    region, plan = apps.get_model("accounts", "Region"), apps.get_model("plans", "Plan")
    for code, into in region.objects.exclude(same_as=None).values_list("code", "same_as_id"):
        plan.objects.filter(region=code).exclude(withdrawn_at=None).update(region=into)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_noted_places_are_put_right"),
        ("plans", "0015_a_task_sent_back_has_its_new_day"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="plan", name="one_plan_per_document_and_region"),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("document", "region"),
                name="one_plan_in_force_per_document_and_region",
            ),
        ),
        migrations.RunPython(follow, migrations.RunPython.noop),
    ]
