"""A film of three pictures with their sound, for tests of looks, paces and transitions."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from studio.timeline.cut import Clip, Cut, Track, TrackKind
from studio.timeline.linking import with_tracks
from studio.timeline.project import Project
from studio.timeline.queries import find_clip
from studio.timeline.rebuild import evolved
from studio.timeline.story import Scene, Shot

SHOTS = ("sh_one00000", "sh_two00000", "sh_three000")
A, B, C = "cl_a0000000", "cl_b0000000", "cl_c0000000"  # pictures
HEARD = {A: "cl_d0000000", B: "cl_e0000000", C: "cl_f0000000"}  # their sounds
SEEN, SOUND = "tr_picture0", "tr_sound000"
LENGTHS = (40, 30, 50)


def cut_film() -> Project:
    """`|AAAA|BBB|CCCCC|` of 40, 30 and 50 frames, the second frames into its take; sound below."""
    pictures, sounds, start = list[Clip](), list[Clip](), 0
    for name, owner, frames in zip((A, B, C), SHOTS, LENGTHS, strict=True):
        clip = Clip(
            id=name, owner=owner, start=start, frames=frames, skip=20, link=f"ln_{name[3:]}"
        )
        pictures.append(clip)
        sounds.append(clip.evolve(id=HEARD[name]))
        start += frames
    tracks = (
        Track(id=SEEN, name="Picture", kind=TrackKind.PICTURE, clips=tuple(pictures)),
        Track(id=SOUND, name="Sound", kind=TrackKind.SOUND, clips=tuple(sounds)),
    )
    shots = tuple(Shot(id=name, prompt=name, frames=120) for name in SHOTS)
    scene = Scene(id="sc_one00000", heading="INT. ROOM", shots=shots)
    return Project(width=320, height=180, scenes=(scene,), cut=Cut(tracks=tracks))


def clip_of(film: Project, clip_id: str) -> Clip:
    found = find_clip(film, clip_id)
    assert found is not None
    return found[1]


def with_fields(film: Project, clip_ids: Iterable[str], **changes: Any) -> Project:
    """The film with fields of clips changed, whatever they are."""
    wanted = set(clip_ids)

    def change(track: Track) -> Track:
        clips = tuple(evolved(c, **changes) if c.id in wanted else c for c in track.clips)
        return evolved(track, clips=clips)

    return with_tracks(film, change)


def seen(film: Project, track: int = 0) -> dict[int, tuple[str, Fraction]]:
    """Film frame to what a track shows there: owner and position in its take."""
    return {
        frame: (clip.owner, clip.shows(frame))
        for clip in film.cut.tracks[track].clips
        for frame in range(clip.start, clip.end)
    }
