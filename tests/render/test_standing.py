"""A film that lies where it is wanted already stays; what is otherwise in any way is made anew."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.errors import Cancelled, RenderError
from studio.media import hashes
from studio.render.anew import made_anew
from studio.render.delivery import Captions, Codec, Container, Delivery
from studio.render.export import export
from studio.render.kept import Kept
from studio.render.labels import Cover, Labels
from studio.render.making import Work, unheard
from studio.render.proof_report import report_beside
from studio.render.report import Report
from studio.render.sources import Sources
from studio.timeline.project import Project
from studio.timeline.take import Take
from tests.films import grey_ramp, make_film, make_take, tone

NAMES = [f"sh_{n:08}" for n in range(3)]
LENGTHS = (12, 9, 15)


class Film:
    """A film with a line and its takes, and exports of it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.out = home / "film.mp4"
        self.project: Project = make_film(*LENGTHS, lines={1: "Twice."})
        self.shown: dict[str, Take] = {
            name: make_take(home, name, grey_ramp(n, 160, 90), tone(n / 24, 0.05))
            for name, n in zip(NAMES, LENGTHS, strict=True)
        }
        self.delivery = Delivery.of(self.project)

    def export(self, output: Path | None = None, **how: object) -> Report:
        wanted: dict[str, object] = {"overwrite": True, "kept": Kept(self.home / "pieces"), **how}
        return export(
            self.project, self.shown, self.home, output or self.out, self.delivery,
            **wanted,  # pyright: ignore[reportArgumentType]
        )  # fmt: skip


@pytest.fixture
def film(tmp_path: Path) -> Film:
    return Film(tmp_path)


def facts(path: Path) -> tuple[int, int, bytes]:
    told = path.stat()
    return told.st_ino, told.st_mtime_ns, path.read_bytes()


def test_the_same_again_leaves_every_file_and_tells_the_same(film: Film) -> None:
    first = film.export(report_in="en")
    files = [film.out, film.out.with_suffix(".srt"), report_beside(film.out)]
    before = [facts(path) for path in files]
    told: list[float] = []
    again = film.export(report_in="en", progress=told.append)
    assert [facts(path) for path in files] == before
    assert (first.standing, again.standing) == (False, True)
    assert (again.proof, again.captions, again.told) == (first.proof, first.captions, first.told)
    assert again.kept + again.copied == again.segments == 3
    assert again.sound_kept
    assert told == [1.0]


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
def test_a_film_that_was_hashed_while_it_was_joined_is_known(
    film: Film, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    """Part by part, as one of gigabytes is: but for its head, which is written last."""
    monkeypatch.setattr(hashes, "_PART", 1 << 11)
    film.out = film.out.with_suffix(suffix)
    film.delivery = replace(film.delivery, container=Container(suffix[1:]), crf=1.0)
    first, again = film.export(), film.export()
    assert film.out.stat().st_size > 12 << 11
    assert (first.standing, again.standing) == (False, True)


def test_what_the_proof_found_is_told_again(film: Film) -> None:
    del film.shown[NAMES[2]]
    first, again = film.export(), film.export()
    assert again.standing
    assert [f.key for f in again.proof.findings] == [f.key for f in first.proof.findings] != []
    assert [f.text("zh") for f in again.proof.findings] == [
        f.text("zh") for f in first.proof.findings
    ]
    assert again.missing == first.missing != ()


def test_a_silent_film_stays_too(tmp_path: Path) -> None:
    film = Film(tmp_path)
    film.shown = {}
    first, again = film.export(), film.export()
    assert (again.standing, again.loudness, again.peak) == (True, first.loudness, first.peak)


def touched(path: Path) -> None:
    os.utime(path)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def poisoned(path: Path) -> None:
    """One bit is another, and nothing that the system tells says so."""
    told, data = path.stat(), bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))


def foreign(path: Path) -> None:
    path.unlink()
    path.write_bytes(b"somebody else's")


def gone(path: Path) -> None:
    path.unlink()


