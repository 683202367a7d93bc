"""One segment encoded by the graph to a file, or taken from what is kept."""

from contextlib import nullcontext
from pathlib import Path

from studio.media.ffmpeg import QUIET, Progress, Stop, run
from studio.render.crew import Crew, Order
from studio.render.damage import complained, refuse
from studio.render.delivery import Delivery
from studio.render.encoding import piece_arguments
from studio.render.excerpt import read_of
from studio.render.given import Given
from studio.render.groups import Groups
from studio.render.kept import Kept
from studio.render.picture import picture
from studio.render.piece_keys import key_of
from studio.render.reading import reading
from studio.render.segment import Segment
from studio.render.witness import ATTENTIVE, Witness


def made(
    segment: Segment,
    folder: Path,
    delivery: Delivery,
    titles: Path | None,
    path: Path,
    threads: int,
    kept: Kept | None,
    on_progress: Progress,
    over: Stop,
    crew: Crew | None = None,
    spare: bool = True,
    witness: Witness | None = None,
    given: Given | None = None,
    apart: bool = False,
) -> bool:
    """Put a segment's piece at `path`; True where it was kept, False where it is encoded now.

    `spare` says that cores have nothing else to do: then each take is read by as many threads as
    ffmpeg takes, and x264 looks ahead by one of its own; else that costs time and memory. Neither
    changes a byte, nor does `apart`, by which groups of pictures are encoded one after the other. A
    `witness`, and what is `given`, are written beside, where this computer encodes, and not apart.
    Raises RenderError, Cancelled.
    """

    def encoded() -> bool:
        if crew is not None:
            crew.encode(Order(segment, folder, delivery, threads), path, on_progress, over)
            return not delivery.allow_damaged  # it does not say whether it had to mend any
        groups = Groups(segment, delivery, threads, path)
        programs = [(segment, groups)]
        if apart and delivery.to_rate is None:
            programs = [*groups.apart(segment)]
        said = ""
        try:
            for number, (shown, some) in enumerate(programs):
                said += program(shown, some, number, len(programs))
        except BaseException:
            groups.remove()
            raise
        groups.join(over)
        if said.strip() and witness is not None:
            witness.drop()
        hurt = complained(said, segment, folder, delivery.rate)
        if not delivery.allow_damaged:
            refuse(hurt, delivery.rate)
        return not hurt

    def program(shown: Segment, groups: Groups, number: int, count: int) -> str:
        """Encode some of the groups, by one of so many programs; what it complained of."""
        beside = read_of(shown, folder, delivery, path)
        with nullcontext(witness.read(shown)) if witness is not None else beside as read:
            stream = picture(read, folder, delivery, titles, reading(0 if spare else 1))
            also: list[str] = []
            if witness is not None and read.source is not None:
                also = witness.arguments(read.source, read.frames, delivery.rate)
            wanted = piece_arguments(stream, shown, delivery, groups, given, spare=spare)
            return run(
                [*QUIET, *(ATTENTIVE if witness is not None else ()), "-y", *wanted, *also],
                frames=groups.last.frames, cancelled=over,
                on_progress=lambda share: on_progress((number + share) / count),
            )  # fmt: skip

    if kept is None:
        encoded()
        return False
    key = key_of(segment, delivery, threads)
    with kept.alone(key, over):
        if kept.fetch(key, path):
            return True
        if encoded():  # damage that is allowed once is not taken for whole later
            kept.keep(key, path)
    return False
