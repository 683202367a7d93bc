"""Editing many clips: nothing overlaps, no frame is lost unasked, undo is exact."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import EditRefused
from studio.timeline.assembly import assemble
from studio.timeline.check import check
from studio.timeline.cut import Clip, TrackKind
from studio.timeline.cutting import Edge, razor, split_clips, trim
from studio.timeline.document import Document
from studio.timeline.incoming import incoming
from studio.timeline.linking import group_of, link, unlink
from studio.timeline.placing import Piece, carved, lay, move_clips, paste, taken
from studio.timeline.project import Project
from studio.timeline.queries import clips, find_clip
from studio.timeline.ripple import carry, delete, insert, open_time, ripple_delete
from studio.timeline.track_edits import add_track, change_track
from tests.timeline.films import make_film, shot_id

OVER = "tr_over0000"
PICK = st.integers(0, 40)
FRAME = st.integers(0, 260)


def film() -> Project:
    """Pictures a 0-48, b 48-72, c 72-172 with sound; lines, music; a track above."""
    return add_track(assemble(make_film()), "Over", TrackKind.PICTURE, track_id=OVER)


def lane(project: Project, number: int = 0) -> list[tuple[int, int, int]]:
    return [(c.start, c.frames, c.skip) for c in project.cut.tracks[number].clips]


def picture(project: Project, name: str) -> str:
    return next(c.id for c in project.cut.tracks[0].clips if c.owner == shot_id(name))


def total(project: Project) -> int:
    return sum(clip.frames for _, clip in clips(project))


def some_clip(project: Project, pick: int) -> str:
    every = [clip.id for _, clip in clips(project)]
    return every[pick % len(every)]


def test_a_shot_takes_its_sound_and_captions_along() -> None:
    before = film()
    group = group_of(before, [picture(before, "b")])
    after = move_clips(before, group, 124)
    assert lane(after, 0) == [(0, 48, 0), (72, 100, 0), (172, 24, 0)]
    assert lane(after, 1) == lane(after, 0)
    assert check(after) == ()


def test_a_drop_covers_what_lies_beneath() -> None:
    before = film()
    after = move_clips(before, group_of(before, [picture(before, "b")]), 40)
    assert lane(after, 0) == [(0, 48, 0), (72, 16, 0), (88, 24, 0), (112, 60, 40)]
    assert lane(after, 0) == lane(after, 1)


def test_a_clip_moves_to_another_track_and_not_to_another_kind() -> None:
    before = film()
    name = picture(before, "b")
    after = move_clips(before, [name], 0, {name: OVER})
    assert find_clip(after, name) is not None
    assert lane(after, -1) == [(48, 24, 0)]
    with pytest.raises(EditRefused) as refused:
        move_clips(before, [name], 0, {name: before.cut.tracks[1].id})
    assert refused.value.key == "timeline.other_kind"


def test_the_start_of_the_film_stops_a_move() -> None:
    before = film()
    after = move_clips(before, group_of(before, [picture(before, "b")]), -1000)
    assert lane(after, 0)[0] == (0, 24, 0)
    assert lane(after, 0)[1] == (24, 24, 24), "what was covered is trimmed at its start"


def test_locked_tracks_stay_as_they_are() -> None:
    before = film()
    sound = before.cut.tracks[1]
    locked = change_track(before, sound.id, locked=True)
    group = group_of(locked, [picture(locked, "b")])
    for after in (
        move_clips(locked, group, 30),
        delete(locked, group),
        ripple_delete(locked, group),
        razor(locked, group[0], 60),
        carry(locked, group, 0),
        insert(locked, incoming(locked, [shot_id("a")]), 10),
    ):
        assert after.cut.tracks[1] == locked.cut.tracks[1]
    with pytest.raises(EditRefused) as refused:
        move_clips(locked, [sound.clips[0].id], 3)
    assert refused.value.key == "timeline.locked"


def test_a_razor_cuts_the_picture_and_its_sound_but_no_caption() -> None:
    before = film()
    after = razor(before, picture(before, "c"), 100)
    assert lane(after, 0)[2:] == [(72, 28, 0), (100, 72, 28)] == lane(after, 1)[2:]
    right = after.cut.tracks[0].clips[3]
    assert right.link not in {None, after.cut.tracks[0].clips[2].link}
    together = group_of(after, [right.id])
    assert after.cut.tracks[1].clips[3].id in together
    assert after.cut.tracks[0].clips[2].id not in together
    texts = [len(t.clips) for t in before.cut.tracks if t.kind is TrackKind.TEXT]
    assert texts == [len(t.clips) for t in after.cut.tracks if t.kind is TrackKind.TEXT]


def test_alt_cuts_one_half() -> None:
    before = film()
    after = razor(before, picture(before, "c"), 100, alone=True)
    assert len(after.cut.tracks[0].clips) == 4
    assert after.cut.tracks[1] == before.cut.tracks[1]


def test_a_trim_stops_at_neighbours_and_at_the_end_of_the_material() -> None:
    before = film()
    name = picture(before, "b")
    short = trim(before, name, Edge.END, 60)
    assert lane(short, 0)[1] == (48, 12, 0) == lane(short, 1)[1]
    assert lane(trim(short, name, Edge.END, 500), 0)[1] == (48, 24, 0)
    owner = shot_id("b")
    assert lane(trim(short, name, Edge.END, 500, available={owner: 18}), 0)[1] == (48, 18, 0)
    late = trim(before, name, Edge.START, 60)
    assert lane(late, 0)[1] == (60, 12, 12)
    assert lane(trim(late, name, Edge.START, 0), 0)[1] == (48, 24, 0)
    assert lane(trim(before, name, Edge.START, 500), 0)[1] == (71, 1, 23)


def test_a_shot_is_carried_before_another() -> None:
    before = film()
    after = carry(before, group_of(before, [picture(before, "c")]), 0)
    owners = [clip.owner for clip in after.cut.tracks[0].clips]
    assert owners == [shot_id("c"), shot_id("a"), shot_id("b")]
    assert lane(after, 0) == lane(after, 1)
    assert after.cut.frames == before.cut.frames
    music = [t.clips for t in before.cut.tracks if t.role == "music"]
    assert music == [t.clips for t in after.cut.tracks if t.role == "music"]
    back = carry(after, group_of(after, [picture(after, "c")]), 172)
    assert [t.clips for t in back.cut.tracks] == [t.clips for t in before.cut.tracks]


def test_an_insert_makes_room_and_lets_the_music_play_on() -> None:
    before = film()
    after = insert(before, incoming(before, [shot_id("b")]), 20)
    assert lane(after, 0)[:3] == [(0, 20, 0), (20, 24, 0), (44, 28, 20)]
    assert lane(after, 0) == lane(after, 1)
    assert after.cut.frames == before.cut.frames + 24
    music = [t.clips[0].frames for t in before.cut.tracks if t.role == "music"]
    assert music == [t.clips[0].frames for t in after.cut.tracks if t.role == "music"]


def test_ripple_delete_closes_the_film_for_pictures_and_one_track_for_others() -> None:
    before = film()
    after = ripple_delete(before, group_of(before, [picture(before, "b")]))
    assert lane(after, 0) == [(0, 48, 0), (48, 100, 0)] == lane(after, 1)
    assert after.cut.markers[1].frame == 48
    sound = before.cut.tracks[1].clips[0].id
    alone = ripple_delete(before, [sound])
    assert alone.cut.tracks[0] == before.cut.tracks[0]
    assert lane(alone, 1) == [(0, 24, 0), (24, 100, 0)]


def test_copies_are_linked_among_themselves() -> None:
    before = film()
    pieces = taken(before, group_of(before, [picture(before, "b")]))
    after = paste(before, pieces, 172)
    assert lane(after, 0)[-1] == (172, 24, 0) == lane(after, 1)[-1]
    copy = after.cut.tracks[0].clips[-1]
    assert set(group_of(after, [copy.id])).isdisjoint(group_of(after, [picture(before, "b")]))
    assert after.cut.tracks[1].clips[-1].id in group_of(after, [copy.id])


def test_links_are_tied_and_loosed() -> None:
    before = film()
    group = group_of(before, [picture(before, "b")])
    loose = unlink(before, group)
    assert group_of(loose, group[:1]) == group[:1]
    tied = link(loose, group)
    assert group_of(tied, group[:1]) == group


def test_carving_keeps_what_is_seen_when() -> None:
    clip = Clip(id="cl_00000001", owner="sh_00000001", start=10, frames=20, skip=5)
    left, right = carved([clip], 15, 20)
    assert (left.start, left.end, left.skip) == (10, 15, 5)
    assert (right.start, right.end, right.skip) == (20, 30, 15)
    assert carved([clip], 5, 40) == []
    assert carved([clip], 30, 40) == [clip]


@settings(max_examples=60, deadline=None)
@given(pick=PICK, by=st.integers(-200, 200), frame=FRAME)
def test_a_move_conserves_what_moves(pick: int, by: int, frame: int) -> None:
    before = split_clips(film(), [c.id for _, c in clips(film())], frame)
    ids = group_of(before, [some_clip(before, pick)])
    after = move_clips(before, ids, by)
    assert check(after) == ()
    moved = {clip.id: clip for _, clip in clips(after)}
    for track, clip in clips(before):
        if clip.id in ids:
            assert moved[clip.id].frames == clip.frames
            assert find_clip(after, clip.id) == (find_clip(after, clip.id) or (0,))[0:2]
            assert track.id == (find_clip(after, clip.id) or (track,))[0].id


@settings(max_examples=60, deadline=None)
@given(pick=PICK, to=FRAME)
def test_carrying_pictures_conserves_their_frames(pick: int, to: int) -> None:
    before = film()
    name = ("a", "b", "c")[pick % 3]
    after = carry(before, group_of(before, [picture(before, name)]), to)
    assert check(after) == ()
    for number in (0, 1):
        assert sum(n for _, n, _ in lane(after, number)) == sum(
            n for _, n, _ in lane(before, number)
        )
    assert after.cut.frames == max(before.cut.frames, to)


@settings(max_examples=60, deadline=None)
@given(frame=FRAME, frames=st.integers(1, 90))
def test_opening_time_conserves_every_frame(frame: int, frames: int) -> None:
    before = film()
    after = open_time(before, frame, frames, [before.cut.tracks[0].id])
    assert check(after) == ()
    assert total(after) == total(before)


@settings(max_examples=60, deadline=None)
@given(pick=PICK, frame=FRAME)
def test_a_razor_conserves_every_frame(pick: int, frame: int) -> None:
    before = film()
    after = razor(before, some_clip(before, pick), frame)
    assert check(after) == ()
    assert total(after) == total(before)


@settings(max_examples=80, deadline=None)
@given(pick=PICK, frame=FRAME, edge=st.sampled_from(Edge), by=st.integers(-90, 90))
def test_a_trim_never_overlaps_and_never_refuses(
    pick: int, frame: int, edge: Edge, by: int
) -> None:
    before = move_clips(film(), [some_clip(film(), pick)], by)
    after = trim(before, some_clip(before, pick), edge, frame)
    assert check(after) == ()


Edit = Callable[[Project, int, int], Project]
EDITS: list[Edit] = [
    lambda f, pick, frame: move_clips(f, group_of(f, [some_clip(f, pick)]), frame - 100),
    lambda f, pick, frame: carry(f, group_of(f, [some_clip(f, pick)]), frame),
    lambda f, pick, frame: ripple_delete(f, [some_clip(f, pick)]),
    lambda f, pick, frame: insert(f, taken(f, [some_clip(f, pick)]), frame),
    lambda f, pick, frame: paste(f, taken(f, group_of(f, [some_clip(f, pick)])), frame),
    lambda f, pick, frame: razor(f, some_clip(f, pick), frame),
    lambda f, pick, frame: trim(f, some_clip(f, pick), Edge.END, frame),
    lambda f, pick, frame: lay(f, [Piece(f.cut.tracks[0].id, f.cut.tracks[0].clips[0])]),
]


@settings(max_examples=40, deadline=None)
@given(steps=st.lists(st.tuples(st.integers(0, len(EDITS) - 1), PICK, FRAME), max_size=8))
def test_whatever_is_done_is_sound_and_undone_exactly(steps: list[tuple[int, int, int]]) -> None:
    document = Document(film())
    films = [document.project]
    for which, pick, frame in steps:
        if not any(True for _ in clips(document.project)):
            break
        if which == len(EDITS) - 1 and not document.project.cut.tracks[0].clips:
            continue
        document.apply("Step", EDITS[which], pick, frame)
        assert check(document.project) == ()
        if document.project is not films[-1]:
            films.append(document.project)
    for earlier in reversed(films[:-1]):
        document.undo()
        assert document.project is earlier
    for later in films[1:]:
        document.redo()
        assert document.project is later
