"""A figure that leaps from the month before is a doubt apart from one that the cases contradict."""

from django.db import migrations

_LEAP = '相差十倍以上'  # in the sentence of each, and of no other


def apart(apps, schema_editor):
    for row in _leaps(apps, schema_editor):
        rule, subject, period = row.key.split('|')
        if not subject.endswith('-history'):
            row.key = f'{rule}|{subject}-history|{period}'
            row.save(update_fields=['key'])


def together(apps, schema_editor):
    rows = _leaps(apps, schema_editor)
    for row in rows:
        key = row.key.replace('-history|', '|')
        if not rows.model.objects.filter(key=key).exists():
            row.key = key
            row.save(update_fields=['key'])


def _leaps(apps, schema_editor):
    rows = apps.get_model('supervision', 'Warning').objects.using(schema_editor.connection.alias)
    return rows.filter(kind='contradiction', sentence__contains=_LEAP)


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0014_warnings_ease'),
    ]

    operations = [
        migrations.RunPython(apart, together),
    ]
