"""Pictures of a finished film against the graph's: the same by one decoder of it and by two."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from studio.errors import RenderError
from studio.render.proof_film import reading
from studio.render.proof_frames import Likeness, compare
from studio.render.proof_graph import places
from studio.render.proof_table import read
from studio.render.seeking import Entrances
from tests.render.test_proof import Cut, encoded


def found(cut: Cut, film: Path, decoders: int) -> list[Likeness]:
    """What is found at both ends of each segment."""
    asked = cut.asked()
    table = read(film, asked.edges()).pictures
    assert table is not None
    samples = [place for number, run in enumerate(asked.runs) for place in places(run, number)]
    with ExitStack() as files:
        readers = [files.enter_context(reading(film, table)) for _ in range(decoders)]
        entrances = Entrances(cut.folder, cut.film.rate)
        return list(
            compare(asked.runs, samples, entrances, readers, cut.folder, cut.delivery, None, {})
        )


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Cut:
    made = Cut(tmp_path_factory.mktemp("film"))
    made.made()
    return made


def test_two_decoders_find_what_one_finds_in_order(cut: Cut) -> None:
    one, two, three = (found(cut, cut.path, decoders) for decoders in (1, 2, 3))
    assert one == two == three
    assert [each.part for each in one] == sorted(each.part for each in one)
    assert len(one) == 4 * len(cut.asked().runs)


@pytest.mark.parametrize("decoders", [1, 2])
def test_the_first_wrong_picture_is_named(cut: Cut, decoders: int) -> None:
    """However many are wrong, and whichever decoder comes to one first."""
    whole = cut.asked().frames
    second = cut.asked().runs[1].start
    black = f"drawbox=enable=between(n\\,{second}\\,{whole}):color=black:t=fill"
    wrong = encoded(cut.path, black)
    with pytest.raises(RenderError) as caught:
        found(cut, wrong, decoders)
    assert caught.value.key == "proof.wrong_picture"
    assert caught.value.values["shot"] == (cut.asked().runs[1].label or "-")
