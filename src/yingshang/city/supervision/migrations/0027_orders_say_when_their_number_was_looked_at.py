from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0026_orders_say_since_when_they_are_met"),
    ]

    operations = [
        migrations.AddField(
            model_name="order",
            name="looked_on",
            field=models.DateField(null=True),
        ),
    ]
