"""Find at once what ran before fingerprints were kept. Built while the log is written to."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("querying", "0010_purpose_in_query_sums"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="analyticsquery",
            index=models.Index(
                condition=models.Q(("fingerprint", "")),
                fields=["-created_at"],
                name="query_without_fingerprint",
            ),
        ),
    ]
