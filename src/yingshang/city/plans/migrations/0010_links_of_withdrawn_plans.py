"""Links of plans that were withdrawn before a withdrawal gave its links back: they are undone.

Of a plan between two editions they stay, since they are all that says that the last one replaces
the first."""

from django.db import migrations
from django.db.models import Q


def give_back(apps, schema_editor):
    links = apps.get_model("plans", "PlanLink").objects.filter(undone_at=None)
    editions = links.filter(kind="edition")
    between = set(editions.values_list("heir", flat=True)) & set(
        editions.values_list("origin", flat=True)
    )
    withdrawn = Q(origin__withdrawn_at__isnull=False) | Q(heir__withdrawn_at__isnull=False)
    rows = links.filter(withdrawn).select_related("origin", "heir")
    for row in rows.defer("origin__reading", "heir__reading"):
        plans = [one for one in (row.origin, row.heir) if one.withdrawn_at]
        if row.kind == "edition" and between & {one.pk for one in plans}:
            continue
        first = min(plans, key=lambda one: one.withdrawn_at)
        row.undone_at = first.withdrawn_at
        row.undone_because = f"方案整份撤回：{first.withdrawn_why}"[:400]
        row.save(update_fields=["undone_at", "undone_because"])


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0009_plans_are_withdrawn'),
    ]

    operations = [
        migrations.RunPython(give_back, migrations.RunPython.noop),
    ]
