"""How long an evaluation takes, of a database that nobody described, on the page's own path."""

from __future__ import annotations

import time

from django.conf import settings

from benchmarks.measure import Measurement, Unit, note
from benchmarks.questions import evaluate_set

SET = "library"


def measure_evaluation() -> list[Measurement]:
    """Connecting, drafting and asking a whole set, a question; each runs its gold SQL, too."""
    started = time.perf_counter()
    scored = list(evaluate_set(settings.DEMO_ADMIN_URL, SET))
    seconds = (time.perf_counter() - started) / len(scored)
    return [note(f"evaluation, {len(scored)} questions on a new database", seconds, unit=Unit.SECONDS_EACH)]
