"""What a film of very many cuts holds in memory: little for each, as much is the same in all."""

import gc
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from studio.render.delivery import Delivery
from studio.render.graph import segments, within
from studio.render.making import Work
from studio.render.mix import Mix
from studio.render.packets import Part
from studio.render.piece import Piece
from studio.render.proof_asked import stretches_of_sound
from studio.render.way import Way
from studio.timeline.cut import Clip, Cut, Track, TrackKind
from studio.timeline.project import Project
from studio.timeline.story import Scene, Shot
from studio.timeline.take import Take, TakeFile

CUTS, TAKES = 600, 4


def take(owner: str) -> Take:
    """A take with sound."""
    return Take(
        id=f"tk_{owner[3:]}", owner=owner, job="jb_00000001", backend="mock", kind="video",
        files=(TakeFile(path=f"media/{owner}.mp4", sha256="0" * 64, bytes=1),), request={},
        created="2026-01-01T00:00:00+00:00", frames=240, width=320, height=180, has_sound=True,
    )  # fmt: skip


def film() -> tuple[Project, dict[str, Take]]:
    """Runs of a few takes, seen and heard, one after the other."""
    owners = [f"sh_{n:08}" for n in range(TAKES)]
    clips = tuple(
        Clip(id=f"cl_{n:08}", owner=owners[n % TAKES], start=6 * n, frames=6, skip=n * 7 % 200)
        for n in range(CUTS)
    )
    tracks = (
        Track(id="tr_00000001", name="Picture", kind=TrackKind.PICTURE, clips=clips),
        Track(id="tr_00000002", name="Sound", kind=TrackKind.SOUND, clips=clips),
    )
    shots = tuple(Shot(id=owner, frames=1) for owner in owners)
    scene = Scene(id="sc_00000001", heading="INT. ROOM - DAY", shots=shots)
    made = Project(title="Cuts", width=320, height=180, scenes=(scene,), cut=Cut(tracks=tracks))
    return made, {owner: take(owner) for owner in owners}


def held(make: Callable[[], object]) -> float:
    """Bytes for each cut of what is made.

    Between making it for the first time and the second no collection may come: a full one gives
    back the empty tuples that Python keeps, and others would be counted for them.
    """
    gc.collect()
    gc.disable()
    try:
        make()  # what is read or made once for all
        tracemalloc.start()
        made = [make()]
        used = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
        gc.enable()
    return used / CUTS / len(made)


def test_the_cut_itself_takes_little_for_each_clip() -> None:
    assert held(film) < 750


def test_what_is_seen_takes_little_for_each_cut() -> None:
    project, shown = film()
    whole = segments(project, shown)
    assert len(whole) == CUTS
    assert held(lambda: segments(project, shown)) < 450
    assert held(lambda: within(whole, (0, project.cut.frames))) < 16
    assert held(lambda: [run.part(0, run.frames) for run in whole]) < 16


def test_what_is_heard_takes_little_for_each_cut(tmp_path: Path) -> None:
    project, shown = film()
    assert held(lambda: Mix(project, shown, tmp_path)) < 300

    def mixed() -> Mix:
        whole = Mix(project, shown, tmp_path)
        whole.let_go()
        return whole

    assert held(mixed) < 16
    assert not mixed().stems


def test_pieces_take_little_and_less_when_they_are_joined(tmp_path: Path) -> None:
    project, shown = film()
    span = (0, project.cut.frames)
    work = Work(
        project, shown, tmp_path, Delivery.of(project), span, lambda _: None, None, None, None
    )

    def part(number: int) -> Part:
        return Part(tmp_path / f"piece-{number:05}.mp4", 6)

    def joined() -> tuple[Piece, ...]:
        taken = Piece((Part(tmp_path / "take.mp4", 6, 12, of_take=True),), Way.COPIED)
        work.pieces = (taken, *(Piece((part(n),), Way.ENCODED) for n in range(1, CUTS)))
        work.let_go()
        return work.pieces

    folder = len(str(tmp_path))
    assert held(lambda: [part(n) for n in range(CUTS)]) < 170 + folder
    assert held(joined) < 90  # of which most are tuples that Python keeps for the next ones
    assert joined()[0].parts[0].path == tmp_path / "take.mp4", "its packets are compared"
    assert [each.parts[0].frames for each in joined()] == [6] * CUTS
    assert work.ways == (Way.COPIED, *[Way.ENCODED] * (CUTS - 1))


def test_clips_that_follow_each_other_are_heard_as_one_stretch() -> None:
    project, shown = film()
    seconds = float(project.rate.seconds(project.cut.frames))
    assert stretches_of_sound(project, shown, (0, project.cut.frames)) == [(0.0, seconds)]
    silent = {owner: take for owner, take in shown.items() if owner != "sh_00000001"}
    frames = [(0, 6), (12, 30), (36, 40)]
    found = stretches_of_sound(project, silent, (0, 40))
    assert found == [tuple(float(project.rate.seconds(n)) for n in each) for each in frames]
