"""Services that people read, as far as tests need them: an SMTP server and a web server that keep what they get."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any


@dataclass
class Sink:
    """What came, in order; a web server answers `status` and `answer`."""

    port: int = 0
    status: int = 200
    answer: bytes = b"ok"
    paths: list[str] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)


@contextmanager
def _serving(server: Any, sink: Sink) -> Iterator[Sink]:
    sink.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield sink
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def web_sink(certificate: tuple[Path, Path] | None = None) -> Iterator[Sink]:
    """http, or https with this certificate and key."""
    sink = Sink()

    class Keeping(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sink.paths.append(self.path)
            sink.bodies.append(json.loads(body))
            self.send_response(sink.status)
            self.send_header("Content-Length", str(len(sink.answer)))
            self.end_headers()
            self.wfile.write(sink.answer)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Keeping)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    with _serving(server, sink):
        yield sink


@contextmanager
def mail_sink() -> Iterator[Sink]:
    """An SMTP server (RFC 5321) that takes every mail."""
    sink = Sink()

    class Taking(StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 sink")
            for line in iter(self.rfile.readline, b""):
                verb = line.strip().upper()
                if verb.startswith((b"EHLO", b"HELO")):
                    self.say("250 sink")
                elif verb.startswith(b"RCPT TO:"):
                    sink.recipients.append(line.decode().partition(":")[2].split()[0].strip("<>"))
                    self.say("250 ok")
                elif verb == b"DATA":
                    self.say("354 go on")
                    sink.mails.append(self.mail())
                    self.say("250 ok")
                elif verb == b"QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def mail(self) -> EmailMessage:
            lines = [line.removeprefix(b".") for line in iter(self.rfile.readline, b".\r\n")]
            mail = message_from_bytes(b"".join(lines), policy=policy.default)
            assert isinstance(mail, EmailMessage)
            return mail

    class Server(ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with _serving(Server(("127.0.0.1", 0), Taking), sink):
        yield sink
