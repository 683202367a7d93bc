"""Colour tables are checked, copied once, and named by their content."""

from pathlib import Path

import pytest

from studio.errors import BadInput
from studio.jobs.colour_tables import bring_table
from studio.jobs.doctor import examine
from studio.render.tables import Cube
from studio.timeline.lut_edits import add_lut
from studio.timeline.project import Project
from studio.timeline.store import create, open_folder

CUBE = 'TITLE "warm"\nLUT_1D_SIZE 2\n0 0 0\n1 0.9 0.8\n'


def test_a_table_is_copied_into_the_film_under_its_content(tmp_path: Path) -> None:
    source = tmp_path / "暖色 warm.cube"
    source.write_text(CUBE, encoding="utf-8")
    lut = bring_table(tmp_path / "film", source)
    assert lut.name == "暖色 warm"
    copy = tmp_path / "film" / lut.path
    assert copy.read_bytes() == source.read_bytes()
    assert Cube.read(copy).values.shape == (2, 3)
    again = tmp_path / "again.cube"
    again.write_text(CUBE, encoding="utf-8")
    assert bring_table(tmp_path / "film", again).id == lut.id
    assert [p.name for p in (tmp_path / "film" / "media").iterdir()] == [copy.name]


def test_one_that_was_damaged_since_is_made_whole(tmp_path: Path) -> None:
    source = tmp_path / "warm.cube"
    source.write_text(CUBE, encoding="utf-8")
    copy = tmp_path / bring_table(tmp_path, source).path
    copy.write_text("broken", encoding="utf-8")
    bring_table(tmp_path, source)
    assert copy.read_bytes() == source.read_bytes()


@pytest.mark.parametrize("text", ["", "LUT_3D_SIZE 2\n0 0 0\n", "hello", "LUT_1D_SIZE 999999\n"])
def test_what_is_no_table_leaves_nothing_behind(tmp_path: Path, text: str) -> None:
    source = tmp_path / "odd.cube"
    source.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput):
        bring_table(tmp_path / "film", source)
    with pytest.raises(BadInput):
        bring_table(tmp_path / "film", tmp_path / "gone.cube")
    assert not (tmp_path / "film").exists()


def test_the_doctor_knows_the_tables_of_the_film(tmp_path: Path) -> None:
    folder = tmp_path / "film.reel"
    create(folder, Project(title="A film")).close()
    source = tmp_path / "warm.cube"
    source.write_text(CUBE, encoding="utf-8")
    lut = bring_table(folder, source)
    with open_folder(folder) as store:
        store.save(add_lut(store.project, lut))
    assert [found.key for found in examine(folder)] == []
