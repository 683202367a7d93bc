"""What accounts of replayed services are given: a bucket that leads nowhere, a pause of no time."""

import asyncio
from pathlib import Path


class Bucket:
    """A bucket whose links lead nowhere; it remembers what it was given."""

    def __init__(self, base: str = "https://bucket.invalid") -> None:
        self.base = base
        self.given: list[Path] = []
        self.holders: list[str] = []
        self.released: list[str] = []

    async def link(self, path: Path, sha256: str, holder: str) -> str:
        self.given.append(path)
        self.holders.append(holder)
        return f"{self.base}/{sha256}?X-Signature=1"

    async def release(self, holder: str) -> None:
        self.released.append(holder)


class Waits:
    """A pause that lasts no time and remembers how long it would have been."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        await asyncio.sleep(0)
