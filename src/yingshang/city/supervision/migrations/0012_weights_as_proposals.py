"""Drafts of weights become proposals of editions."""

from django.db import migrations

KEPT = (
    "region", "body", "under", "reason", "by", "by_name", "at", "state", "ruled_by", "ruled_name",
    "ruled_at", "words",
)  # fmt: skip


def carry(apps, schema_editor):
    draft = apps.get_model("supervision", "WeightsDraft")
    proposal = apps.get_model("definitions", "Proposal")
    proposal.objects.bulk_create(
        proposal(kind="appraisal", code="unit-appraisal", **row)
        for row in draft.objects.order_by("pk").values(*KEPT)
    )


class Migration(migrations.Migration):

    dependencies = [
        ("definitions", "0002_proposals"),
        ("supervision", "0011_weights_drafts"),
    ]

    operations = [
        migrations.RunPython(carry, migrations.RunPython.noop),
        migrations.DeleteModel(name="WeightsDraft"),
    ]
