"""What pieces are called: by all that their bytes depend on."""

import os

from studio.media.ffmpeg import find_ffmpeg
from studio.media.program import program_hash
from studio.render.cadence import phase
from studio.render.copying import Copy
from studio.render.delivery import Delivery
from studio.render.edge_coding import for_edge
from studio.render.groups import groups_of
from studio.render.hands import workers
from studio.render.segment import Segment


def threads_of(count: int) -> int:
    """How many threads of the encoder a piece has where the film has `count` of them.

    Twice as many in all as there are cores, so that one changed piece by itself uses more than one
    of them. x264's pictures depend on it, so it is part of a piece's key.
    """
    cores = os.cpu_count() or 1
    return max(1, min(cores, 2 * cores // workers(count)))


def key_of(segment: Segment, delivery: Delivery, threads: int) -> str:
    """Names all that the bytes of an encoded segment depend on, the encoder's program included."""
    place = phase(delivery, segment).replace("/", "of")  # empty where the rate is the film's
    like = f"-{delivery.like.key}" if delivery.like is not None else ""
    program = program_hash(find_ffmpeg())[:16]
    lengths = groups_of(segment, delivery, threads)
    groups = f"-{'and'.join(map(str, lengths))}by" if len(lengths) > 1 else "-"
    return f"{segment.digest(delivery)}{place}{like}{groups}{threads}-{program}"


def edge_key(segment: Segment, delivery: Delivery, threads: int) -> str:
    """The same of an edge of a copied segment."""
    return f"{key_of(segment, for_edge(delivery, segment.frames), threads)}-edge"


def edges_of(run: Segment, copy: Copy) -> list[Segment]:
    """What of a copied segment is encoded before and behind what is copied, where there is any."""
    edges = (run.part(0, copy.head), run.part(run.frames - copy.tail, copy.tail))
    return [edge for edge in edges if edge.frames]
