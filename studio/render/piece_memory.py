"""How much memory encoding a piece takes, as a table of data, and how many fit into what is free.

An encoder keeps pictures until it has decided on them (x264 looks 40 ahead), so a piece shorter
than that takes less; each of its threads has pictures of its own. Before it lie the decoders of the
takes and the layers that are put together.
"""

from collections.abc import Sequence
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from studio.media.free_memory import free_memory
from studio.paths import resource
from studio.render.delivery import Codec, Delivery
from studio.render.groups import groups_of, threads_of_each
from studio.render.hands import Hands, workers
from studio.render.segment import Layer, Segment
from studio.timeline.look import Blend

MIB = 2**20


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    note: str = ""


class Encoder(_Row):
    """A program that encodes: MiB that it always has, and bytes for each pixel of a picture."""

    mib: float = Field(gt=0)
    fixed: float = Field(ge=0, description="bytes a pixel")
    thread: float = Field(ge=0, description="bytes a pixel for each thread")
    picture: float = Field(default=0, ge=0, description="bytes a pixel for each picture it holds")
    held: dict[str, int] = Field(
        default_factory=dict[str, int],
        description="pictures held at most, by the word for its speed",
    )
    depths: dict[int, float] = Field(
        default_factory=dict[int, float],
        description="bytes against those of the usual depth, by bits",
    )


class _Pixel(_Row):
    pixel: float = Field(ge=0, description="bytes a pixel")


class _Mib(_Row):
    mib: float = Field(ge=0)


class _Share(_Row):
    share: float = Field(ge=0, lt=1)


class Table(_Row):
    """All of it; `own` and `spare` are what is not for pieces."""

    format: int = Field(ge=1, le=1)
    source: str
    input: _Pixel
    layer: _Pixel
    blend: _Pixel
    lettering: _Mib
    encoders: dict[Codec, Encoder]
    hardware: Encoder
    own: _Mib
    spare: _Share


@cache
def table() -> Table:
    """The table as it is shipped."""
    return Table.model_validate_json(resource("deliver", "memory.json").read_bytes())


def piece_memory(segment: Segment, delivery: Delivery, threads: int) -> int:
    """Bytes that encoding a segment takes at the most, estimated, with so many encoder threads."""
    known = table()
    pixels = delivery.width * delivery.height
    encoder = known.encoders[delivery.codec] if delivery.hardware is None else known.hardware
    groups = groups_of(segment, delivery, threads)
    held = sum(min(frames, encoder.held.get(delivery.preset, 0)) for frames in groups)
    each = encoder.fixed + encoder.thread * threads_of_each(groups, threads)
    bytes_a_pixel = each * len(groups) + held * encoder.picture
    taken = encoder.mib * MIB + pixels * bytes_a_pixel * encoder.depths.get(delivery.bits, 1)
    for source in segment.sources:
        wide, tall = source.size or (delivery.width, delivery.height)
        taken += wide * tall * known.input.pixel
    for stratum in segment.layers[1:]:
        blended = isinstance(stratum, Layer) and stratum.look.blend is not Blend.NORMAL
        taken += pixels * (known.blend if blended else known.layer).pixel
    if segment.lettered:
        taken += known.lettering.mib * MIB
    return round(taken)


def hands_for(
    runs: Sequence[Segment],
    delivery: Delivery,
    threads: int,
    limit: int | None = None,
    free: int | None = None,
    cores: int | None = None,
) -> Hands:
    """How many of these segments are encoded at once, each by so many threads; never none.

    Whichever they are, they fit: it counts what the largest take together. Where one alone is too
    large, the groups of pictures of each are encoded one after the other. `limit` is the most that
    the whole export may take, None for no such limit; `free` what the machine has left, both in
    bytes. What is None of `free` and `cores` is asked of the machine.
    """
    wanted = workers(len(runs), cores)
    room, limited = _room(limit, free if free is not None else free_memory())
    if room is None:
        return Hands(wanted, wanted)
    taken = sorted((piece_memory(run, delivery, threads) for run in runs), reverse=True)
    count = 1
    while count < wanted and sum(taken[: count + 1]) <= room:
        count += 1
    return Hands(count, wanted, room, limited, apart=bool(taken) and taken[0] > room)


def _room(limit: int | None, free: int | None) -> tuple[int | None, bool]:
    """Bytes for pieces, None where nothing is known; and whether the maker's limit decides."""
    known = table()
    left = None if free is None else round(free * (1 - known.spare.share))
    if limit is None:
        return left, False
    own = max(0, limit - round(known.own.mib * MIB))
    return (own, True) if left is None or own <= left else (left, False)
