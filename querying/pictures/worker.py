"""Draws charts. In: a request a line, as JSON. Out: a picture after its length; length 0 means it failed.

Run as a script of its own: it imports nothing of ours, and knows nothing but what comes in.
"""

from __future__ import annotations

import json
import struct
import sys
from typing import Any

VEGA_LITE = "6.4"
SCALE = 2.0


def draw(request: dict[str, Any]) -> bytes:
    """The picture. Raises ValueError where the specification can't be drawn."""
    import vl_convert  # slow to load: this process is up before

    options = {
        "vl_version": VEGA_LITE,
        "allowed_base_urls": [],
        "format_locale": request["numbers"],
        "time_format_locale": request["times"],
    }
    if request["kind"] == "svg":
        return str(vl_convert.vegalite_to_svg(request["spec"], **options)).encode()
    if request["kind"] == "pdf":
        return bytes(vl_convert.vegalite_to_pdf(request["spec"], **options))
    return bytes(vl_convert.vegalite_to_png(request["spec"], scale=SCALE, **options))


def main() -> None:
    """Answer until nobody asks any more."""
    for line in sys.stdin.buffer:
        try:
            picture = draw(json.loads(line))
        except Exception:  # noqa: BLE001  whatever it is, the next one may be asked for
            picture = b""
        sys.stdout.buffer.write(struct.pack("!I", len(picture)) + picture)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
