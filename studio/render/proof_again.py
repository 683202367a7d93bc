"""A delivered file proved again, against the film that it was made of.

Nothing that an export remembers is believed: the file is decoded from end to end, its loudness is
measured, and the film is mixed anew to find its sound in it.
"""

from collections.abc import Mapping
from pathlib import Path

from studio.errors import RenderError
from studio.media.ffmpeg import Progress, Stop
from studio.media.probe import opened
from studio.render.cadence import file_frames
from studio.render.captions import ass, shifted
from studio.render.delivery import Delivery
from studio.render.loudness import Loudness, measure
from studio.render.making import Work, unheard
from studio.render.mix import Mix
from studio.render.mix_file import MixFile
from studio.render.parted import Parted
from studio.render.proof import prove
from studio.render.proof_asked import Asked, stretches_of_sound
from studio.render.proof_decoded import check_decodes
from studio.render.proven import Proof
from studio.render.sequence import FRAME_NAME, FRAME_SUFFIX, SOUND_NAME
from studio.render.titling import titles_of
from studio.timeline.project import Project
from studio.timeline.take import Take

UNHEARD = Loudness(-70.0, -70.0)


def prove_again(
    film: Path,
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    delivery: Delivery,
    shop: Path,
    tell: Progress = unheard,
    over: Stop | None = None,
) -> Proof:
    """The proof of `film`, a file or a folder of pictures, as `delivery` of `project`. Blocking.

    The takes lie in `folder`; what is made meanwhile lies in `shop`, which is the caller's. Raises
    RenderError with a sentence (`proof.…`) that names what differs, Cancelled.
    """
    span = delivery.part_of(project.cut.frames)
    work = Work(project, shown, folder, delivery, span, unheard, over, None, None)
    frames = file_frames(delivery, span[1] - span[0])
    loud, mix = UNHEARD, None
    if not delivery.silent:
        whole = Mix(project, shown, folder)
        first, last = whole.part(project, span)
        file = MixFile(shop / "mix.f32", last - first, whole, first, work.over)
        mix = Parted(file, None, work.over)
        loud = measure(["-i", str(_sound_in(film, delivery))], over)
    titles = None
    if any(run.lettered for run in work.runs):
        titles = shop / "captions.ass"
        titles.write_text(ass(work.burnt, delivery, titles_of(project)), encoding="utf-8")
    asked = Asked(
        frames=frames, film_frames=span[1] - span[0], delivery=delivery, folder=folder,
        shop=shop, loud=loud, runs=work.runs, titles=titles,
        mix=mix, events=shifted(work.burnt, span),
        sounding=stretches_of_sound(project, shown, span),
    )  # fmt: skip
    proof = prove(film, asked, None, over)
    check_decodes(pictures_in(film, delivery), frames, delivery.file_rate, tell, over)
    return proof


def _sound_in(film: Path, delivery: Delivery) -> Path:
    """The file in which a delivery's sound lies: beside the pictures where it is a folder.

    Raises RenderError where there is none.
    """
    path = (film / SOUND_NAME if delivery.container.folder else film).resolve()
    with opened(path) as container:
        if not container.streams.audio:
            raise RenderError("proof.no_sound")
    return path


def pictures_in(film: Path, delivery: Delivery) -> Path:
    """What ffmpeg opens to read a delivery's pictures: a pattern of names where it is a folder."""
    if not delivery.container.folder:
        return film
    home = str(film.resolve()).replace("%", "%%")  # which begins a number in a pattern
    return Path(home) / f"{FRAME_NAME}.{FRAME_SUFFIX[delivery.codec]}"
