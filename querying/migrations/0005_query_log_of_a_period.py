"""What the query log's page asks: which executions are the same, and sums of a period."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_api_keys"),
        ("querying", "0004_uploads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="analyticsquery",
            name="fingerprint",
            field=models.CharField(blank=True, editable=False, max_length=16, verbose_name="fingerprint"),
        ),
        migrations.AddIndex(
            model_name="analyticsquery",
            index=models.Index(
                fields=["organization", "fingerprint", "-created_at"], name="query_by_fingerprint"
            ),
        ),
        migrations.AddIndex(
            model_name="analyticsquery",
            index=models.Index(
                fields=["organization", "created_at"],
                include=("user", "source", "status", "code", "cached", "milliseconds", "fingerprint"),
                name="query_sums_of_a_period",
            ),
        ),
    ]
