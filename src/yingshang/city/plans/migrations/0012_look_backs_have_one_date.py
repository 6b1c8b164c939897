"""By when a closed task is looked at again is one date, kept with it. Of a look-back that is open it
is the date that the look-back was given."""

from django.db import migrations, models


def keep(apps, schema_editor):
    tracks = apps.get_model("plans", "Track").objects
    for row in apps.get_model("plans", "LookBack").objects.filter(done_at=None):
        tracks.filter(pk=row.track_id).update(look_back_due=row.due_on)


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0011_reports_are_corrected'),
    ]

    operations = [
        migrations.AddField(
            model_name='track',
            name='look_back_due',
            field=models.DateField(null=True),
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
