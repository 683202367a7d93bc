"""Pictures and videos given to a shot become its frames."""

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.animatic.morph import Morph
from studio.animatic.motion import Footage
from studio.animatic.perform import Pictures, at
from studio.animatic.planes import to_bgr
from studio.animatic.shoot import Cast, Material, Slate, shoot, still
from studio.animatic.stage import Room, Stage
from studio.errors import BadInput
from studio.media.encode import Encoder
from tests.animatic.stages import SIZE, noise, stage


def drawn(room: Room) -> Stage:
    return stage(max(0.02, *room(1.0)), mouths=True)


def slate(*moves: str, frames: int = 24, shot: str = "medium") -> Slate:
    return Slate(SIZE, frames, Fraction(24), shot, moves, seed=1)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    pixels = noise(640, 480, 20)[..., :3].copy()
    cv2.circle(pixels, (380, 200), 90, (20, 30, 235), -1)
    cv2.imwrite(str(tmp_path / "picture.png"), pixels)
    return tmp_path / "picture.png"


@pytest.fixture
def cut_out(tmp_path: Path) -> Path:
    """A figure on nothing: its own alpha is its mask, so no model is needed."""
    pixels = np.zeros((400, 240, 4), np.uint8)
    cv2.ellipse(pixels, (120, 200), (70, 180), 0, 0, 360, (0, 255, 0, 255), -1)
    cv2.imwrite(str(tmp_path / "cut.png"), pixels)
    return tmp_path / "cut.png"


@pytest.fixture
def video(tmp_path: Path) -> Path:
    world = noise(500, 180, 12)[..., :3]
    path = tmp_path / "video.mov"
    with Encoder(
        path, width=320, height=180, rate=(30, 1), frames=30, pixel_format="bgr24"
    ) as encoder:
        for index in range(30):
            encoder.write(np.ascontiguousarray(world[:, 4 * index : 4 * index + 320]))
    return path


def frames(pictures: Pictures, count: int) -> list[np.ndarray]:
    return [to_bgr(at(pictures, index)).astype(int) for index in range(count)]


def test_a_still_first_frame_is_the_picture(picture: Path) -> None:
    shown = frames(shoot(drawn, Material(first=picture), slate("static")), 24)
    given = cv2.resize(cv2.imread(str(picture)), (320, 240), interpolation=cv2.INTER_AREA)
    gaps = [np.abs(shown[0] - given[top : top + 180]).mean() for top in range(61)]
    assert min(gaps) < 6
    assert all((frame == shown[0]).all() for frame in shown)


@pytest.mark.parametrize("move", ["push_in", "orbit_left", "pan_right", "crane_up", "follow"])
def test_a_first_frame_moves_and_has_no_black_edge(picture: Path, move: str) -> None:
    shown = frames(shoot(drawn, Material(first=picture), slate(move)), 24)
    assert np.abs(shown[0] - shown[-1]).mean() > 1
    for frame in shown[::6]:
        rim = np.concatenate([frame[0], frame[-1], frame[:, 0], frame[:, -1]])
        assert rim.max(axis=1).min() > 15


