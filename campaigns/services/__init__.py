"""All that is done with segments and campaigns."""

from campaigns.rendering import Rendered
from campaigns.services.drafting import create_campaign, delete_draft, duplicate, update_draft
from campaigns.services.refreshing import refresh_segment
from campaigns.services.sampling import Sample, sample_people
from campaigns.services.segments import (
    SegmentEstimate,
    change_segment,
    create_segment,
    delete_segment,
    export_members,
    propose_segment,
    refresh_now,
    rename_segment,
    set_refresh,
)
from campaigns.services.showing import (
    OutboxMessage,
    Progress,
    outbox,
    outbox_campaigns,
    outbox_message,
    preview,
    preview_content,
    progress,
    send_test,
)
from campaigns.services.starting import complete_sent, finish_campaign, start_campaign
from campaigns.services.states import cancel, pause, resume, schedule_campaign, send_now, unschedule
from campaigns.services.suppressing import lift_suppression, suppress_address

__all__ = [
    "OutboxMessage",
    "Progress",
    "Rendered",
    "Sample",
    "SegmentEstimate",
    "cancel",
    "change_segment",
    "complete_sent",
    "create_campaign",
    "create_segment",
    "delete_draft",
    "delete_segment",
    "duplicate",
    "export_members",
    "finish_campaign",
    "lift_suppression",
    "outbox",
    "outbox_campaigns",
    "outbox_message",
    "pause",
    "preview",
    "preview_content",
    "progress",
    "propose_segment",
    "refresh_now",
    "refresh_segment",
    "rename_segment",
    "resume",
    "sample_people",
    "schedule_campaign",
    "send_now",
    "send_test",
    "set_refresh",
    "start_campaign",
    "suppress_address",
    "unschedule",
    "update_draft",
]
