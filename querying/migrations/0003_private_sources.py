"""A data source may be one person's alone, and what was asked of it too."""

import django.db.models.deletion
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("querying", "0002_kept_results"),
    ]
    operations = [
        migrations.AddField(
            model_name="datasource",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="owner",
            ),
        ),
        migrations.AlterField(
            model_name="datasource",
            name="name",
            field=models.CharField(
                max_length=100,
                validators=[
                    RegexValidator(r"^[\w][\w .-]*$", "Use letters, digits, spaces, dots and dashes.")
                ],
                verbose_name="name",
            ),
        ),
        migrations.AddConstraint(
            model_name="datasource",
            constraint=models.UniqueConstraint(
                condition=models.Q(("owner", None)), fields=("name",), name="one_source_of_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="datasource",
            constraint=models.UniqueConstraint(
                fields=("owner", "name"), name="one_source_of_a_name_and_owner"
            ),
        ),
        migrations.AddField(
            model_name="analyticsquery",
            name="private",
            field=models.BooleanField(default=False, editable=False, verbose_name="of a private source"),
        ),
    ]
