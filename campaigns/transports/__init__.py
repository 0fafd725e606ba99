"""Ways of sending, by their kind."""

from django.conf import settings

from campaigns.transports.base import Transport
from campaigns.transports.files import Files
from campaigns.transports.smtp import Smtp

TRANSPORTS: dict[str, Transport] = {transport.kind: transport for transport in (Smtp(), Files())}


def transport() -> Transport:
    """The one that this site sends e-mail by."""
    return TRANSPORTS[settings.MAIL_TRANSPORT]


__all__ = ["TRANSPORTS", "transport"]
