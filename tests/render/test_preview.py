"""What a player shows is what the exporter writes, at cuts, gaps and slates too."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from studio.errors import RenderError
from studio.media.video import decoded
from studio.render.captions import ass, captions, columns_for
from studio.render.delivery import Captions, Delivery
from studio.render.export import export
from studio.render.graph import segments
from studio.render.preview import Reel, picture_at
from studio.timeline.project import Project
from studio.timeline.take import Take
from tests.films import grey_ramp, make_film, make_take

NAMES = [f"sh_{n:08}" for n in range(9)]


def takes(folder: Path, *lengths: int) -> dict[str, Take]:
    return {
        name: make_take(folder, name, grey_ramp(n, 160, 90))
        for name, n in zip(NAMES, lengths, strict=False)
    }


def played(
    film: Project, shown: Mapping[str, Take], folder: Path, frame: int = 0, burn: bool = False
) -> list[np.ndarray]:
    delivery = Delivery.of(film)
    events = captions(film, shown, columns_for(delivery)) if burn else []
    titles = None
    if burn:
        titles = folder / "titles.ass"
        titles.write_text(ass(events, delivery), encoding="utf-8")
    pictures: list[np.ndarray] = []
    runs = segments(film, shown, events)
    with Reel(runs, folder, delivery, frame, captions=titles) as reel:
        while (data := reel.read()) is not None:
            picture = np.frombuffer(data, np.uint8).reshape(delivery.height, delivery.width, 4)
            pictures.append(picture[..., :3].astype(int))
    return pictures


@pytest.mark.parametrize("burn", [False, True])
def test_playing_is_exporting(tmp_path: Path, burn: bool) -> None:
    film = make_film(30, 7, 20, lines={0: "Hello there.", 2: "你好。"})
    shown = takes(tmp_path, 30, 5)  # the second take is short, the third shot a slate
    out = tmp_path / "film.mp4"
    export(film, shown, tmp_path, out, Delivery.of(film, Captions.BURN if burn else Captions.NONE))
    exported = [picture.astype(int) for _, picture in decoded(out)]
    shown_now = played(film, shown, tmp_path, burn=burn)
    assert len(shown_now) == len(exported) == 57
    for frame, (seen, written) in enumerate(zip(shown_now, exported, strict=True)):
        assert np.abs(seen - written).mean() < 1.5, frame


def test_playing_begins_anywhere(tmp_path: Path) -> None:
    film = make_film(12, 9, 5)
    shown = takes(tmp_path, 12, 9, 5)
    whole = played(film, shown, tmp_path)
    for frame in (1, 11, 12, 20, 25):
        rest = played(film, shown, tmp_path, frame)
        assert len(rest) == 26 - frame
        assert np.array_equal(rest[0], whole[frame])
        assert np.array_equal(picture_at(film, shown, tmp_path, frame), whole[frame])


def test_after_the_end_there_is_nothing(tmp_path: Path) -> None:
    film = make_film(3)
    assert played(film, takes(tmp_path, 3), tmp_path, 3) == []


def test_a_take_that_is_gone_is_said(tmp_path: Path) -> None:
    film = make_film(6)
    shown = takes(tmp_path, 6)
    (tmp_path / shown[NAMES[0]].files[0].path).unlink()
    with pytest.raises(RenderError):
        played(film, shown, tmp_path)
