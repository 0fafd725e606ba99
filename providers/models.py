"""Models that an organization brought, with their keys encrypted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.crypto import decrypt
from accounts.models import Organization
from providers.enums import ProviderKind
from providers.wire import ProviderConfig

if TYPE_CHECKING:
    from accounts.actor import Actor


class ProviderQuerySet(models.QuerySet["Provider"]):
    def visible_to(self, actor: Actor) -> ProviderQuerySet:
        return self.filter(organization=actor.organization_id)

    def in_order(self) -> ProviderQuerySet:
        """Active ones in the order they are tried: the default first, then as they were added."""
        return self.filter(is_active=True).order_by("-is_default", "pk")


class Provider(models.Model):
    """One model at one vendor. `encrypted_key` never leaves through a page, a log or an export."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="providers"
    )
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("type"), max_length=32, choices=ProviderKind.choices)
    endpoint = models.CharField(
        _("endpoint"), max_length=500, blank=True, help_text=_("Empty for the vendor's own address.")
    )
    encrypted_key = models.TextField(_("key"), blank=True, editable=False)
    model = models.CharField(_("model"), max_length=200)
    temperature = models.FloatField(
        _("temperature"), default=0.0, validators=[MinValueValidator(0), MaxValueValidator(2)]
    )
    max_tokens = models.PositiveIntegerField(_("most tokens per answer"), default=2000)
    parameters = models.JSONField(_("extra parameters"), default=dict, blank=True)
    is_default = models.BooleanField(_("default"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    masks_personal_data = models.BooleanField(
        _("mask personal data"),
        default=True,
        help_text=_(
            "E-mails, phone numbers, cards and the like in texts become [email] before anything is sent."
        ),
    )
    from_environment = models.BooleanField(_("set up from the environment"), default=False, editable=False)
    last_success_at = models.DateTimeField(_("last success"), null=True, blank=True, editable=False)
    last_error = models.CharField(_("last error"), max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "name"], name="provider_name_per_organization"),
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(is_default=True), name="one_default_provider"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.model})"

    def config(self) -> ProviderConfig:
        """What a request needs, the key in the clear. Raises accounts.crypto.Undecryptable."""
        return ProviderConfig(
            id=self.pk,
            name=self.name,
            kind=self.kind,
            model=self.model,
            endpoint=self.endpoint,
            key=decrypt(self.encrypted_key),
            temperature=self.temperature,
            max_tokens=self.max_tokens,
            parameters=self.parameters,
            masks_personal_data=self.masks_personal_data,
        )
