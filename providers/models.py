"""Models that an organization brought, with their keys encrypted, and what was used of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.crypto import decrypt
from accounts.models import Organization, User
from accounts.roles import Role
from providers.enums import Outcome, ProviderKind, Purpose
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


class ModelRequestQuerySet(models.QuerySet["ModelRequest"]):
    def visible_to(self, actor: Actor) -> ModelRequestQuerySet:
        """The whole organization's for admins and owners, else the actor's own."""
        rows = self.filter(organization=actor.organization_id)
        return rows if actor.role.is_at_least(Role.ADMIN) else rows.filter(user=actor.user_id)


class ModelRequest(models.Model):
    """One request to one model: written before it is sent, settled when it has ended. Holds no text of it.

    Names stand as they were then. `cost_cents` is None where the model's price is not known. Until a request
    is settled its tokens are reckoned from the length of what was sent.
    """

    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="+"
    )
    # Kept by number when the person is gone: the sums must stay, and an upsert by person must find its row.
    user = models.ForeignKey(
        User,
        verbose_name=_("person"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    conversation_id = models.UUIDField(_("conversation"), null=True)
    turn_id = models.UUIDField(_("turn"), null=True)
    provider = models.ForeignKey(
        Provider,
        verbose_name=_("provider"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    provider_name = models.CharField(_("provider"), max_length=100)
    model = models.CharField(_("model"), max_length=200)
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose.choices, default=Purpose.ANSWER)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    is_fallback = models.BooleanField(_("fallback"), default=False)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome.choices, default=Outcome.OPEN)
    error_code = models.CharField(_("error"), max_length=32, blank=True)
    input_tokens = models.PositiveIntegerField(_("tokens in"), default=0)
    cached_tokens = models.PositiveIntegerField(_("of these cached"), default=0)
    output_tokens = models.PositiveIntegerField(_("tokens out"), default=0)
    is_estimated = models.BooleanField(_("tokens estimated"), default=True)
    cost_cents = models.DecimalField(_("cost (US cents)"), max_digits=18, decimal_places=6, null=True)
    latency_ms = models.PositiveIntegerField(_("time (ms)"), null=True)
    first_token_ms = models.PositiveIntegerField(_("time to the first token (ms)"), null=True)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled"), null=True)

    objects = ModelRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("model request")
        verbose_name_plural = _("model requests")
        indexes: ClassVar[list[models.Index]] = [
            # A person's tokens of today and of this month.
            models.Index(fields=["organization", "user", "created_at"], name="request_by_person"),
            # The roll-up of an organization's last days, and its page.
            models.Index(fields=["organization", "created_at"], name="request_by_organization"),
            # The sweep for requests whose process died.
            models.Index(fields=["created_at"], condition=models.Q(outcome="open"), name="request_open"),
        ]

    def __str__(self) -> str:
        return f"{self.provider_name} ({self.model})"


class DailyTokenUsageQuerySet(models.QuerySet["DailyTokenUsage"]):
    def visible_to(self, actor: Actor) -> DailyTokenUsageQuerySet:
        """The whole organization's for admins and owners, else the actor's own."""
        rows = self.filter(organization=actor.organization_id)
        return rows if actor.role.is_at_least(Role.ADMIN) else rows.filter(user=actor.user_id)


class DailyTokenUsage(models.Model):
    """The requests of one person to one model on one day of the organization's time zone, summed.

    `cost_cents` sums what is known; `unpriced` counts the requests that used tokens of no known price.
    """

    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(
        User,
        verbose_name=_("person"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    provider_name = models.CharField(_("provider"), max_length=100)
    model = models.CharField(_("model"), max_length=200)
    day = models.DateField(_("day"))
    requests = models.PositiveIntegerField(_("requests"))
    errors = models.PositiveIntegerField(_("errors"))
    unpriced = models.PositiveIntegerField(_("requests of unknown price"))
    input_tokens = models.BigIntegerField(_("tokens in"))
    cached_tokens = models.BigIntegerField(_("of these cached"))
    output_tokens = models.BigIntegerField(_("tokens out"))
    cost_cents = models.DecimalField(_("cost (US cents)"), max_digits=20, decimal_places=6)
    updated_at = models.DateTimeField(_("counted"))

    objects = DailyTokenUsageQuerySet.as_manager()

    class Meta:
        verbose_name = _("model usage")
        verbose_name_plural = _("model usage")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "day", "user", "provider_name", "model"],
                nulls_distinct=False,
                name="usage_row_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.provider_name} ({self.model})"
