"""What is painted from tiles is what would be painted without them, after any edit."""

import itertools
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.cut import Cut, Track, TrackKind
from studio.timeline.cutting import Edge, trim
from studio.timeline.linking import group_of
from studio.timeline.placing import move_clips
from studio.timeline.rate import Rate
from studio.timeline.ripple import ripple_delete
from studio.timeline.shot_edits import change_shot
from studio.timeline.track_edits import change_track
from studio.ui.theme import DARK
from studio.ui.timeline_scale import Lanes, Scale, fitting, ruler_steps, within
from studio.ui.timeline_tiles import changes
from tests.films import grey_ramp, make_take
from tests.ui.timelines import EditRoom, small_film


@pytest.fixture
def room(studio: Studio, qtbot: QtBot, tmp_path: Path) -> EditRoom:
    return EditRoom(studio, qtbot, tmp_path / "small.reel", small_film((48, 24, 60) * 8))


def seen(room: EditRoom) -> QImage:
    return room.view.viewport().grab().toImage()


def same_without_tiles(room: EditRoom) -> bool:
    kept = seen(room)
    room.view.tiles.clear()
    return seen(room) == kept


def test_no_edit_leaves_an_old_tile(room: EditRoom, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: room.view.sharp)
    seen(room)
    desk, name = room.desk, room.clip(2).id
    desk.edit("Move", move_clips, group_of(room.film, [name]), 31)
    assert same_without_tiles(room)
    desk.edit("Trim", trim, room.clip(1).id, Edge.END, 60)
    assert same_without_tiles(room)
    desk.edit("Ripple", ripple_delete, group_of(room.film, [room.clip(0).id]))
    assert same_without_tiles(room)
    desk.edit("Prompt", change_shot, room.clip(1).owner, prompt="Something else")
    assert same_without_tiles(room)
    desk.edit("Mute", change_track, room.film.cut.tracks[1].id, muted=True)
    assert same_without_tiles(room)
    for _ in range(5):
        desk.document.undo()
        assert same_without_tiles(room)
    take = make_take(desk.folder, room.clip(0).owner, grey_ramp(12, 160, 90))
    desk.takes[take.owner] = [take]
    desk.take_arrived.emit(take)
    seen(room)
    qtbot.waitUntil(lambda: room.view.media.idle)
    assert same_without_tiles(room)


def test_a_clip_that_begins_where_a_tile_ends_leaves_it_alone(room: EditRoom, qtbot: QtBot) -> None:
    desk, second = room.desk, room.clip(1)
    take = make_take(desk.folder, second.owner, [np.full((90, 160, 3), 255, np.uint8)] * 24)
    desk.takes[take.owner] = [take]
    desk.take_arrived.emit(take)
    qtbot.waitUntil(lambda: room.view.media.strip(take) is not None)
    lane = next(each for each in room.view.lanes.lanes if each.track.kind is TrackKind.PICTURE)
    scale = Scale(4.0)
    ends = scale.x(second.start)

    def painted(width: int) -> QImage:
        image = QImage(ends, lane.height, QImage.Format.Format_RGB32)
        with QPainter(image) as painter:
            room.view.clip_painter.paint(painter, lane, scale, 0, width, room.film.rate)
        return image

    assert painted(ends) == painted(ends + 400)


def test_a_zoom_is_seen_at_once_and_sharp_when_it_rests(room: EditRoom, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: room.view.sharp)
    before = seen(room)
    painted = room.view.tiles.painted
    room.view.zoom(2, 300)
    room.view.zoom(1, 300)
    stretched = seen(room)
    assert stretched != before
    assert room.view.tiles.painted == painted, "nothing is painted while the wheel turns"
    qtbot.waitUntil(lambda: room.view.sharp)
    assert same_without_tiles(room)


def test_scrolling_back_paints_nothing(room: EditRoom, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: room.view.sharp)
    bar = room.view.horizontalScrollBar()
    for value in (0, 300, 600):
        bar.setValue(value)
        seen(room)
    painted = room.view.tiles.painted
    for value in (300, 0):
        bar.setValue(value)
        seen(room)
    assert room.view.tiles.painted == painted


def test_only_the_lines_of_the_playhead_are_painted(room: EditRoom, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: room.view.sharp)
    first = seen(room)
    room.session.move_playhead(30)
    moved = seen(room)
    assert moved != first
    assert moved.pixelColor(120, 5).name() == DARK.accent
    assert room.view.frame_at(120) == 30


def test_timecodes_keep_their_distance_at_any_rate() -> None:
    for rate in (Rate(num=24), Rate(num=24000, den=1001), Rate(num=60), Rate(num=12)):
        for step in range(-30, 12):
            scale = Scale(4.0).zoomed(step)
            major, minor = ruler_steps(scale, rate, 90)
            assert major * scale.per_frame >= 90 or major >= 36000 * 12
            assert major % minor == 0


def test_clips_in_view_are_found_without_looking_at_all() -> None:
    track = small_film((10,) * 500).cut.tracks[0]
    assert [clip.start for clip in within(track, 1005, 1021)] == [1000, 1010, 1020]
    assert list(within(track, 5000, 6000)) == []
    assert [clip.start for clip in within(track, 0, 1)] == [0]


def test_lanes_stand_captions_pictures_sounds() -> None:
    lanes = Lanes(small_film().cut, {}).lanes
    kinds = [lane.track.kind for lane in lanes]
    assert kinds[0] is TrackKind.TEXT
    assert kinds[1] is TrackKind.PICTURE
    assert set(kinds[2:]) == {TrackKind.SOUND}
    assert all(a.bottom < b.top for a, b in itertools.pairwise(lanes))
    assert Lanes(Cut(), {}).at(10) is None


def test_what_changed_of_a_track_is_told_in_frames() -> None:
    film = small_film()
    track = film.cut.tracks[0]
    assert changes(track, track) == []
    assert changes(None, track) == [(0, 132)]
    after: Track = trim(film, track.clips[1].id, Edge.END, 60).cut.tracks[0]
    assert changes(track, after) == [(48, 72)]


def test_an_empty_film_fits_too() -> None:
    assert fitting(0, 800).per_frame > 0


def test_the_viewer_keeps_the_keys_of_in_and_out(room: EditRoom) -> None:
    assert room.window.actions_table.qaction("timeline.in").shortcuts() == []
    assert room.window.actions_table.qaction("timeline.out").shortcuts() == []
