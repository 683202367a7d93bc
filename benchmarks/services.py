"""What jobs at services cost this machine, against replayed services in processes of their own.

    python benchmarks/services.py [--jobs 64] [--seconds 20] [--queued 1000] [--megabytes 20 2000]

Three figures: the share of one core that is used while jobs wait for their services (CPU time of
this process over the time that passed, with the pauses that makers get); the time in which a batch
is planned, checked, priced and journaled; the most memory that one download takes, as the peak of a
process that fetches and hashes it, for a short and for a long file. Not for Windows.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from studio.backends.base import Backend
from studio.jobs.job import State
from studio.jobs.journal import Journal
from studio.jobs.runner import Runner
from studio.jobs.workshop import Workshop
from studio.paths import resource
from tests.backends import kling_desk, kling_server, seedance_desk, seedance_server
from tests.jobs.builders import make_job, make_project

MEBI = 1 << 20
FETCH = """
import asyncio, resource, sys
from pathlib import Path
from studio.backends.fetching import fetch
from studio.backends.web import Wire
from studio.media.hashes import sha256_of

async def main(url, target):
    wire = Wire("Bytes", url, lambda: {})
    async with wire.open():
        await fetch(wire, url, target)

asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
sha256_of(Path(sys.argv[2]))
"""


def _serve(name: str, pipe: Connection) -> None:
    """A service whose tasks never end, until the pipe is closed."""
    server = kling_server if name == "kling" else seedance_server
    with server.serving() as found:
        found.looks = 1 << 40
        pipe.send(found.api)
        pipe.recv()


@contextmanager
def endless(name: str) -> Generator[str]:
    """The address of a service in another process, so that its work is not counted."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(name, theirs))
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send("end")
        process.join()


def backend_at(name: str, api: str, jobs: int, own: Path) -> Backend:
    """A service by its own table, with as many slots as there are jobs."""
    table = json.loads(resource("backends", f"{name}.json").read_text(encoding="utf-8"))
    for family in table["families"].values():
        family["parallel"] = jobs
    (own / f"{name}.json").write_text(json.dumps(table))
    if name == "kling":
        service = kling_server.Service()
        service.api = api
        return kling_desk.models(service, asyncio.sleep, own=own)["kling"]  # type: ignore[arg-type]
    ark = seedance_server.Ark()
    ark.api = api
    return seedance_desk.models(ark, asyncio.sleep, own=own)["seedance"]  # type: ignore[arg-type]


async def share_while_waiting(
    name: str, backend: Backend, folder: Path, count: int, seconds: float
) -> tuple[float, float]:
    """Part of a core used to send `count` jobs, in CPU seconds, and then while they all wait."""
    wish = kling_desk.wish() if name == "kling" else seedance_desk.wish()
    found = backend.compile(wish)
    values: dict[str, Any] = {
        "backend": name, "request": wish.model_dump(mode="json"), "price": found.price,
        "currency": found.currency,
    }  # fmt: skip
    with Journal.open(folder) as journal:
        journal.add(make_job(n, **values) for n in range(1, count + 1))
        running = asyncio.ensure_future(Runner(journal, folder, {name: backend}, grace=1).run())
        began = time.process_time()
        while sum(job.remote_id is not None for job in journal.jobs()) < count:
            await asyncio.sleep(0.5)
            if running.done():
                running.result()
        sent = time.process_time() - began
        cpu, wall = time.process_time(), time.perf_counter()
        await asyncio.sleep(seconds)
        share = (time.process_time() - cpu) / (time.perf_counter() - wall)
        waiting = journal.jobs({State.RUNNING})
        assert len(waiting) == count, f"only {len(waiting)} jobs wait"
        running.cancel()
        await asyncio.wait({running})
    return sent, share


async def admission(backend: Backend, name: str, folder: Path, count: int) -> list[float]:
    """CPU seconds to quote a film of `count` shots, and to admit and journal all of them."""
    project = make_project(count, backend=name, frames=120, width=1280, height=720)
    workshop = Workshop(folder, {name: backend})
    workshop.hold(True)
    times = [time.process_time()]
    wanted = workshop.quote(project)
    times.append(time.process_time())
    jobs = workshop.generate(wanted)
    times.append(time.process_time())
    assert len(jobs) == count
    await workshop.close()
    return [later - before for before, later in pairwise(times)]


class _Bytes(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """As many mebibytes as the path says, made as they are sent."""
        count = int(self.path.strip("/"))
        self.send_response(200)
        self.send_header("Content-Length", str(count * MEBI))
        self.end_headers()
        block = bytes(range(256)) * (MEBI // 256)
        for _ in range(count):
            self.wfile.write(block)


def _bytes_served(pipe: Connection) -> None:
    with HTTPServer(("127.0.0.1", 0), _Bytes) as server:
        pipe.send(server.server_address[1])
        server.serve_forever()


def peak_of_download(port: int, megabytes: int) -> float:
    """MiB of the process that fetches and hashes a file of so many MiB."""
    with tempfile.TemporaryDirectory() as name:
        command = [sys.executable, "-c", FETCH, f"http://127.0.0.1:{port}/{megabytes}"]
        child = subprocess.Popen([*command, str(Path(name) / "video.mp4")])
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit("the download failed")
    return used.ru_maxrss / (MEBI if sys.platform == "darwin" else 1024)


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--queued", type=int, default=1000)
    parser.add_argument("--megabytes", type=int, nargs="+", default=[20, 2000])
    given = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for name in ("kling", "seedance"):
        with endless(name) as api, tempfile.TemporaryDirectory() as scratch:
            own, film, queue = (Path(scratch) / part for part in ("own", "film", "queue"))
            for folder in (own, film, queue):
                folder.mkdir()
            backend = backend_at(name, api, given.jobs, own)
            sent, share = asyncio.run(
                share_while_waiting(name, backend, film, given.jobs, given.seconds)
            )
            print(f"{name}: {given.jobs} jobs sent in {sent:.2f} s of CPU; while all of them wait "
                  f"{share:.1%} of a core")  # fmt: skip
            quoted, filed = asyncio.run(admission(backend, name, queue, given.queued))
            print(f"{name}: {given.queued} shots quoted in {quoted:.2f} s, admitted and journaled "
                  f"in {filed:.2f} s of CPU")  # fmt: skip
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_bytes_served, args=(theirs,))
    server.start()
    try:
        port, first = ours.recv(), 0.0
        for megabytes in given.megabytes:
            peak = peak_of_download(port, megabytes)
            first = first or peak
            print(f"download of {megabytes} MiB: {peak:.0f} MiB at most, {peak / first:.2f} of "
                  "the shortest")  # fmt: skip
    finally:
        server.kill()
        server.join()


if __name__ == "__main__":
    main()
