"""The library shared by all films: copied, sealed, compared, offered."""

import json
import multiprocessing
from multiprocessing.synchronize import Barrier
from pathlib import Path

import cv2
import numpy as np
import pytest
from filelock import FileLock

from studio.cli.main import main
from studio.errors import BadInput, StudioError
from studio.jobs.cast_library import fetch, hashes_of, keep
from studio.jobs.imports import import_media
from studio.jobs.journal import Journal
from studio.paths import user_data
from studio.timeline.cast_copies import (
    Standing,
    come_from,
    copied,
    differing,
    standing,
    updated,
)
from studio.timeline.cast_entry import Entry
from studio.timeline.cast_shelf import Shelf
from studio.timeline.check import check
from studio.timeline.project import Project
from studio.timeline.queries import find_subject
from studio.timeline.store import create, open_folder, read
from studio.timeline.story import Role, Subject, Variant, View
from studio.timeline.story_edits import (
    add_reference,
    add_subject,
    add_variant,
    change_subject,
    change_variant,
    remove_variant,
    show_variant,
    use_reference,
)
from tests.jobs.builders import make_project, shot_id

MIRA, COPY = "su_mira0000", "su_copy0000"
COAT, GOWN = "va_coat0000", "va_gown0000"


def picture(path: Path, grey: int) -> Path:
    _, data = cv2.imencode(".png", np.full((20, 30, 3), grey, dtype=np.uint8))
    path.write_bytes(data.tobytes())
    return path


def film_with_mira(folder: Path) -> Project:
    """A film in `folder`: Mira has a front, and a coat that is shown from behind."""
    files = [picture(folder.parent / f"{name}.png", n) for n, name in ((50, "front"), (90, "back"))]
    film = make_project(2)
    with create(folder, film) as store, Journal.open(folder) as journal:
        front, back = (each.reference for each in import_media(film, folder, journal, files))
        for reference in (front, back):
            film = add_reference(film, reference)
        film = add_subject(film, Subject(id=MIRA, name="Mira", description="tall"))
        film = use_reference(film, MIRA, front.id, Role.SUBJECT, View.FRONT)
        film = add_variant(film, MIRA, Variant(id=COAT, name="Coat"))
        film = use_reference(film, COAT, back.id, Role.SUBJECT, View.BACK)
        store.save(film)
    return film


class Desk:
    """One film's folder, with what it has."""

    def __init__(self, folder: Path, shelf: Shelf, film: Project) -> None:
        self.folder, self.shelf, self.film = folder, shelf, film

    @property
    def hashes(self) -> dict[str, str]:
        with Journal.open(self.folder, write=False) as journal:
            return hashes_of(journal.takes())

    def subject(self, name: str) -> Subject:
        found = find_subject(self.film, name)
        assert found is not None
        return found

    def keep(self, name: str) -> Entry:
        with Journal.open(self.folder, write=False) as journal:
            entry = keep(self.shelf, self.film, self.subject(name), self.folder, journal.takes())
        self.film = come_from(self.film, name, entry)
        return entry

    def take(self, entry: str, name: str) -> None:
        with Journal.open(self.folder) as journal:
            found = fetch(self.shelf, entry, self.film, self.folder, journal.takes())
            journal.adopt(found.brought.unfiled)
        if find_subject(self.film, name) is None:
            self.film = copied(self.film, found.entry, found.references, name)
        else:
            self.film = updated(self.film, name, found.entry, found.references)
        assert check(self.film) == ()

    def stands(self, name: str) -> Standing:
        return standing(self.subject(name), self.hashes, self.shelf.find().by_id)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "library")


@pytest.fixture
def first(tmp_path: Path, shelf: Shelf) -> Desk:
    return Desk(tmp_path / "one.reel", shelf, film_with_mira(tmp_path / "one.reel"))


@pytest.fixture
def second(tmp_path: Path, shelf: Shelf) -> Desk:
    folder = tmp_path / "two.reel"
    film = make_project(3)
    with create(folder, film), Journal.open(folder):
        pass
    return Desk(folder, shelf, film)


