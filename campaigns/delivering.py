"""Sending a campaign: lanes, each with its own connection, that claim, send and mark until none is left."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections import deque
from dataclasses import dataclass, field

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.roles import Role
from campaigns import claims
from campaigns.audience import people_of
from campaigns.claims import Claimed
from campaigns.enums import CampaignStatus, DeliveryStatus, Reason
from campaigns.errors import CampaignError
from campaigns.models import Campaign
from campaigns.preparing import Preparer
from campaigns.rights import acting_member
from campaigns.transports import transport
from campaigns.transports.base import Connection, Deferred, InDoubt, Refused, Unavailable
from knowledge.semantic.model import People
from querying.errors import SourceNotFound
from querying.guard import GuardRefusal
from querying.results import QueryFailed

logger = logging.getLogger(__name__)

TRIES = 5
FIRST_WAIT_SECONDS = 60.0
SLOW_SECONDS = 0.005
"""A server that takes longer over a message gets more connections; a quick one is kept busy by one."""
FEW = 20
GROW_EVERY_SECONDS = 0.25
REMEMBERED = 2_000
"""Marks written again after the database went away: those of far more than its last second."""
DATABASE_SECONDS = 60.0
GONE = (OperationalError, InterfaceError)


@dataclass
class Sending:
    """What the lanes of one process share."""

    campaign: Campaign
    actor: Actor
    people: People
    until: float
    stop: threading.Event = field(default_factory=threading.Event)
    sent: int = 0
    seconds: float = 0.0
    messages: int = 0

    def note(self, seconds: float) -> None:
        """How long the server took over a message; a guess made of many need not be exact."""
        self.seconds += seconds
        self.messages += 1

    @property
    def is_slow(self) -> bool:
        return self.messages >= 5 and self.seconds / self.messages > SLOW_SECONDS


def deliver(campaign_id: int, *, seconds: float = 600, lanes: int | None = None) -> int:
    """Send what is due of a campaign, for at most so long; gives how many messages went out.

    `lanes` is how many connections there may be at most; with 1 all is done in the calling thread.
    """
    sending = _open(campaign_id, time.monotonic() + seconds)
    if sending is None:
        return 0
    if lanes == 1:
        Lane(sending).run()
        return sending.sent
    _run_lanes(sending, lanes or settings.MAIL_CONNECTIONS)
    return sending.sent


def _open(campaign_id: int, until: float) -> Sending | None:
    """None where it is not to be sent now. A sender who may no longer send pauses it, and so does a source
    that is gone: a person decides what comes next.
    """
    campaign = (
        Campaign.objects.select_related("organization", "segment__source", "sent_by")
        .filter(pk=campaign_id, status=CampaignStatus.SENDING)
        .first()
    )
    if campaign is None:
        return None
    actor = acting_member(campaign.sent_by, campaign.organization, Role.MANAGER)
    if actor is None:
        _pause(campaign, _("Whoever sent this campaign may no longer send."))
        return None
    try:
        people = people_of(actor, campaign.segment.source)
    except (SourceNotFound, CampaignError):
        _pause(campaign, _("The data source of the segment is no longer there."))
        return None
    if not people.email:
        _pause(campaign, _("Nobody has said where e-mail addresses stand in this data source."))
        return None
    return Sending(campaign, actor, people, until)


def _pause(campaign: Campaign, why: str) -> None:
    """For a reason that people are told on the campaign's page."""
    logger.warning("campaign %s is paused: %s", campaign.pk, why)
    Campaign.objects.filter(pk=campaign.pk, status=CampaignStatus.SENDING).update(
        status=CampaignStatus.PAUSED, error=why
    )


def _run_lanes(sending: Sending, most: int) -> None:
    """One lane to begin with; twice as many each time that the server shows itself slow."""
    lanes = [_start(sending)]
    while any(lane.is_alive() for lane in lanes):
        lanes[0].join(GROW_EVERY_SECONDS)
        alive = sum(lane.is_alive() for lane in lanes)
        if sending.is_slow and alive == len(lanes) and len(lanes) < most and not sending.stop.is_set():
            lanes += [_start(sending) for _lane_number in range(min(len(lanes), most - len(lanes)))]
        if not lanes[0].is_alive():
            lanes = [lane for lane in lanes if lane.is_alive()] or lanes[:1]


def _start(sending: Sending) -> threading.Thread:
    thread = threading.Thread(target=_lane, args=[sending], name="mail-lane", daemon=True)
    thread.start()
    return thread


