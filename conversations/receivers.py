"""What the chat does when the layers below tell it something."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from knowledge.evaluation_runs import evaluation_requested
from knowledge.models import EvaluationRun


@receiver(evaluation_requested, dispatch_uid="conversations.evaluate")
def enqueue_evaluation(run: EvaluationRun, **_kwargs: Any) -> None:
    # Every process starts through this module; few ever evaluate, and the tasks load all services.
    from conversations.tasks import run_evaluation

    run_evaluation.delay(run.pk)
