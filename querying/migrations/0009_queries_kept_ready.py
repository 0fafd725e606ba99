"""Let common queries be kept ready: a switch on the source, and what the log has to tell apart for it."""

from django.db import migrations, models

PURPOSES = ["chat", "workbench", "export", "audience", "refresh"]


class Migration(migrations.Migration):
    dependencies = [
        ("querying", "0008_private_in_query_sums"),
    ]

    operations = [
        migrations.AddField(
            model_name="datasource",
            name="keeps_ready",
            field=models.BooleanField(
                default=True,
                help_text=(
                    "What is asked often and takes long is run again before its kept result ends, within "
                    "bounds. Only where results are kept for a quarter of an hour or longer."
                ),
                verbose_name="common queries are kept ready",
            ),
        ),
        migrations.AddField(
            model_name="analyticsquery",
            name="keepable",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AlterField(
            model_name="analyticsquery",
            name="purpose",
            field=models.CharField(
                choices=[(purpose, purpose) for purpose in PURPOSES], max_length=10, verbose_name="purpose"
            ),
        ),
    ]
