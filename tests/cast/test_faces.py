"""Faces are found, told apart, followed and read; what is no face is none."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.cast.faces import face_print, faces_of
from studio.cast.loaded import Loaded
from studio.cast.mesh import eyes_open, mesh_of, openness, smile, turned
from studio.cast.mouth import mouth
from studio.cast.prints import cosine, face_limit, mean
from studio.cast.tracks import faces_in
from studio.errors import BadInput, Cancelled
from studio.paths import resource
from tests.cast.clips import film
from tests.cast.puppet import Pose, Puppet


def test_a_face_is_where_it_is(puppet: Puppet, models: Loaded) -> None:
    (face,) = faces_of(puppet.drawn(Pose(x=0.25), (640, 360)), models)
    assert 0.1 < face.centre[0] < 0.3
    assert 0.05 < face.centre[1] < 0.4
    right_eye, left_eye, nose = face.points[:3]
    assert right_eye[0] < nose[0] < left_eye[0]


@pytest.mark.parametrize(
    "pose",
    [Pose(blur=1.0), Pose(light=0.4), Pose(turn=25), Pose(turn=-25), Pose(scale=0.8), Pose(open=1)],
    ids=["blurred", "dark", "right", "left", "small", "speaking"],
)
def test_the_same_person_stays_the_same(puppet: Puppet, models: Loaded, pose: Pose) -> None:
    plain, other = puppet.drawn(Pose()), puppet.drawn(pose)
    prints = [face_print(each, faces_of(each, models)[0], models) for each in (plain, other)]
    assert cosine(*prints) > face_limit() + 0.2


def test_no_face_is_seen_where_there_is_none(models: Loaded) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (240, 320, 3), np.uint8)
    drawn = np.full((300, 300, 3), 240, np.uint8)
    cv2.circle(drawn, (150, 150), 90, (120, 200, 250), -1)
    for x in (120, 180):
        cv2.circle(drawn, (x, 130), 9, (20, 20, 20), -1)
    cv2.ellipse(drawn, (150, 180), (40, 20), 0, 0, 180, (20, 20, 20), 4)
    assert faces_of(np.asarray(noise, np.uint8), models) == ()
    assert faces_of(drawn, models) == ()
    assert faces_of(np.zeros((8, 8, 3), np.uint8), models) == ()


def test_the_mesh_tells_turn_smile_and_mouth(puppet: Puppet, models: Loaded) -> None:
    def read(pose: Pose) -> tuple[float, float, float, float]:
        picture = puppet.drawn(pose)
        mesh = mesh_of(picture, faces_of(picture, models)[0], models)
        return turned(mesh), smile(mesh), openness(mesh), eyes_open(mesh)

    plain = read(Pose())
    assert read(Pose(turn=30))[0] > 8 > abs(plain[0])
    assert read(Pose(turn=-30))[0] < -8
    assert read(Pose(smile=1))[1] > read(Pose(smile=-0.5))[1] + 0.06
    assert read(Pose(open=0.8))[2] > plain[2] + 0.15
    assert plain[3] > 0.2


def test_a_face_becomes_one_track_with_prints(clip: Path, models: Loaded) -> None:
    (track,) = faces_in(clip, models, per_second=10, prints_per_second=2)
    assert track.seen[0].frame == 0
    assert track.seconds == pytest.approx(4.4, abs=0.11)
    assert len(track.seen) == 45
    assert 8 <= len(track.prints) <= 10
    prints = [each.print for each in track.prints if each.print]
    assert min(cosine(each, mean(prints)) for each in prints) > face_limit() + 0.2


def test_the_mouth_is_followed(puppet: Puppet, models: Loaded, tmp_path: Path) -> None:
    def opened(at: float) -> float:
        return 0.5 - 0.5 * float(np.cos(3 * np.pi * at))

    path = film(tmp_path / "m.mov", lambda at: puppet.drawn(Pose(open=opened(at), scale=1.3)), 2.0)
    (track,) = faces_in(path, models, per_second=5, prints_per_second=0)
    lips = mouth(path, track, models)
    assert lips.seconds == pytest.approx([n / 10 for n in range(19)]), "as long as it is tracked"
    shown = [opened(at) for at in lips.seconds]
    assert float(np.corrcoef(shown, lips.openness)[0, 1]) > 0.8


def test_two_faces_are_two_tracks(puppet: Puppet, models: Loaded, tmp_path: Path) -> None:
    left, right = puppet.drawn(Pose(), (320, 300)), puppet.drawn(Pose(turn=-20), (320, 300))
    both = np.hstack([left, right])
    path = film(tmp_path / "two.mov", lambda at: both, 1.0)
    tracks = faces_in(path, models, prints_per_second=0)
    assert [len(each.seen) for each in tracks] == [10, 10]


def test_looking_can_be_stopped(clip: Path, models: Loaded) -> None:
    with pytest.raises(Cancelled):
        faces_in(clip, models, stopped=lambda: True)


def test_a_picture_is_no_video(models: Loaded) -> None:
    with pytest.raises(BadInput) as refused:
        faces_in(Path(__file__).parent / "media" / "astronaut.jpg", models)
    assert refused.value.key == "cast.no_video"


def test_thresholds_have_sources() -> None:
    from studio.cast.thresholds import thresholds

    assert resource("cast", "thresholds.json").is_file()
    for name, row in thresholds().items():
        assert isinstance(row["value"], int | float), name
        assert row["source"], name
        assert row["unit"], name
