"""A worker of its own process for the test that kills it: `killed_worker.py DATABASE CAMPAIGN PORT`."""

import sys

from django.conf import settings

database, campaign, port = sys.argv[1:]
settings.DATABASES["default"]["NAME"] = database
settings.MAIL_TRANSPORT, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "127.0.0.1", int(port)
settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False

import django  # noqa: E402

django.setup()

from campaigns import delivering  # noqa: E402

delivering.SLOW_SECONDS = 0  # every server is a slow one: all lanes are used
delivering.deliver(int(campaign), lanes=3)
