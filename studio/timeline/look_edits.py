"""Edits of how clips look and sound: the same fields of many clips at once, reset, and copied."""

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any

from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.linking import editable, with_tracks
from studio.timeline.look import ANY_RATIO, PLAIN, Crop, Focus, Look
from studio.timeline.project import Project
from studio.timeline.rebuild import evolved

_LEFT = 0.02  # of a picture, which a crop leaves
_PARTS = {"place", "crop", "grade"}


class Attributes(StrEnum):
    """Groups of what can be copied from a clip to others."""

    PLACE = "place"
    COLOUR = "colour"
    SOUND = "sound"


_LOOK_FIELDS: Mapping[Attributes, tuple[str, ...]] = {
    Attributes.PLACE: ("fit", "place", "crop", "focus", "opacity", "blend"),
    Attributes.COLOUR: ("grade",),
}
_SOUND_FIELDS = ("gain", "pan", "fade_in", "fade_out")


def change_look(project: Project, clip_ids: Iterable[str], **changes: Any) -> Project:
    """Pictures look otherwise: fields of `Look`; of its place, crop and grade by their own names.

    `change_look(film, ids, opacity=0.5, place={"x": 0.1})` leaves all else as each clip has it.
    Clips of other kinds stay as they are. Raises EditRefused for a value that does not fit.
    """
    return with_pictures(project, clip_ids, lambda look: _changed(look, changes))


def reset_look(project: Project, clip_ids: Iterable[str], *fields: str) -> Project:
    """Fields of looks, or all, are as a clip that nobody touched has them."""
    plain = {name: getattr(PLAIN, name) for name in fields or Look.model_fields}
    return with_pictures(project, clip_ids, lambda look: evolved(look, **plain))


def change_focus(
    project: Project, clip_ids: Iterable[str], ratio: str = ANY_RATIO, **changes: Any
) -> Project:
    """What stays in sight in deliveries of a ratio, such as 9:16, where pictures are cut off.

    A ratio without a focus of its own begins with that of any ratio. It is the maker's from now on.
    """

    def change(look: Look) -> Look:
        own = {focus.ratio: focus for focus in look.focus}
        old = own.get(ratio) or own.get(ANY_RATIO) or Focus()
        new = evolved(old, **{"proposed": False, **changes, "ratio": ratio})
        kept = [focus for focus in look.focus if focus.ratio != ratio]
        plain = ratio == ANY_RATIO and new == Focus()
        return evolved(look, focus=tuple(kept if plain else [*kept, new]))

    return with_pictures(project, clip_ids, change)


def put_focus(project: Project, foci: Mapping[str, Focus]) -> Project:
    """Clips, by their ids, each with a focus in place of the one they had for its ratio."""

    def change(track: Track, clip: Clip) -> Clip:
        if track.kind is not TrackKind.PICTURE:
            return clip
        look, new = clip.look or PLAIN, foci[clip.id]
        kept = (focus for focus in look.focus if focus.ratio != new.ratio)
        return _looking(clip, evolved(look, focus=(*kept, new)))

    return with_clips(project, foci, change)


def reset_focus(project: Project, clip_ids: Iterable[str], ratio: str) -> Project:
    """Deliveries of a ratio are reframed as any other."""

    def change(look: Look) -> Look:
        return evolved(look, focus=tuple(f for f in look.focus if f.ratio != ratio))

    return with_pictures(project, clip_ids, change)


def change_sound(project: Project, clip_ids: Iterable[str], **changes: Any) -> Project:
    """Sounds get another gain (decibels), pan, fade-in or fade-out (film frames).

    A fade is shortened to what the other one leaves of its clip.
    """

    def change(track: Track, clip: Clip) -> Clip:
        return evolved(clip, **_fitting(clip, changes)) if track.kind is TrackKind.SOUND else clip

    return with_clips(project, clip_ids, change)