def linked(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


@pytest.mark.parametrize("suffix", [".mp4", ".srt"])
@pytest.mark.parametrize("harm", [touched, cut_short, poisoned, foreign, gone, linked])
def test_a_file_that_is_otherwise_is_made_anew(
    film: Film, suffix: str, harm: Callable[[Path], None]
) -> None:
    film.export()
    path = film.out.with_suffix(suffix)
    before = path.read_bytes()
    harm(path)
    assert not film.export().standing
    assert path.read_bytes() == before
    assert film.export().standing


def otherwise(film: Film) -> list[Callable[[], None]]:
    """What changes the bytes of the film, each in another way."""
    shorter = film.project.cut.tracks[0].evolve(clips=film.project.cut.tracks[0].clips[:2])
    rest = film.project.cut.tracks[1:]
    picture = film.home / "cover.png"

    def delivery(**changes: object) -> None:
        film.delivery = replace(film.delivery, **changes)  # pyright: ignore[reportArgumentType]

    def drawn(grey: int) -> None:
        Image.fromarray(np.full((90, 160, 3), grey, np.uint8)).save(picture)

    def cut() -> None:
        tracks = film.project.cut.evolve(tracks=(shorter, *rest))
        film.project = film.project.evolve(cut=tracks)

    def take() -> None:
        film.shown[NAMES[0]] = make_take(film.home, NAMES[0], grey_ramp(12, 160, 90)[::-1])

    drawn(10)
    return [
        lambda: delivery(crf=30), lambda: delivery(captions=Captions.NONE),
        lambda: delivery(labels=Labels(title="Another")),
        lambda: delivery(labels=Labels(cover=Cover(path=str(picture)))), lambda: drawn(200),
        take, cut,
    ]  # fmt: skip


def test_a_film_of_anything_else_is_made_anew(film: Film) -> None:
    film.export()
    for change in otherwise(film):
        change()
        assert not film.export().standing
        assert film.export().standing


def test_a_film_is_known_at_its_own_place_only(film: Film) -> None:
    film.export()
    other = film.home / "other.mp4"
    assert not film.export(other).standing
    assert film.export(other).standing
    assert film.export().standing


def test_who_keeps_nothing_makes_all_anew(film: Film) -> None:
    film.export()
    assert not film.export(kept=None).standing


def test_a_report_that_is_wanted_now_is_written_of_what_was_found(film: Film) -> None:
    first = film.export(report_in="en")
    path = report_beside(film.out)
    text = path.read_text(encoding="utf-8")
    path.unlink()
    again = film.export(report_in="en")
    assert (again.standing, again.told) == (True, first.told)
    assert path.read_text(encoding="utf-8") == text


def test_a_folder_of_pictures_stays_as_long_as_it_has_all_of_them(film: Film) -> None:
    film.delivery = replace(film.delivery, container=Container.FRAMES, codec=Codec.PNG)
    out = film.home / "frames"
    film.export(out)
    before = {path.name: facts(path) for path in out.iterdir()}
    assert film.export(out).standing
    assert {path.name: facts(path) for path in out.iterdir()} == before
    (out / "frame_000099.png").write_bytes(b"one more")
    assert not film.export(out).standing
    next(iter(sorted(out.iterdir()))).unlink()
    assert not film.export(out).standing
    assert {path.name for path in out.iterdir()} == set(before)


def test_stems_stay_with_their_film(film: Film) -> None:
    film.delivery = replace(film.delivery, stems=True)
    first = film.export()
    again = film.export()
    assert (again.standing, again.stems) == (True, first.stems)
    assert first.stems
    Path(first.stems[0]).unlink()
    assert not film.export().standing
    assert Path(first.stems[0]).is_file()


def test_a_take_that_is_gone_is_named_though_its_film_lies_there(film: Film) -> None:
    film.export()
    (film.home / film.shown[NAMES[1]].files[0].path).unlink()
    with pytest.raises(RenderError) as caught:
        film.export()
    assert caught.value.key == "render.source_gone"


def test_who_stops_while_the_film_is_read_leaves_it(film: Film) -> None:
    film.export()
    before = facts(film.out)
    with pytest.raises(Cancelled):
        film.export(cancelled=lambda: True)
    assert facts(film.out) == before


def test_a_film_is_hashed_only_where_somebody_remembers_it(film: Film) -> None:
    def made(*, hashed: bool) -> list[str]:
        span = (0, film.project.cut.frames)
        sources = Sources(film.project, film.shown, film.home, span)
        work = Work(
            film.project, film.shown, film.home, film.delivery, span, unheard, None, None, None,
            hashed=hashed,
        )  # fmt: skip
        return list(made_anew(work, film.out, sources)[1])

    assert made(hashed=False) == []
    assert made(hashed=True) == ["film.mp4"]
