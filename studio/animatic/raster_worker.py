"""Drawings to pixels in a process of its own: resvg holds Python's lock all the while it draws.

Run as `python -m studio.animatic.raster_worker`. Every request and every answer is a length (four
bytes, little-endian) and so many bytes: an SVG in UTF-8, and a PNG, which is empty when the drawing
cannot be understood. It ends with its standard input.
"""

import signal
import sys
from typing import IO

import resvg_py


def read(pipe: IO[bytes]) -> bytes | None:
    """The next message; None when the other side is gone."""
    head = pipe.read(4)
    size = int.from_bytes(head, "little")
    body = pipe.read(size)
    return body if len(head) == 4 and len(body) == size else None


def write(pipe: IO[bytes], body: bytes) -> None:
    """Send a message. Raises OSError when the other side is gone."""
    pipe.write(len(body).to_bytes(4, "little"))
    pipe.write(body)
    pipe.flush()


def main() -> None:
    """Answer until there are no more questions."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asks decides when to stop
    while (svg := read(sys.stdin.buffer)) is not None:
        try:
            png = resvg_py.svg_to_bytes(svg_string=svg.decode(), skip_system_fonts=True)
        except ValueError:
            png = b""
        write(sys.stdout.buffer, png)


if __name__ == "__main__":
    main()
