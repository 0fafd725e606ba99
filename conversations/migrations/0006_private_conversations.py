"""A conversation about a source that is one person's alone is nobody else's to read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0005_unanswered_questions")]
    operations = [
        migrations.AddField(
            model_name="conversation",
            name="private",
            field=models.BooleanField(default=False, editable=False, verbose_name="of a private source"),
        ),
    ]
