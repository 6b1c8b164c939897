"""What a unit handed on in time counts for it, however long and often others examine it then."""

from django.db import migrations, models

# As cases._fold works it out: all of its own steps done, and another's taken up or done since.
LAST = """
SELECT MAX(own.done_at) FROM cases_step own
WHERE own.case_id = cases_case.ref AND own.unit = cases_case.unit AND own.status = 'done'
"""
FILL = f"""
UPDATE cases_case SET handed_on_at = ({LAST})
WHERE family IN ('order', 'plan-task') AND unit <> '' AND NOT EXISTS (
    SELECT 1 FROM cases_step s WHERE s.case_id = cases_case.ref
    AND s.unit = cases_case.unit AND s.status = 'open'
) AND EXISTS (
    SELECT 1 FROM cases_step s WHERE s.case_id = cases_case.ref AND s.unit <> cases_case.unit
    AND (s.status = 'open' OR (s.status = 'done' AND s.done_at >= ({LAST})))
)
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_drafts_know_they_were_handed_in")]
    operations = [
        migrations.AddField(
            model_name="case",
            name="handed_on_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