def paste_attributes(
    project: Project,
    clip_ids: Iterable[str],
    copied: Iterable[Clip],
    groups: Collection[Attributes],
) -> Project:
    """Clips look and sound as the first of `copied` do that have what is asked for.

    A look comes from the first clip that has one, sound from the first with other sound than
    usual; where none has, what is pasted is the plain look or sound.
    """
    those = list(copied)
    source = next((clip.look for clip in those if clip.look is not None), None) or PLAIN
    loud = next((clip for clip in those if _sound_of(clip) != _SILENT), None)
    fields = [name for group in groups for name in _LOOK_FIELDS.get(group, ())]
    seen = {name: getattr(source, name) for name in fields}

    def change(track: Track, clip: Clip) -> Clip:
        if track.kind is TrackKind.PICTURE and seen:
            return _looking(clip, evolved(clip.look or PLAIN, **seen))
        if track.kind is TrackKind.SOUND and Attributes.SOUND in groups:
            wanted = _sound_of(loud) if loud is not None else _SILENT
            bare = evolved(clip, fade_in=0, fade_out=0)
            return evolved(bare, **_fitting(bare, dict(zip(_SOUND_FIELDS, wanted, strict=True))))
        return clip

    return with_clips(project, clip_ids, change)


def with_pictures(
    project: Project, clip_ids: Iterable[str], change: Callable[[Look], Look]
) -> Project:
    """The film with the looks of pictures changed; a look like none is none."""

    def changed(track: Track, clip: Clip) -> Clip:
        if track.kind is not TrackKind.PICTURE:
            return clip
        return _looking(clip, change(clip.look or PLAIN))

    return with_clips(project, clip_ids, changed)


def with_clips(
    project: Project, clip_ids: Iterable[str], change: Callable[[Track, Clip], Clip]
) -> Project:
    """The film with some clips changed; those of locked tracks stay as they are."""
    wanted = {clip.id for _, clip in editable(project, clip_ids)}

    def on(track: Track) -> Track:
        if not any(clip.id in wanted for clip in track.clips):
            return track
        new = tuple(change(track, c) if c.id in wanted else c for c in track.clips)
        same = all(a is b for a, b in zip(new, track.clips, strict=True))
        return track if same else evolved(track, clips=new)

    return with_tracks(project, on)


def _looking(clip: Clip, look: Look) -> Clip:
    return evolved(clip, look=None if look == PLAIN else look)


def _changed(look: Look, changes: Mapping[str, Any]) -> Look:
    new: dict[str, Any] = {}
    for name, value in changes.items():
        if name in _PARTS and isinstance(value, Mapping):
            part = getattr(look, name)
            own: dict[str, Any] = dict(value)  # pyright: ignore[reportUnknownArgumentType]
            new[name] = evolved(part, **(_leaving(part, own) if name == "crop" else own))
        else:
            new[name] = value
    return evolved(look, **new)


def _leaving(crop: Crop, sides: dict[str, Any]) -> dict[str, Any]:
    """Sides to cut off, less what the side across must leave of the picture."""
    limited = dict(sides)
    for name, across in (("left", "right"), ("right", "left"), ("top", "bottom"),
                         ("bottom", "top")):  # fmt: skip
        if name in sides:
            other = limited.get(across, getattr(crop, across))
            most = max(0.0, 1 - _LEFT - float(other))
            limited[name] = min(float(sides[name]), most)
    return limited


def _fitting(clip: Clip, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of sound, with fades that fit into the clip beside each other."""
    new = dict(changes)
    if "fade_in" in new:
        other = clip.fade_out if "fade_out" not in new else 0
        new["fade_in"] = max(0, min(new["fade_in"], clip.frames - min(other, clip.frames)))
    if "fade_out" in new:
        other = new.get("fade_in", clip.fade_in)
        new["fade_out"] = max(0, min(new["fade_out"], clip.frames - min(other, clip.frames)))
    return new


def _sound_of(clip: Clip) -> tuple[float, float, int, int]:
    return clip.gain, clip.pan, clip.fade_in, clip.fade_out


_SILENT = (0.0, 0.0, 0, 0)  # nothing was done to its sound
