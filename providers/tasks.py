"""Jobs that keep the accounts of model requests."""

from __future__ import annotations

from celery import shared_task

from providers import services


@shared_task
def sweep_lost_requests() -> int:
    """Mark requests whose process died; every few minutes."""
    return services.sweep_lost_requests()


@shared_task
def roll_up_usage() -> int:
    """Bring the daily sums up to date: hourly, as days end at another hour in each organization."""
    return services.roll_up_usage()
