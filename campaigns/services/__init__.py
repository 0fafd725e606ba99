"""All that is done with segments and campaigns."""

from campaigns.services.refreshing import refresh_segment
from campaigns.services.segments import (
    SegmentEstimate,
    create_segment,
    delete_segment,
    export_members,
    propose_segment,
    refresh_now,
    rename_segment,
    set_refresh,
)

__all__ = [
    "SegmentEstimate",
    "create_segment",
    "delete_segment",
    "export_members",
    "propose_segment",
    "refresh_now",
    "refresh_segment",
    "rename_segment",
    "set_refresh",
]
