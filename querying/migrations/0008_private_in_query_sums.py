"""Let the sums of the query log be read from their index alone: who may see a query depends on `private`."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_api_keys"),
        ("querying", "0007_results_kept_a_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="analyticsquery",
            name="query_sums_of_a_period",
        ),
        migrations.AddIndex(
            model_name="analyticsquery",
            index=models.Index(
                fields=["organization", "created_at"],
                include=(
                    "user",
                    "private",
                    "source",
                    "status",
                    "code",
                    "cached",
                    "milliseconds",
                    "fingerprint",
                ),
                name="query_sums",
            ),
        ),
    ]
