"""All of a file decoded: what a journey or a disk did to it is found wherever it lies."""

from pathlib import Path

from studio.errors import RenderError
from studio.media.ffmpeg import QUIET, SAFE_INPUT, Progress, Stop, run
from studio.render.damage import hurt
from studio.timeline.rate import Rate
from studio.timeline.timecode import timecode


def check_decodes(
    film: Path, frames: int, rate: Rate, tell: Progress | None = None, over: Stop | None = None
) -> None:
    """Decode every picture (`frames` of them, for progress) and all sound of `film`. Blocking.

    Raises RenderError that names the first damaged picture where one can be told, Cancelled.
    """
    source = [*SAFE_INPUT, "-i", str(film.resolve())]
    try:
        said = run(
            [*QUIET, *source, "-map", "0:V?", "-map", "0:a?", "-f", "null", "-"],
            frames=frames, on_progress=tell, cancelled=over,
        )  # fmt: skip
    except RenderError as error:
        raise RenderError("proof.unreadable", detail=error.values.get("detail", "-")) from error
    if not said.strip():
        return
    for frame in hurt(film, rate, max(1, frames)):
        raise RenderError("proof.undecodable", frame=frame, timecode=timecode(rate, frame))
    raise RenderError("proof.unreadable", detail=said.strip().splitlines()[-1][:300])
