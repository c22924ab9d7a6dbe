"""Messages between the service and the processes that read meaning: a length and JSON."""

import socket
import struct

import orjson

LENGTH = struct.Struct(">I")


def send(connection: socket.socket, message: dict[str, object]) -> None:
    """Send one message: its length and its JSON."""
    body = orjson.dumps(message)
    connection.sendall(LENGTH.pack(len(body)) + body)


def receive(connection: socket.socket) -> dict[str, object]:
    """Receive one message.

    Raises:
        EOFError: the other side is gone. TimeoutError: it did not answer within the connection's time.
    """
    (size,) = LENGTH.unpack(_exactly(connection, LENGTH.size))
    message: dict[str, object] = orjson.loads(_exactly(connection, size))
    return message


def _exactly(connection: socket.socket, count: int) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        part = connection.recv(count - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)
