"""A mail server that takes everything and keeps nothing: `python -m benchmarks.mail_sink SECONDS`.

Prints its port. SECONDS is how long it takes over each message, as a relay far away would.
"""

from __future__ import annotations

import asyncio
import sys

DELAY = float(sys.argv[1]) if len(sys.argv) > 1 else 0.0


class Session(asyncio.Protocol):
    """One connection; commands are told by their first letter."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.rest = b""
        self.in_data = False
        self.transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer each whole line, and each whole message."""
        self.rest += data
        while self.rest:
            end = b"\r\n.\r\n" if self.in_data else b"\r\n"
            piece, found, rest = self.rest.partition(end)
            if not found:
                return
            self.rest = rest
            self.answer(piece)

    def answer(self, piece: bytes) -> None:
        """What a server says to a line, or to the end of a message."""
        if self.in_data:
            self.in_data = False
            if DELAY:
                asyncio.get_running_loop().call_later(DELAY, self.transport.write, b"250 taken\r\n")
                return
        elif piece[:4].upper() == b"DATA":
            self.in_data = True
            self.transport.write(b"354 go on\r\n")
            return
        elif piece[:4].upper() == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
            return
        elif piece[:4].upper() == b"EHLO":
            self.transport.write(b"250-sink\r\n250 PIPELINING\r\n")
            return
        self.transport.write(b"250 fine\r\n")


async def main() -> None:
    """Serve until we are ended."""
    server = await asyncio.get_running_loop().create_server(Session, "127.0.0.1", 0, backlog=256)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
