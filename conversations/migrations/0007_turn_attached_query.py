from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0006_private_conversations"),
    ]

    operations = [
        migrations.AddField(
            model_name="turn",
            name="attached_query",
            field=models.TextField(
                blank=True,
                default="",
                help_text="SQL that the question is about.",
                verbose_name="attached query",
            ),
        ),
    ]
