"""Which chosen clip the canvas has in hand, where it stands, and the edits that place it."""

from dataclasses import dataclass
from typing import Any

from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.look import PLAIN, Look, Title
from studio.timeline.look_edits import change_look
from studio.timeline.project import Project
from studio.timeline.queries import find_title
from studio.timeline.take import Take
from studio.timeline.title_edits import change_title
from studio.ui.canvas_frame import Grip, Standing, place_of, seen_crop, standing
from studio.ui.canvas_words import standing_words, title_place


@dataclass(frozen=True)
class Held:
    """A picture or a title under the playhead, as it stood when it was looked at."""

    clip: Clip
    frame: tuple[int, int]  # pixels of the film
    standing: Standing
    title: Title | None = None

    @property
    def look(self) -> Look:
        """How a picture is shown."""
        return self.clip.look or PLAIN

    @property
    def grips(self) -> tuple[Grip, ...]:
        """What of it can be held; words do not turn."""
        none = (Grip.TURN, Grip.PIVOT) if self.title is not None else ()
        return tuple(grip for grip in Grip if grip not in none)

    def put(self, film: Project, new: Standing) -> Project:
        """The film with it standing so."""
        if self.title is not None:
            words = title_place(new, self.standing, self.frame, self.title)
            return change_title(film, self.title.id, **words)
        place = place_of(new, self.standing, self.frame, self.look)
        return change_look(film, [self.clip.id], place=place)

    def cut_off(self, film: Project, new: Standing) -> Project:
        """The film with it cropped so."""
        crop = seen_crop(new.crop, mirrored=self.look.place.mirrored)
        return change_look(film, [self.clip.id], crop=crop.model_dump())

    def usual(self, film: Project, grip: Grip | None, *, crop: bool) -> Project:
        """The film with what a grip changes as it was at first; with None all of it."""
        if crop:
            names = _CROPS.get(grip, tuple(_ALL_CROP)) if grip is not None else tuple(_ALL_CROP)
            seen = seen_crop(self.look.crop, mirrored=self.look.place.mirrored)
            sides = seen.evolve(**dict.fromkeys(names, 0.0))
            kept = seen_crop(sides, mirrored=self.look.place.mirrored).model_dump()
            return change_look(film, [self.clip.id], crop=kept)
        fields: dict[str, Any]
        if grip is None:
            fields = {"x": 0.0, "y": 0.0, "scale": 1.0, "turn": 0.0}
        elif grip is Grip.TURN:
            fields = {"turn": 0.0}
        elif grip in (Grip.MOVE, Grip.PIVOT):
            fields = {"x": 0.0, "y": 0.0}
        else:
            fields = {"scale": 1.0}
        if self.title is not None:
            fields.pop("turn", None)
            return change_title(film, self.title.id, **fields)
        return change_look(film, [self.clip.id], place=fields)


_ALL_CROP = ("left", "top", "right", "bottom")
_CROPS = {
    Grip.LEFT: ("left",), Grip.TOP: ("top",), Grip.RIGHT: ("right",), Grip.BOTTOM: ("bottom",),
    Grip.TOP_LEFT: ("top", "left"), Grip.TOP_RIGHT: ("top", "right"),
    Grip.BOTTOM_LEFT: ("bottom", "left"), Grip.BOTTOM_RIGHT: ("bottom", "right"),
}  # fmt: skip


def held(film: Project, shown: dict[str, Take], chosen: tuple[str, ...], frame: int) -> Held | None:
    """The uppermost of the chosen clips that is seen at a film frame and can be placed."""
    wanted = set(chosen)
    for kind in (TrackKind.TEXT, TrackKind.PICTURE):
        for track in reversed(film.cut.active(kind)):
            clip = _under(track, wanted, frame)
            if clip is not None:
                found = _looked_at(film, shown, clip, kind, frame)
                if found is not None:
                    return found
    return None


def _under(track: Track, wanted: set[str], frame: int) -> Clip | None:
    if track.locked:
        return None
    return next((c for c in track.clips if c.id in wanted and c.start <= frame < c.end), None)


def _looked_at(
    film: Project, shown: dict[str, Take], clip: Clip, kind: TrackKind, at: int
) -> Held | None:
    size = (film.width, film.height)
    if kind is TrackKind.TEXT:
        title = find_title(film, clip.owner)
        if title is None or not title.text.strip():
            return None
        return Held(clip, size, standing_words(title, clip, size, at), title)
    take = shown.get(clip.owner)
    if take is None:
        return None  # a slate stands where it stands
    wide = (take.width, take.height) if take.width and take.height else None
    return Held(clip, size, standing(size, wide, clip.look or PLAIN))
