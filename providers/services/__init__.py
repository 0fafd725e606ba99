"""What other layers may do with models: set them up, find a person's, account for what they used."""

from __future__ import annotations

from providers.services.providing import (
    check_connection,
    delete_provider,
    make_default,
    make_provider,
    providers_for,
    provision_from_environment,
)
from providers.services.requests import Account, sweep_lost_requests
from providers.services.rollup import roll_up_usage
from providers.services.usage import usage_of
from providers.wire import ProviderUnavailable

__all__ = [
    "Account",
    "ProviderUnavailable",
    "check_connection",
    "delete_provider",
    "make_default",
    "make_provider",
    "providers_for",
    "provision_from_environment",
    "roll_up_usage",
    "sweep_lost_requests",
    "usage_of",
]
