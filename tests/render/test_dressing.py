"""What a file says of itself: words, chapters, a cover; and folders of pictures in their place."""

import io
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from studio.errors import BadInput
from studio.render.cover import cover_jpeg
from studio.render.delivery import Codec, Container, Delivery, SoundCodec
from studio.render.dressing import chapters, tags
from studio.render.export import export
from studio.render.labels import Cover, Labels
from studio.timeline.cut import Marker
from studio.timeline.project import Project
from tests.films import make_film, make_take, tone


def marked(film: Project, *marks: tuple[int, str]) -> Project:
    markers = tuple(
        Marker(id=f"mk_{n:08}", frame=frame, name=name) for n, (frame, name) in enumerate(marks)
    )
    return film.evolve(cut=film.cut.evolve(markers=markers))


def test_markers_are_chapters_from_the_start_to_the_end() -> None:
    film = marked(make_film(48), (40, "End"), (12, "Two  lines\nof it"), (30, ""))
    assert chapters(film, (0, 48)) == [
        (0, 12, "Test"), (12, 30, "Two lines of it"), (30, 40, "3"), (40, 48, "End"),
    ]  # fmt: skip
    assert chapters(film, (12, 40)) == [(0, 18, "Two lines of it"), (18, 28, "2")]
    assert chapters(film, (41, 48)) == []
    assert chapters(marked(film, (0, "Start")), (0, 48)) == [(0, 48, "Start")]


def test_words_are_those_of_the_maker_and_else_of_the_film() -> None:
    film = make_film(12)
    wanted = Delivery.of(film)
    assert tags(film, wanted) == {"title": "Test"}
    mine = Labels(title="Mine", author=" Li\tNa ", rights="(c) 2026")
    assert tags(film, replace(wanted, labels=mine)) == {
        "title": "Mine", "artist": "Li Na", "copyright": "(c) 2026",
    }  # fmt: skip


def test_chapters_can_be_left_out(tmp_path: Path) -> None:
    film = marked(make_film(24), (12, "Half"))
    for wish in (True, False):
        out = tmp_path / f"{wish}.mp4"
        wanted = replace(Delivery.of(film), labels=Labels(chapters=wish))
        export(film, {}, tmp_path, out, wanted)
        with av.open(str(out)) as file:
            assert len(file.chapters()) == (2 if wish else 0)


def test_a_cover_is_a_frame_of_the_film_or_a_picture(tmp_path: Path) -> None:
    film = make_film(8)
    greys = [np.full((90, 160, 3), 20 + 25 * n, np.uint8) for n in range(8)]
    shown = {"sh_00000000": make_take(tmp_path, "sh_00000000", greys)}
    wanted = Delivery.of(film)
    data = cover_jpeg(film, shown, tmp_path, wanted, Cover(frame=6))
    picture = Image.open(io.BytesIO(data))
    assert picture.size == (160, 90)
    assert abs(float(np.asarray(picture).mean()) - 170) < 4
    Image.new("RGBA", (3000, 1000), (200, 30, 30, 255)).save(tmp_path / "art.png")
    data = cover_jpeg(film, shown, tmp_path, wanted, Cover(path=str(tmp_path / "art.png")))
    picture = Image.open(io.BytesIO(data))
    assert (picture.size, picture.mode) == ((1280, 427), "RGB")
    out = tmp_path / "a.mkv"
    labels = Labels(cover=Cover(path=str(tmp_path / "art.png")))
    mkv = replace(wanted, container=Container.MKV, sound=SoundCodec.FLAC, labels=labels)
    export(film, shown, tmp_path, out, mkv)
    with av.open(str(out)) as file:
        assert (file.streams.video[1].codec_context.width, len(file.streams.audio)) == (1280, 1)


@pytest.mark.parametrize(
    ("cover", "told"), [(Cover(path="nowhere.png"), "nowhere.png"), (Cover(frame=99), "99")]
)
def test_a_cover_that_cannot_be_had_is_said_before_anything_is_made(
    tmp_path: Path, cover: Cover, told: str
) -> None:
    film = make_film(12)
    wanted = replace(Delivery.of(film), labels=Labels(cover=cover))
    with pytest.raises(BadInput, match=told):
        export(film, {}, tmp_path, tmp_path / "a.mp4", wanted)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("container", [Container.M4A, Container.MP3, Container.FLAC])
def test_sound_files_keep_their_samples_under_a_cover(tmp_path: Path, container: Container) -> None:
    film = make_film(24)
    black = [np.zeros((90, 160, 3), np.uint8)] * 24
    shown = {"sh_00000000": make_take(tmp_path, "sh_00000000", black, tone(1))}
    heard: list[int] = []
    for labels in (Labels(), Labels(author="Li Na", cover=Cover(0))):
        out = tmp_path / f"{len(heard)}.{container.value}"
        wanted = replace(Delivery.of(film), container=container, labels=labels)
        export(film, shown, tmp_path, out, wanted)
        with av.open(str(out)) as file:
            heard.append(sum(frame.samples for frame in file.decode(audio=0)))
    assert heard[0] == heard[1]
    assert abs(heard[0] - 48_000) <= 2304


FRAMES = Delivery(64, 48, make_film(3).rate, container=Container.FRAMES, codec=Codec.PNG)


def test_a_sequence_takes_the_place_of_an_earlier_one_only(tmp_path: Path) -> None:
    film, out = make_film(3, size=(64, 48)), tmp_path / "pictures"
    export(make_film(5, size=(64, 48)), {}, tmp_path, out, FRAMES)
    assert len(list(out.iterdir())) == 6
    with pytest.raises(BadInput, match="exists"):
        export(film, {}, tmp_path, out, FRAMES)
    export(film, {}, tmp_path, out, FRAMES, overwrite=True)
    assert len(list(out.iterdir())) == 4
    (out / "notes.txt").write_text("mine")
    with pytest.raises(BadInput, match="other things"):
        export(film, {}, tmp_path, out, FRAMES, overwrite=True)
    assert (out / "notes.txt").read_text() == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["pictures"]


def test_a_file_in_the_place_of_a_sequence_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "pictures"
    out.write_text("mine")
    with pytest.raises(BadInput, match="other things"):
        export(make_film(3), {}, tmp_path, out, FRAMES, overwrite=True)
    assert out.read_text() == "mine"
