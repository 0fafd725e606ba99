from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("address_hash", ""), _negated=True),
                fields=["campaign", "address_hash"],
                name="delivery_by_address",
            ),
        ),
    ]
