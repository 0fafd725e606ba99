"""Who sends what: deliveries claimed in batches, marked one by one, taken back from workers that died.

The order is the whole of it. A worker claims rows and goes through them by id. After each message it marks
the row before it turns to the next: so of a worker that was killed, the first row without a mark is the only
one that may have been sent, and no later one has been. `sweep` gives that one up as in doubt, and makes the
others wait again; that one too if sending it again is harmless, or if its address was never noted, which is
done before anything is sent. A worker that was merely slow finds its claim gone at its next mark, and stops.

Marks are committed without waiting for the disk (`synchronous_commit = off`): a killed worker loses none of
them. A database server that dies loses those of the last moments; a worker that lives writes them again
(delivering.py), and where both died, every row of the claim that has no mark is in doubt.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import psycopg
from django.db import connection

LEASE_SECONDS = 120
BATCH = 200


@dataclass(frozen=True, slots=True)
class Claimed:
    id: int
    person_key: str
    attempts: int


def claim(campaign_id: int, claim_id: uuid.UUID, size: int = BATCH) -> list[Claimed]:
    """The next deliveries that are due, by id; none where the campaign is not sending."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [claim_id, LEASE_SECONDS, campaign_id, size])
        return sorted((Claimed(*row) for row in cursor.fetchall()), key=lambda row: row.id)


def renew(campaign_id: int, claim_id: uuid.UUID) -> bool:
    """Whether the claim still holds and the campaign is sending; if so, its lease begins anew."""
    with connection.cursor() as cursor:
        cursor.execute(_RENEW, [LEASE_SECONDS, claim_id, campaign_id])
        return cursor.rowcount > 0


def mark(delivery_id: int, claim_id: uuid.UUID, outcome: str, *, reason: str = "", wait: float = 0) -> bool:
    """Note how a message went; whether to go on: the claim was still ours, and the campaign is sending.

    `wait`: seconds until it is tried again, for the outcome `pending`.
    """
    values = [outcome, outcome, reason, outcome, wait, outcome, delivery_id, claim_id]
    connection.ensure_connection()
    with connection.wrap_database_errors:
        # Not Django's cursor, which writes values into the text in Python: a third of the time of a message.
        row = psycopg.Cursor(connection.connection).execute(_MARK, values).fetchone()
    return row is not None and row[0] == "sending"


def mark_sent_again(delivery_ids: Sequence[int]) -> None:
    """Write marks of sent messages once more, which a dying database may have lost, and wait for the disk."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
        cursor.execute(_MARK_AGAIN, [list(delivery_ids)])


def skip(reasons: Mapping[int, str], claim_id: uuid.UUID) -> None:
    """Mark deliveries as skipped, each with its reason."""
    with connection.cursor() as cursor:
        cursor.execute(_SKIP, [list(reasons), list(reasons.values()), claim_id])


def note_addresses(hashes: Mapping[int, str], claim_id: uuid.UUID) -> None:
    """Keep the hashed addresses of what is about to be sent: an unsubscribe link then works at once."""
    with connection.cursor() as cursor:
        cursor.execute(_ADDRESSES, [list(hashes), list(hashes.values()), claim_id])


def release(claim_id: uuid.UUID) -> None:
    """Give back what of a claim has not been tried; deliveries of a cancelled campaign are cancelled."""
    with connection.cursor() as cursor:
        cursor.execute(_RELEASE, [claim_id])


def sweep(*, is_idempotent: bool) -> int:
    """Take back the claims whose lease has run out; gives how many deliveries that were."""
    with connection.cursor() as cursor:
        cursor.execute(_SWEEP, [is_idempotent])
        return cursor.rowcount


_CLAIM = """
UPDATE campaigns_delivery SET status = 'claimed', claim = %s, claimed_at = now(),
    lease_expires_at = now() + make_interval(secs => %s)
WHERE id = ANY(ARRAY(
    SELECT d.id FROM campaigns_delivery d JOIN campaigns_campaign c ON c.id = d.campaign_id
    WHERE d.campaign_id = %s AND d.status = 'pending' AND c.status = 'sending'
    AND (d.next_attempt_at IS NULL OR d.next_attempt_at <= now())
    ORDER BY d.id LIMIT %s FOR UPDATE OF d SKIP LOCKED
))
RETURNING id, person_key, attempts
"""
_RENEW = """
UPDATE campaigns_delivery SET lease_expires_at = now() + make_interval(secs => %s)
WHERE claim = %s AND campaign_id = %s AND status = 'claimed'
AND EXISTS (SELECT FROM campaigns_campaign c WHERE c.id = campaign_id AND c.status = 'sending')
"""
_MARK = """
UPDATE campaigns_delivery d SET status = CASE
        WHEN %s::text = 'pending' AND c.status = 'cancelled' THEN 'cancelled' ELSE %s::text END,
    reason = %s::text, attempts = attempts + 1, claim = NULL, lease_expires_at = NULL,
    next_attempt_at = CASE WHEN %s::text = 'pending' THEN now() + make_interval(secs => %s::float8) END,
    sent_at = CASE WHEN %s::text = 'sent' THEN now() END
FROM campaigns_campaign c
WHERE d.id = %s AND d.claim = %s AND c.id = d.campaign_id
RETURNING c.status
"""
_MARK_AGAIN = """
UPDATE campaigns_delivery SET status = 'sent', reason = '', claim = NULL, lease_expires_at = NULL,
    next_attempt_at = NULL, sent_at = now()
WHERE id = ANY(%s) AND status <> 'sent'
"""
_SKIP = """
UPDATE campaigns_delivery d SET status = 'skipped', reason = s.reason, claim = NULL, lease_expires_at = NULL
FROM unnest(%s::bigint[], %s::text[]) AS s(id, reason) WHERE d.id = s.id AND d.claim = %s
"""
_ADDRESSES = """
UPDATE campaigns_delivery d SET address_hash = s.hash
FROM unnest(%s::bigint[], %s::text[]) AS s(id, hash) WHERE d.id = s.id AND d.claim = %s
"""
_RELEASE = """
UPDATE campaigns_delivery d SET claim = NULL, claimed_at = NULL, lease_expires_at = NULL,
    status = CASE WHEN c.status = 'cancelled' THEN 'cancelled' ELSE 'pending' END
FROM campaigns_campaign c WHERE d.claim = %s AND d.status = 'claimed' AND c.id = d.campaign_id
"""
_SWEEP = """
WITH expired AS MATERIALIZED (
    SELECT id, claim, claimed_at FROM campaigns_delivery
    WHERE status = 'claimed' AND lease_expires_at < now() ORDER BY id FOR UPDATE
), placed AS (
    SELECT id, claimed_at < pg_postmaster_start_time() AS restarted,
           row_number() OVER (PARTITION BY claim ORDER BY id) AS place
    FROM expired
)
UPDATE campaigns_delivery d SET claim = NULL, claimed_at = NULL, lease_expires_at = NULL, status = CASE
    WHEN NOT %s AND (p.restarted OR p.place = 1 AND d.address_hash <> '') THEN 'in_doubt'
    WHEN c.status = 'cancelled' THEN 'cancelled' ELSE 'pending' END
FROM placed p, campaigns_campaign c WHERE d.id = p.id AND c.id = d.campaign_id
"""
