"""A local server of the OpenAI chat protocol: streaming, tools, errors, a hang, a broken stream."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class OpenAIServer:
    """`behaviour` decides the next answers; `requests` holds the bodies and `keys` the keys received."""

    url: str
    behaviour: list[str] = field(default_factory=lambda: ["text"])
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    closed_by_client: threading.Event = field(default_factory=threading.Event)

    def next_behaviour(self) -> str:
        return self.behaviour.pop(0) if len(self.behaviour) > 1 else self.behaviour[0]


def chunk(delta: dict[str, Any], reason: str | None = None, usage: dict[str, int] | None = None) -> bytes:
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "local",
        "choices": [{"index": 0, "delta": delta, "finish_reason": reason}] if usage is None else [],
        "usage": usage,
    }
    return b"data: " + json.dumps(body).encode() + b"\n\n"


USAGE = {"prompt_tokens": 11, "completion_tokens": 5, "total_tokens": 16}
TEXT = [
    *(chunk({"role": "assistant", "content": piece}) for piece in ("Bon", "jour ", "à tous")),
    chunk({}, "stop"),
    chunk({}, usage=USAGE),
    b"data: [DONE]\n\n",
]


def tool_call(name: str, arguments: dict[str, Any]) -> list[bytes]:
    text = json.dumps(arguments)
    first = {"index": 0, "id": "call_9", "type": "function", "function": {"name": name, "arguments": ""}}
    pieces = [text[start : start + 7] for start in range(0, len(text), 7)]
    return [
        chunk({"role": "assistant", "content": None, "tool_calls": [first]}),
        *(chunk({"tool_calls": [{"index": 0, "function": {"arguments": piece}}]}) for piece in pieces),
        chunk({}, "tool_calls"),
        chunk({}, usage=USAGE),
        b"data: [DONE]\n\n",
    ]


class _Handler(BaseHTTPRequestHandler):
    server_state: OpenAIServer

    def do_POST(self) -> None:
        state = self.server_state
        length = int(self.headers["Content-Length"])
        state.requests.append(json.loads(self.rfile.read(length)))
        state.keys.append(self.headers.get("Authorization", ""))
        behaviour = state.next_behaviour()
        if behaviour.startswith("status "):
            return self._refuse(int(behaviour.split()[1]))
        if behaviour == "hang":
            return self._hang()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        frames = tool_call(**json.loads(behaviour)) if behaviour.startswith("{") else TEXT
        for frame in frames[:2] if behaviour == "broken" else frames:
            self.wfile.write(frame)
            self.wfile.flush()
        return None

    def _refuse(self, status: int) -> None:
        body = json.dumps(
            {"error": {"message": "no: the key sk-leak was in the prompt", "type": "x"}}
        ).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _hang(self) -> None:
        """Say nothing; note when the client closes the connection."""
        self.connection.settimeout(0.05)
        while not self.server_state.released.is_set():
            try:
                if self.connection.recv(1) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        self.server_state.closed_by_client.set()
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the tests' output clean."""


@contextmanager
def openai_server() -> Iterator[OpenAIServer]:
    state = OpenAIServer(url="")
    handler = type("Handler", (_Handler,), {"server_state": state})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield state
    finally:
        state.released.set()
        server.shutdown()
        server.server_close()