def test_a_subject_goes_to_another_film_with_its_media(first: Desk, second: Desk) -> None:
    assert first.stands(MIRA) is Standing.OWN
    entry = first.keep(MIRA)
    assert first.stands(MIRA) is Standing.SAME
    second.take(entry.id, COPY)
    mira, copy = first.subject(MIRA), second.subject(COPY)
    assert (copy.name, copy.description) == ("Mira", "tall")
    assert [use.view for use in copy.uses] == [View.FRONT]
    assert copy.variants[0].name == "Coat"
    assert copy.variants[0].id != mira.variants[0].id
    assert copy.origin == mira.origin
    assert second.stands(COPY) is Standing.SAME
    assert {r.name for r in second.film.references} == {"front", "back"}
    assert set(second.hashes.values()) == set(first.hashes.values())


def test_changes_are_told_and_wait_until_the_maker_takes_them(first: Desk, second: Desk) -> None:
    entry = first.keep(MIRA)
    second.take(entry.id, COPY)
    second.film = show_variant(second.film, [shot_id(1)], COPY, second.subject(COPY).variants[0].id)
    first.film = change_variant(first.film, COAT, description="red")
    first.film = change_subject(first.film, MIRA, description="very tall")
    assert first.stands(MIRA) is Standing.CHANGED
    newer = first.keep(MIRA)
    assert newer.id == entry.id
    assert newer.revision != entry.revision
    before = second.film
    assert second.stands(COPY) is Standing.NEWER
    told = differing(second.subject(COPY), second.hashes, newer)
    assert [part.text("en") for part in told] == ["description", "variants"]
    assert second.film is before
    second.take(entry.id, COPY)
    assert second.stands(COPY) is Standing.SAME
    assert second.subject(COPY).description == "very tall"
    assert second.film.scenes == before.scenes, "the shot shows the same variant"


def test_both_may_have_changed_and_each_keeps_its_own_variants(first: Desk, second: Desk) -> None:
    entry = first.keep(MIRA)
    second.take(entry.id, COPY)
    coat = second.subject(COPY).variants[0].id
    second.film = show_variant(second.film, [shot_id(1)], COPY, coat)
    second.film = add_variant(second.film, COPY, Variant(id=GOWN, name="Gown"))
    first.film = remove_variant(first.film, COAT)
    first.keep(MIRA)
    assert second.stands(COPY) is Standing.BOTH
    second.take(entry.id, COPY)
    assert [variant.id for variant in second.subject(COPY).variants] == [GOWN]
    assert not second.film.scenes[0].shots[0].variants
    second.keep(COPY)
    first.take(entry.id, MIRA)
    assert [variant.name for variant in first.subject(MIRA).variants] == ["Gown"]
    assert first.stands(MIRA) is Standing.SAME


def test_damage_is_told_of_and_skipped(first: Desk, second: Desk) -> None:
    entry = first.keep(MIRA)
    first.film = change_subject(first.film, MIRA, origin=None, name="Zoe")
    other = first.keep(MIRA)
    home = first.shelf.folder / entry.id
    whole = (home / "entry.json").read_bytes()
    (home / "entry.json").write_bytes(whole.replace(b"tall", b"bald"))
    found = first.shelf.find()
    assert [each.id for each in found.entries] == [other.id]
    assert "entry.json" in found.damaged[0].why.text("zh")
    (home / "entry.json").write_bytes(whole)
    assert len(first.shelf.find().entries) == 2
    media = next(home.glob("media/*/front.png"))
    media.write_bytes(media.read_bytes()[:-1] + b"x")
    with pytest.raises(BadInput) as caught:
        second.take(entry.id, COPY)
    assert caught.value.key == "casting.media_damaged"
    assert find_subject(second.film, COPY) is None
    media.unlink()
    assert [each.id for each in first.shelf.find().entries] == [other.id]
    with pytest.raises(BadInput):
        second.take("le_none0000", COPY)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"seal": "x"}', b"\xff" * 10, b"[" * 100_000])
def test_nonsense_on_the_shelf_is_no_entry(text: bytes, shelf: Shelf) -> None:
    home = shelf.folder / "le_bad00000"
    home.mkdir(parents=True)
    (home / "entry.json").write_bytes(text)
    found = shelf.find()
    assert (len(found.entries), len(found.damaged)) == (0, 1)


def test_what_is_not_in_the_folder_cannot_be_saved(first: Desk) -> None:
    for path in (first.folder / "media").glob("*.png"):
        path.unlink()
    with pytest.raises(BadInput) as caught:
        first.keep(MIRA)
    assert "front" in caught.value.text("en")
    assert first.shelf.find().entries == ()


