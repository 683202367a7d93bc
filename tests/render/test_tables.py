"""Colour tables: what a grade does to a colour, .cube files from outside, tables that are kept."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import BadInput
from studio.render.colouring import is_neutral
from studio.render.tables import Cube, graded, table_file
from studio.timeline.look import Grade

STEPS = np.linspace(0, 1, 9)
COLOURS = np.stack(np.meshgrid(STEPS, STEPS, STEPS, indexing="ij"), -1)


def cube(folder: Path, text: str) -> Path:
    path = folder / "look.cube"
    path.write_text(text)
    return path


def identity(size: int) -> str:
    steps = np.linspace(0, 1, size)
    rows = [f"{r} {g} {b}" for b in steps for g in steps for r in steps]
    return f'TITLE "as it is"\n# a word\nLUT_3D_SIZE {size}\n' + "\n".join(rows)


def test_a_neutral_grade_changes_nothing() -> None:
    assert is_neutral(Grade())
    assert is_neutral(Grade(lut_strength=0.2))
    assert not is_neutral(Grade(exposure=0.1))
    assert not is_neutral(Grade(lut="lt_00000001"))
    assert np.abs(graded(COLOURS, Grade()) - COLOURS).max() < 1e-9


def test_exposure_is_in_stops_of_light() -> None:
    grey = np.full(3, 0.4)
    light = graded(grey, Grade(exposure=1)) ** 2.4
    assert np.allclose(light, 2 * grey**2.4)


def test_contrast_leaves_a_grey_card_alone() -> None:
    card = np.full(3, 0.18 ** (1 / 2.4))
    assert np.allclose(graded(card, Grade(contrast=2)), card)


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_a_white_balance_keeps_the_luma_of_light(temperature: float, tint: float) -> None:
    grey = np.full(3, 0.3)
    light = graded(grey, Grade(temperature=temperature, tint=tint)) ** 2.4
    assert np.isclose(light @ [0.2126, 0.7152, 0.0722], 0.3**2.4, rtol=1e-6)


@pytest.mark.parametrize("size", [2, 5, 17])
def test_a_table_of_points_that_are_themselves(tmp_path: Path, size: int) -> None:
    read = Cube.read(cube(tmp_path, identity(size)))
    assert np.abs(read.apply(COLOURS) - COLOURS).max() < 1e-9


def test_curves_and_domains(tmp_path: Path) -> None:
    text = "LUT_1D_SIZE 3\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 2 2 2\n0 0 0\n0.5 1 0\n1 0 1"
    got = Cube.read(cube(tmp_path, text)).apply(np.array([1.0, 1.0, 0.5]))
    assert np.allclose(got, [0.5, 1.0, 0.0])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "LUT_3D_SIZE 2\n0 0 0",
        "LUT_3D_SIZE 2\n" + "0 0 0\n" * 9,
        "LUT_3D_SIZE 1\n0 0 0",
        "LUT_3D_SIZE 9000\n0 0 0",
        "LUT_3D_SIZE -2\n",
        "LUT_3D_SIZE 2\n" + "nan 0 0\n" * 8,
        "LUT_1D_SIZE 2\nDOMAIN_MIN 1 1 1\nDOMAIN_MAX 0 0 0\n0 0 0\n1 1 1",
        "LUT_1D_SIZE 2\nDOMAIN_MIN 1\n0 0 0\n1 1 1",
        "LUT_1D_SIZE two\n0 0 0\n1 1 1",
        "LUT_1D_SIZE 2\n0 zero 0\n1 1 1",
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput) as caught:
        Cube.read(cube(tmp_path, text))
    for language in ("en", "zh"):
        assert "look.cube" in caught.value.text(language)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.cube"
    path.write_bytes(data)
    with pytest.raises(BadInput):
        Cube.read(path)


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        Cube.read(tmp_path / "gone.cube")


def test_the_table_that_is_written_is_the_grade(tmp_path: Path) -> None:
    grade = Grade(exposure=0.4, saturation=1.3, temperature=-0.3)
    written = Cube.read(table_file(grade, None))
    assert np.abs(written.apply(COLOURS) - graded(COLOURS, grade)).max() < 0.02
    half = Grade(lut="lt_00000001", lut_strength=0.5)
    dark = cube(tmp_path, "LUT_1D_SIZE 2\n0 0 0\n0 0 0")
    assert np.abs(Cube.read(table_file(half, dark)).apply(COLOURS) - COLOURS / 2).max() < 1e-5


def test_a_damaged_table_is_made_anew() -> None:
    path = table_file(Grade(exposure=0.2), None)
    sound = path.read_bytes()
    path.write_bytes(sound[: len(sound) // 2])
    assert table_file(Grade(exposure=0.2), None) == path
    assert path.read_bytes() == sound
