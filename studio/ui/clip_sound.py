"""The sound of clips: gain, pan and fades; and the pan of the tracks they lie on."""

from collections.abc import Callable, Sequence
from functools import partial

from studio.timeline.cut import Clip, TrackKind
from studio.timeline.look_edits import change_sound
from studio.timeline.project import Project
from studio.timeline.track_edits import change_track
from studio.ui.clip_hand import ClipHand
from studio.ui.clip_part import ClipPart, Field, Write


class SoundPart(ClipPart):
    """Gain is in decibels, fades are in film frames, a pan is from left (-100) to right."""

    def __init__(self, hand: ClipHand) -> None:
        super().__init__(hand)
        frames = hand.words("unit.frames")
        self.add_numbers(
            Field("gain", lambda c: c.gain, _sound("gain"), -96, 24, step=0.5, decimals=1,
                  suffix=" dB", edit="gain"),
            Field("pan", lambda c: c.pan, _sound("pan"), -100, 100, factor=100, edit="pan"),
        )  # fmt: skip
        self.add_numbers(
            *(
                Field(name, partial(_frames, name), _sound(name, round), 0, 100_000,
                      suffix=frames, edit="fade")
                for name in ("fade_in", "fade_out")
            )
        )  # fmt: skip
        self.add_numbers(
            Field("track_pan", self._track_pan, self._set_track_pan, -100, 100, factor=100,
                  edit="track_pan"),
        )  # fmt: skip
        self.numbers["track_pan"].setToolTip(hand.words("tip.track_pan"))

    def fill(self, those: Sequence[Clip]) -> None:
        """Numbers are all there is."""

    def _track_pan(self, clip: Clip) -> float:
        return next((track.pan for track, each in self.hand.chosen if each.id == clip.id), 0.0)

    def _set_track_pan(self, film: Project, ids: Sequence[str], value: float) -> Project:
        wanted = set(ids)
        for track in film.cut.tracks:
            if track.kind is TrackKind.SOUND and any(clip.id in wanted for clip in track.clips):
                film = change_track(film, track.id, pan=value)
        return film


def _frames(name: str, clip: Clip) -> float:
    return float(getattr(clip, name))


def _sound(name: str, whole: Callable[[float], float] = float) -> Write:
    def write(film: Project, ids: Sequence[str], value: float) -> Project:
        return change_sound(film, ids, **{name: whole(value)})

    return write