def test_media_of_two_states_are_kept_and_older_ones_go(first: Desk, second: Desk) -> None:
    entry = first.keep(MIRA)
    media = first.shelf.folder / entry.id / "media"
    first.film = remove_variant(first.film, COAT)
    first.keep(MIRA)
    assert len(list(media.iterdir())) == 2, "who reads the state before has it whole"
    first.film = change_subject(first.film, MIRA, description="short")
    first.keep(MIRA)
    assert len(list(media.iterdir())) == 1
    second.take(entry.id, COPY)


def _save_often(folder: str, film: str, start: Barrier) -> None:
    """A process of its own: saves Mira again and again."""
    desk = Desk(Path(film), Shelf(Path(folder)), read(Path(film)))
    start.wait()
    for number in range(15):
        desk.film = change_subject(desk.film, MIRA, description=f"{film} {number}")
        desk.keep(MIRA)


@pytest.mark.slow
def test_two_processes_save_at_once_and_a_third_always_reads_a_whole_entry(
    tmp_path: Path, first: Desk
) -> None:
    entry = first.keep(MIRA)
    folders = [first.folder, tmp_path / "other.reel"]
    other = film_with_mira(folders[1])
    assert first.subject(MIRA).origin is not None
    films = [first.film, change_subject(other, MIRA, origin=first.subject(MIRA).origin)]
    for folder, film in zip(folders, films, strict=True):
        with open_folder(folder) as store:
            store.save(film)
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(3)
    workers = [
        context.Process(target=_save_often, args=(str(first.shelf.folder), str(folder), barrier))
        for folder in folders
    ]
    for worker in workers:
        worker.start()
    barrier.wait()
    seen: set[str] = set()
    while any(worker.is_alive() for worker in workers):
        found = first.shelf.find()
        assert not found.damaged
        assert [each.id for each in found.entries] == [entry.id]
        seen.add(found.entries[0].revision)
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert first.shelf.find().entries[0].subject.description.endswith(" 14")
    assert seen


def test_a_library_in_use_is_told_of(first: Desk) -> None:
    first.shelf.folder.mkdir()
    hasty = Desk(first.folder, Shelf(first.shelf.folder, patience=0), first.film)
    with FileLock(first.shelf.folder / ".lock"), pytest.raises(StudioError) as caught:
        hasty.keep(MIRA)
    assert caught.value.key == "casting.library_busy"


def test_the_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    one, two = tmp_path / "one.reel", tmp_path / "two.reel"
    film_with_mira(one)
    with create(two, make_project(1)):
        pass

    def said(*words: str | Path) -> str:
        assert main(["cast", *map(str, words)]) == 0
        return capsys.readouterr().out

    def refused(*words: str | Path) -> str:
        assert main(["cast", *map(str, words)]) == 2
        return capsys.readouterr().err

    assert "empty" in said("list")
    assert "not in the library" in said("list", one)
    assert "Mira" in refused("save", one, "Nobody")
    assert "Mira" in refused("add", two, "Mira")
    assert "Mira" in said("save", one, "mira")
    listed = json.loads(said("list", "--json"))
    assert [each["subject"]["name"] for each in listed["entries"]] == ["Mira"]
    added = json.loads(said("add", two, "Mira", "--json"))
    assert "as in the library" in said("list", two)
    assert "already" in said("update", two, added["subject"])
    film = read(one)
    with open_folder(one) as store:
        store.save(change_subject(film, MIRA, colour="#123456"))
    assert json.loads(said("list", one, "--json"))["subjects"][0]["library"] == "changed"
    said("save", one, MIRA)
    assert json.loads(said("list", two, "--json"))["subjects"][0]["differs"] == ["colour"]
    assert "colour" in said("update", two, "Mira")
    assert read(two).subjects[0].colour == "#123456"
    next(user_data("cast").glob("*/entry.json")).write_bytes(b"{")
    assert main(["cast", "list", str(two)]) == 0
    told = capsys.readouterr()
    assert "damaged" in told.err
    assert "no longer in the library" in told.out
    with open_folder(two) as store:
        store.save(add_subject(read(two), Subject(id="su_fresh000", name="Fresh")))
    assert "Fresh" in refused("update", two, "Fresh")
