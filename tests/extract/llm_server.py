"""A server in this process that speaks the chat API and answers as a test tells it to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = str | tuple[int, str] | float
"""What to reply: the content of a message, (status, body), or seconds of silence before an empty one."""


class Model:
    """Requests seen so far, and the answer to the next."""

    def __init__(self, answer: Callable[[dict[str, Any], int], Answer]) -> None:
        self.answer = answer
        self.requests: list[dict[str, Any]] = []
        self.url = ""

    def texts(self) -> list[str]:
        """Return the texts that were sent, as the model sees them."""
        return [json.loads(request["messages"][-1]["content"])["text"] for request in self.requests]


@contextmanager
def serving(answer: Callable[[dict[str, Any], int], Answer]) -> Iterator[Model]:
    """Serve until the block ends."""
    model = Model(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.requests.append(request)
            reply = model.answer(request, len(model.requests))
            if isinstance(reply, float):
                time.sleep(reply)
                reply = '{"claims": []}'
            status, body = reply if isinstance(reply, tuple) else (200, completion(reply))
            data = body.encode()
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.send_header("retry-after-ms", "1")
                self.end_headers()
                self.wfile.write(data)
            except OSError:  # the client has given up waiting
                return

        def log_message(self, *arguments: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()


def completion(content: str) -> str:
    """Return the body of a chat completion."""
    return json.dumps(
        {
            "id": "c",
            "object": "chat.completion",
            "created": 0,
            "model": "m",
            "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}],
            "usage": {"prompt_tokens": 90, "completion_tokens": 10, "total_tokens": 100},
        }
    )


def claim(quote: str, low: int | None, high: int | None, measure: str = "detained", **more: Any) -> dict[str, Any]:
    """Return one claim as a model gives it."""
    blank = {"approx": False, "group": "", "when": "", "start_date": None, "end_date": None}
    return (
        {"quote": quote, "low": low, "high": high, "measure": measure, "status": "actual", "source": "document"}
        | blank
        | more
    )


def claims(*listed: object) -> str:
    """Return the content of an answer."""
    return json.dumps({"claims": list(listed)})
