"""Let the refreshes of a period be found without reading all that was asked in it."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_api_keys"),
        ("querying", "0011_executions_without_fingerprint"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="analyticsquery",
            index=models.Index(
                fields=["organization", "created_at"],
                condition=models.Q(("purpose", "refresh")),
                name="query_refreshes",
            ),
        ),
    ]
