"""Pictures that the edges of a copied segment leave for the proof of the film.

Who encodes an edge decodes the take around it: its pictures there are the graph's, as a segment is
copied only where its take is shown as it is. Who proves its joint decodes the edge itself.
"""

from collections.abc import Mapping
from pathlib import Path

from studio.render.copying import Copy
from studio.render.decoded_ends import leave
from studio.render.given import NEIGHBOURS, Given
from studio.render.joints import Joints
from studio.render.planes import Planes
from studio.render.segment import Segment

_COMPARED = 2  # pictures at each end of a segment


def ends(run: Segment) -> tuple[range, range]:
    """The first and the last pictures of a segment that a proof looks at, by their numbers."""
    count = min(NEIGHBOURS, run.frames)
    return range(count), range(run.frames - count, run.frames)


def compared(run: Segment) -> frozenset[int]:
    """Those of the film that are compared with pictures there, by their numbers in the segment."""
    count = min(_COMPARED, run.frames)
    return frozenset({*range(count), *range(run.frames - count, run.frames)})


def given_by(
    run: Segment,
    copy: Copy,
    pictures: Mapping[int, Planes],
    joints: Joints | None,
    path: Path,
    *,
    late: bool,
) -> Given | None:
    """Write those of a take's `pictures`, by their numbers in it, that a proof of `run` looks at,
    and what was decoded at the `joints`.

    With `late` those at its end alone. None where there is none of them. Raises OSError.
    """
    first = copy.body.first - copy.head
    early, last = ends(run)
    wanted = sorted({*last} if late else {*early, *last})
    there = tuple(number for number in wanted if first + number in pictures)
    if not there:
        return None
    with path.open("wb") as file:
        for number in there:
            file.write(pictures[first + number].tobytes())
    seen = {number - first: one for number, one in joints.pictures.items()} if joints else {}
    decoded = leave(seen, path.with_suffix(".seen.yuv"))
    return Given(path, there, (copy.stock.width, copy.stock.height), decoded)