def test_first_and_last_frame_are_both_ends(picture: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.png"
    cv2.imwrite(str(other), noise(640, 360, 25, seed=9)[..., :3])
    pictures = shoot(drawn, Material(first=picture, last=other), slate("push_in"))
    assert isinstance(pictures, Morph)
    last = frames(pictures, 24)[-1]
    given = cv2.resize(cv2.imread(str(other)), SIZE, interpolation=cv2.INTER_AREA)
    assert np.abs(last - given).mean() < 6


@pytest.mark.parametrize("move", ["pan_left", "truck_right", "pull_out"])
def test_a_last_frame_alone_is_where_the_move_ends(picture: Path, move: str) -> None:
    shown = frames(shoot(drawn, Material(last=picture), slate(move)), 24)
    assert np.abs(shown[0] - shown[-1]).mean() > 1


@pytest.mark.parametrize("shot", ["long", "full", "medium", "close_up"])
def test_a_cut_out_subject_replaces_the_drawn_figure(cut_out: Path, shot: str) -> None:
    material = Material(cast=(Cast("ann", "person", cut_out),))
    shown = frames(shoot(drawn, material, slate("static", shot=shot)), 1)[0]
    green = (shown[..., 1] > 235) & (shown[..., 2] < 30) & (shown[..., 0] < 30)
    red = (shown[..., 2] > 190) & (shown[..., 1] < 80) & (shown[..., 0] < 70)
    assert red.mean() < 0.01, "the drawn figure is gone"
    rows = np.flatnonzero(green.any(axis=1))
    tall = (rows.max() - rows.min() + 1) / SIZE[1]
    assert tall == pytest.approx({"long": 0.38, "full": 0.82}.get(shot, 0.9), abs=0.11)


def test_a_place_stands_behind_drawn_figures(picture: Path) -> None:
    shown = frames(shoot(drawn, Material(plate=picture), slate("truck_left")), 24)
    assert np.abs(shown[0] - shown[-1]).mean() > 1
    red = (shown[0][..., 2] > 180) & (shown[0][..., 1] < 100)
    assert red[60:110, 140:180].any(), "the figure stands in it"


def test_reference_motion_is_the_shots_whole_length(video: Path) -> None:
    pictures = shoot(drawn, Material(motion=video), slate(frames=50))
    assert isinstance(pictures, Footage)
    shown = frames(pictures, 50)
    assert np.abs(shown[-1] - shown[0]).mean() > 5
    assert np.abs(shown[-1] - shown[-10]).mean() > 1, "still moving near its end"


def test_a_camera_is_borrowed_from_a_video(video: Path) -> None:
    shown = frames(shoot(drawn, Material(camera=video), slate(frames=20)), 20)
    assert np.abs(shown[-1] - shown[0]).mean() > 2


def test_a_still_is_one_picture_at_rest(picture: Path, video: Path) -> None:
    shown = still(drawn, Material(first=picture, motion=video), slate("push_in", frames=99))
    assert frames(shown, 1)[0].shape == (180, 320, 3)


@pytest.mark.parametrize("content", [b"", b"no picture at all", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"])
def test_files_that_are_no_pictures_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.png"
    path.write_bytes(content)
    for material in (Material(first=path), Material(plate=path), Material(motion=path)):
        with pytest.raises(BadInput):
            shoot(drawn, material, slate())
    with pytest.raises(BadInput):
        shoot(drawn, Material(first=tmp_path / "absent.png"), slate())


def test_very_wide_tall_and_tiny_pictures_fill_the_frame(tmp_path: Path) -> None:
    for number, size in enumerate([(2000, 20), (20, 2000), (1, 1), (3, 5)]):
        path = tmp_path / f"{number}.png"
        cv2.imwrite(str(path), np.full((size[1], size[0], 3), 200, np.uint8))
        shown = frames(shoot(drawn, Material(first=path), slate("pan_left", frames=3)), 3)
        assert min(frame.min() for frame in shown) > 190


def test_a_style_tints_what_is_drawn(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "style.png"), np.full((50, 50, 3), (10, 60, 200), np.uint8))
    plain = frames(shoot(drawn, Material(), slate()), 1)[0].reshape(-1, 3).mean(axis=0)
    styled = shoot(drawn, Material(style=tmp_path / "style.png"), slate())
    tinted = frames(styled, 1)[0].reshape(-1, 3).mean(axis=0)
    assert tinted[2] > plain[2] + 10
    assert tinted[0] < plain[0] - 10


def test_words_are_laid_over_pictures(picture: Path, video: Path) -> None:
    words = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    words[60:90, 100:200] = (255, 255, 255, 255)
    for material in (Material(first=picture), Material(motion=video)):
        plain = frames(shoot(drawn, material, slate("static")), 2)[1]
        shown = frames(shoot(drawn, material, slate("static"), words), 2)[1]
        assert shown[64:86, 104:196].min() > 245
        assert np.abs(shown[100:] - plain[100:]).max() <= 1
