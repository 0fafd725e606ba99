"""One machine, plain http on loopback: what `make run` uses."""

from .base import *  # noqa: F403
from .base import env

DEBUG = env.flag("DEBUG", False)
