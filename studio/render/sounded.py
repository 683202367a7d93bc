"""The sound of an export, made beside its pictures; it is listened to as well, for the proof."""

from pathlib import Path

from studio.media.free_memory import give_back
from studio.render.coded_sound import coded
from studio.render.coding import sound_options
from studio.render.loudness import Loudness
from studio.render.making import PICTURE_SHARE, Work
from studio.render.mix import Mix


def sounded(work: Work, raw: Path, heard: Path) -> Loudness:
    """The sound beside pictures that need the memory it took."""
    loud = sound_of(work, raw, heard)
    give_back()
    if work.mix is not None:
        from studio.render.proof_sync import listened_to  # who reads numpy, as the mix did

        listened_to(work.mix)
    return loud


def sound_of(work: Work, raw: Path, heard: Path) -> Loudness:
    """Write the mix, encoded, and measure what its loudness came to be; and its stems."""
    wanted = work.delivery
    coding = sound_options(wanted.heard, wanted.sound_bitrate)
    whole = Mix(work.project, work.shown, work.folder)
    part = whole.part(work.project, work.span)

    def mixed() -> None:
        if wanted.sound_only:
            work.tell(0.4)

    made = coded(
        whole, part, wanted, coding, raw, heard, work.kept, work.over, mixed, lasting=wanted.stems
    )
    work.mix = made.mix or work.mix
    if wanted.stems:
        from studio.render.stems import stems

        work.stems = stems(whole, part, made.level, raw.parent, work.over)
    work.sound_kept = made.kept
    if wanted.sound_only:
        work.tell(PICTURE_SHARE)
    return made.loudness
