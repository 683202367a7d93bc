"""The point of interest is found with and without models."""

import hashlib

import cv2
import numpy as np
import pytest

from studio.animatic.interest import faces, find_interest, saliency
from studio.animatic.models import checked, find_model


def spot(x: float, y: float) -> np.ndarray:
    picture = np.full((300, 500, 3), 120, np.uint8)
    noise = np.random.default_rng(1).integers(-6, 6, picture.shape)
    picture = (picture + noise).astype(np.uint8)
    cv2.circle(picture, (round(x * 500), round(y * 300)), 34, (20, 60, 230), -1)
    cv2.circle(picture, (round(x * 500), round(y * 300)), 14, (240, 240, 240), -1)
    return picture


@pytest.mark.parametrize("point", [(0.5, 0.5), (0.25, 0.35), (0.72, 0.6)])
def test_what_stands_out_is_found(point: tuple[float, float]) -> None:
    assert find_interest(spot(*point)).point == pytest.approx(point, abs=0.09)


def test_nothing_stands_out_of_a_blank_picture() -> None:
    found = find_interest(np.full((90, 160, 3), 90, np.uint8))
    assert found.face is None
    assert found.point == pytest.approx((0.5, 0.5), abs=0.1)


def test_a_subject_is_looked_at_in_its_upper_part() -> None:
    mask = np.zeros((200, 300), np.uint8)
    mask[40:200, 180:240] = 255
    x, y = find_interest(np.full((200, 300, 3), 90, np.uint8), mask).point
    assert x == pytest.approx(0.7, abs=0.01)
    assert 0.2 < y < 0.5


def test_saliency_is_a_map_from_nothing_to_all() -> None:
    found = saliency(spot(0.5, 0.5))
    assert (found.min(), found.max()) == (0.0, pytest.approx(1.0, abs=1e-4))


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (15, 15)])
def test_any_picture_has_a_point(size: tuple[int, int]) -> None:
    x, y = find_interest(np.zeros((*size, 3), np.uint8)).point
    assert 0.0 <= x <= 1.0
    assert 0.0 <= y <= 1.0


def test_a_drawn_blot_is_no_face() -> None:
    assert faces(spot(0.5, 0.5)) == ()


def test_a_model_that_was_changed_is_not_used(tmp_path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"weights")
    right = hashlib.sha256(b"weights").hexdigest()
    assert checked(tmp_path, "model.onnx", right) == tmp_path / "model.onnx"
    assert checked(tmp_path, "absent.onnx", right) is None
    (tmp_path / "model.onnx").write_bytes(b"weights, changed")
    assert checked(tmp_path, "model.onnx", right) is None


def test_a_model_is_found_by_path_and_hash() -> None:
    if find_model("yunet") is None:
        pytest.skip("the cutout extra is not installed")
    assert find_model("yunet").suffix == ".onnx"


def test_a_subject_has_a_box_that_a_crop_can_keep() -> None:
    mask = np.zeros((200, 300), np.uint8)
    mask[40:160, 180:240] = 255
    box = find_interest(np.full((200, 300, 3), 90, np.uint8), mask).box
    assert box is not None
    assert (box.left, box.top) == pytest.approx((0.6, 0.2), abs=0.01)
    assert (box.width, box.height) == pytest.approx((0.2, 0.6), abs=0.01)