def _lane(sending: Sending) -> None:
    try:
        Lane(sending).run()
    except Exception:
        # The thread has nobody to raise to; what it had claimed is swept when its lease is over.
        logger.exception("a lane of campaign %s broke", sending.campaign.pk)
        sending.stop.set()
    finally:
        connection.close()


class Lane:
    """One connection to the mail server, and one to the database."""

    def __init__(self, sending: Sending) -> None:
        self.sending = sending
        self.preparer = Preparer(sending.campaign, sending.actor, sending.people)
        self.claim_id = uuid.uuid4()
        self.renewed = 0.0
        self.lost = False  # marks could not be written: then nothing may be given back
        self.marked: deque[int] = deque(maxlen=REMEMBERED)

    def run(self) -> None:
        """Until nothing is due, the time is over, or the server or the campaign says stop."""
        try:
            with transport().connect() as line:
                while not self._is_over() and self._batch(line):
                    pass
        except Unavailable:
            logger.warning("campaign %s: the mail server can't be reached", self.sending.campaign.pk)
            self.sending.stop.set()
        except (SourceNotFound, GuardRefusal, QueryFailed) as error:
            logger.warning("campaign %s: addresses can't be read: %s", self.sending.campaign.pk, error)
            self.sending.stop.set()
        except GONE:
            self._write_marks_again()
        finally:
            self._close()

    def _batch(self, line: Connection) -> bool:
        """Whether there may be more to do."""
        self.claim_id = uuid.uuid4()
        batch = claims.claim(self.sending.campaign.pk, self.claim_id, self._size())
        if not batch:
            return False
        ready = self.preparer.prepare(batch, self.claim_id)
        # Between batches a pause may have come, and reading addresses may have taken long.
        if not ready or not self._renew():
            return not ready
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
        return all(self._send(line, claimed, address) for claimed, address in ready)

    def _size(self) -> int:
        """Few at first, and for a slow server: many connections share what there is."""
        known = self.sending.messages >= FEW
        return claims.BATCH if known and not self.sending.is_slow else FEW

    def _send(self, line: Connection, claimed: Claimed, address: str) -> bool:
        """Whether to go on with the next."""
        if self._is_over() or (self._is_old() and not self._renew()):
            return False
        message = self.preparer.message(claimed, address)
        started = time.perf_counter()
        try:
            line.send(message)
        except Refused:
            return self._mark(claimed, DeliveryStatus.FAILED, reason=Reason.REFUSED)
        except Deferred:
            return self._defer(claimed)
        except InDoubt:
            self._mark(claimed, DeliveryStatus.IN_DOUBT)
            raise Unavailable from None
        self.marked.append(claimed.id)
        self.sending.note(time.perf_counter() - started)
        self.sending.sent += 1
        return self._mark(claimed, DeliveryStatus.SENT)

    def _defer(self, claimed: Claimed) -> bool:
        if claimed.attempts + 1 >= TRIES:
            return self._mark(claimed, DeliveryStatus.FAILED, reason=Reason.GAVE_UP)
        wait = FIRST_WAIT_SECONDS * 4**claimed.attempts
        return self._mark(claimed, DeliveryStatus.PENDING, wait=wait)

    def _mark(self, claimed: Claimed, outcome: str, *, reason: str = "", wait: float = 0) -> bool:
        return claims.mark(claimed.id, self.claim_id, outcome, reason=reason, wait=wait)

    def _is_over(self) -> bool:
        return self.sending.stop.is_set() or time.monotonic() > self.sending.until

    def _is_old(self) -> bool:
        return time.monotonic() - self.renewed > claims.LEASE_SECONDS / 3

    def _renew(self) -> bool:
        self.renewed = time.monotonic()
        return claims.renew(self.sending.campaign.pk, self.claim_id)

    def _write_marks_again(self) -> None:
        """The database went away, perhaps with the marks of its last moments: it is told them once more.

        Raises where it does not come back: what is claimed is then in doubt, and left to `sweep`.
        """
        self.sending.stop.set()
        until = time.monotonic() + DATABASE_SECONDS
        while True:
            connection.close()
            try:
                return claims.mark_sent_again(self.marked)
            except GONE:
                if time.monotonic() > until:
                    self.lost = True
                    logger.exception("marks of campaign %s are lost", self.sending.campaign.pk)
                    raise
                time.sleep(0.5)

    def _close(self) -> None:
        """Give back what is left of the claim, on a connection that waits for the disk again."""
        if self.lost:
            return
        try:
            claims.release(self.claim_id)
            with connection.cursor() as cursor:
                cursor.execute("SET synchronous_commit = on")
        except GONE:
            logger.warning("a claim of campaign %s waits for its lease to end", self.sending.campaign.pk)
