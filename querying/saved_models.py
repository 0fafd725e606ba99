"""Queries that people keep in the workbench."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization

if TYPE_CHECKING:
    from accounts.actor import Actor


class SavedQueryQuerySet(models.QuerySet["SavedQuery"]):
    def visible_to(self, actor: Actor) -> SavedQueryQuerySet:
        """The actor's own and those shared with their organization, on sources that they may ask."""
        from querying.models import DataSource  # it imports this module

        return self.filter(
            Q(owner=actor.user_id) | Q(is_shared=True),
            organization=actor.organization_id,
            source__in=DataSource.objects.visible_to(actor),
        )

    def with_favourites(self, actor: Actor) -> SavedQueryQuerySet:
        """Each with `is_favourite` (of the actor) and `is_own`."""
        mine = SavedQuery.favourites.through.objects.filter(savedquery=OuterRef("pk"), user=actor.user_id)
        own = Case(When(owner=actor.user_id, then=True), default=False)
        return self.annotate(is_favourite=Exists(mine), is_own=own)

    def matching(self, search: str) -> SavedQueryQuerySet:
        """Those whose name, description or SQL holds the words."""
        if not search:
            return self
        return self.filter(
            Q(name__icontains=search) | Q(description__icontains=search) | Q(sql__icontains=search)
        )


class SavedQuery(models.Model):
    """SQL kept under a name. Whoever runs a shared one runs it with their own rights."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="saved_queries",
    )
    source = models.ForeignKey(
        "querying.DataSource",
        verbose_name=_("data source"),
        on_delete=models.CASCADE,
        related_name="saved_queries",
    )
    name = models.CharField(_("name"), max_length=200)
    description = models.CharField(_("description"), max_length=500, blank=True)
    sql = models.TextField(_("SQL"))
    is_shared = models.BooleanField(_("shared with the organization"), default=False)
    favourites = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("favourite of"), blank=True, related_name="favourite_queries"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = SavedQueryQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved query")
        verbose_name_plural = _("saved queries")
        ordering: ClassVar[list[str]] = ["name", "created_at"]
        indexes: ClassVar[list[models.Index]] = [
            # The workbench's list: one organization's, by name.
            models.Index(fields=["organization", "name"], name="saved_by_organization"),
        ]

    def __str__(self) -> str:
        return self.name
