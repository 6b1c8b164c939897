"""Cases from before get their place in the lists: the date they are sorted by, and their seats."""

from django.db import migrations

FILL = """
UPDATE cases_case SET queue_at = next_due_at WHERE next_due_at IS NOT NULL
"""
SEATS = """
INSERT INTO cases_seat (case_id, unit, stage, queue_at)
SELECT c.ref, found.unit,
       CASE WHEN c.state NOT IN ('submitted', 'correcting', 'accepted', 'decided') THEN 0
            WHEN MAX(found.turn) = 1 THEN 2
            WHEN c.state = 'decided' AND found.unit = c.unit THEN 2
            WHEN c.state = 'decided' THEN 0
            WHEN c.state = 'submitted' AND found.unit = c.holder THEN 2
            WHEN c.state = 'accepted' AND found.unit = c.unit AND NOT EXISTS
                 (SELECT 1 FROM cases_step s WHERE s.case_id = c.ref AND s.status = 'open') THEN 2
            ELSE 1 END,
       c.queue_at
FROM cases_case c JOIN (
    SELECT case_id, unit, CASE WHEN status = 'open' THEN 1 ELSE 0 END AS turn FROM cases_step
    UNION ALL SELECT ref, unit, 0 FROM cases_case
    UNION ALL SELECT ref, holder, 0 FROM cases_case WHERE state = 'submitted'
) found ON found.case_id = c.ref
WHERE found.unit NOT IN ('', 'applicant')
GROUP BY c.ref, found.unit, c.state, c.unit, c.holder, c.queue_at
"""

# Who receives keeps a seat: applicants ask there.
RECEIVER = """
INSERT INTO cases_seat (case_id, unit, stage, queue_at)
SELECT c.ref, CASE WHEN %s LIKE '%%-%%' THEN %s ELSE c.region || '-' || %s END,
       CASE WHEN c.state IN ('submitted', 'correcting', 'accepted') THEN 1 ELSE 0 END,
       c.queue_at
FROM cases_case c WHERE c.edition_id = %s AND NOT EXISTS (
    SELECT 1 FROM cases_seat s WHERE s.case_id = c.ref
    AND s.unit = CASE WHEN %s LIKE '%%-%%' THEN %s ELSE c.region || '-' || %s END)
"""


# As the flows had it when this was written; where a unit is appointed for each case, nobody leads.
HALL = ("application", "bundle")
APPOINTED = ("order", "plan-task")
NO_LEAD = ("", "assigned", "none")


def _receives(body):
    """The role that receives cases of the item, '' for none."""
    if role := body.get("intake"):
        return role
    family, lead = body.get("family"), body.get("lead") or ""
    if family in HALL:
        return "hall"
    return "" if family in APPOINTED or lead in NO_LEAD else lead


def receivers(apps, schema_editor):
    editions = apps.get_model("definitions", "Edition").objects.filter(kind="item")
    with schema_editor.connection.cursor() as cursor:
        for edition, body in editions.values_list("id", "body").iterator():
            if role := _receives(body):
                cursor.execute(RECEIVER, [role] * 3 + [edition] + [role] * 3)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_a_unit_sits_at_a_case"),
        ("definitions", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(SEATS, "DELETE FROM cases_seat"),
        migrations.RunPython(receivers, migrations.RunPython.noop),
    ]
