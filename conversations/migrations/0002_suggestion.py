"""Suggestions: what the assistant proposes to make, and what became of it."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("email", "E-mail"),
                            ("sms", "SMS"),
                            ("social", "Social post"),
                            ("strategy", "Strategy"),
                            ("audience", "Audience"),
                            ("segment", "Segment"),
                            ("campaign", "Campaign"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("content", models.JSONField(default=dict, verbose_name="content")),
                ("reasoning", models.TextField(blank=True, verbose_name="reasoning")),
                ("confidence", models.FloatField(blank=True, null=True, verbose_name="confidence")),
                ("data_source_id", models.BigIntegerField(blank=True, null=True, verbose_name="data source")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Open"),
                            ("accepted", "Accepted"),
                            ("rejected", "Dismissed"),
                            ("applied", "Applied"),
                        ],
                        default="pending",
                        max_length=16,
                        verbose_name="status",
                    ),
                ),
                ("applied_kind", models.CharField(blank=True, max_length=16, verbose_name="applied to")),
                (
                    "applied_id",
                    models.CharField(blank=True, max_length=36, verbose_name="id of what was made"),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggestions",
                        to="conversations.message",
                        verbose_name="answer",
                    ),
                ),
                (
                    "segment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="conversations.suggestion",
                        verbose_name="to",
                    ),
                ),
            ],
            options={
                "verbose_name": "suggestion",
                "verbose_name_plural": "suggestions",
                "ordering": ["position", "created_at"],
            },
        ),
    ]
