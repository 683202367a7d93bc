"""The film of the benchmarks of the final cut: runs of equal clips, seen and heard."""

from pathlib import Path

from studio.media.hashes import sha256_of
from studio.timeline.cut import Clip, Cut, Track, TrackKind
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.story import Scene, Shot
from studio.timeline.take import Take, TakeFile

RATE = Rate(num=24)
Span = tuple[int, int, int]  # clip, first frame, frames


def _hash_of(path: Path) -> str:
    """A clip's hash, which a film knows of each take: found once, and noted beside it."""
    note = path.with_suffix(".sha256")
    if not note.exists():
        note.write_text(sha256_of(path), encoding="ascii")
    return note.read_text(encoding="ascii")


def take_path(folder: Path, clip: int, frames: int, size: tuple[int, int], gop: int) -> Path:
    """Where a take lies."""
    return folder / "media" / f"g{gop}-{size[1]}p-{frames}-{clip:03}.mp4"


def make_clips(
    folder: Path, count: int, frames: int, size: tuple[int, int], gop: int
) -> dict[str, Take]:
    """`count` takes in `folder`/media, by the shots they are of."""
    media = folder / "media"
    media.mkdir(parents=True, exist_ok=True)
    takes: dict[str, Take] = {}
    for clip in range(count):
        path = take_path(folder, clip, frames, size, gop)
        if not path.exists():
            from benchmarks.cut_media import make_clip  # numpy, which an export may not need

            make_clip(path, clip, frames, size, gop)
        file = TakeFile(path=f"media/{path.name}", sha256=_hash_of(path), bytes=path.stat().st_size)
        takes[f"sh_{clip:08}"] = Take(
            id=f"tk_{clip:08}", owner=f"sh_{clip:08}", job="jb_00000001", backend="benchmark",
            kind="video", files=(file,), request={}, created="2026-01-01T00:00:00+00:00",
            rate=RATE, frames=frames, width=size[0], height=size[1], has_sound=True,
        )  # fmt: skip
    return takes


def film_of(spans: list[Span], size: tuple[int, int], gain: float = 0.0) -> Project:
    """A film that shows these runs of the clips one after the other, heard as well, `gain` decibels
    louder.
    """
    owners = sorted({clip for clip, _, _ in spans})
    shots = tuple(Shot(id=f"sh_{clip:08}", frames=1) for clip in owners)
    clips: list[Clip] = []
    start = 0
    for number, (clip, first, frames) in enumerate(spans):
        clips.append(
            Clip(
                id=f"cl_{number:08}", owner=f"sh_{clip:08}", start=start, frames=frames, skip=first
            )
        )
        start += frames
    seen, heard = TrackKind.PICTURE, TrackKind.SOUND
    tracks = (
        Track(id="tr_00000001", name="Picture", kind=seen, clips=tuple(clips)),
        Track(
            id="tr_00000002",
            name="Sound",
            kind=heard,
            role="effects",
            clips=tuple(clips),
            gain=gain,
        ),
    )
    scene = Scene(id="sc_00000001", heading="INT. ROOM - DAY", shots=shots)
    return Project(
        title="Benchmark", width=size[0], height=size[1], rate=RATE, scenes=(scene,),
        cut=Cut(tracks=tracks),
    )  # fmt: skip
