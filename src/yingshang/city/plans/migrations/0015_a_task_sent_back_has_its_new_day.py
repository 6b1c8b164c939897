from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0014_the_rhythm_of_a_task_may_change"),
    ]

    operations = [
        migrations.AddField(
            model_name="track",
            name="again_on",
            field=models.DateField(null=True),
        ),
    ]
