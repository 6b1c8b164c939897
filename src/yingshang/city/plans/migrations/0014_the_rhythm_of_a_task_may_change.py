from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0013_orders_are_total"),
    ]

    operations = [
        migrations.AddField(
            model_name="track",
            name="rhythms",
            field=models.JSONField(default=list),
        ),
    ]
