"""Jobs of the chat."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from conversations import services


@shared_task(queue="chat")
def run_conversation(conversation_id: str) -> None:
    """Answer the waiting questions of a conversation (TURN_RUNNER=celery)."""
    services.run_waiting_turns(UUID(conversation_id))


@shared_task
def interrupt_expired_turns() -> int:
    """End the turns whose process died; every few seconds."""
    return services.interrupt_expired_turns()


@shared_task
def run_evaluation(run_id: int) -> None:
    """Ask a run's verified queries; an evaluation may take as long as its models do."""
    # It needs the whole agent, which a worker that only sends or sweeps need not load.
    from conversations import evaluating

    evaluating.run_evaluation(run_id)
