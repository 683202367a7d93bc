"""Pieces encoded once: kept, checked before they are used, forgotten when they take too much."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.errors import Cancelled
from studio.media.ffmpeg import run as ffmpeg_run
from studio.render import piece_file
from studio.render.ahead import ahead
from studio.render.delivery import Captions, Copies, Delivery
from studio.render.export import export
from studio.render.graph import segments
from studio.render.groups import groups_of
from studio.render.hands import workers
from studio.render.kept import Kept
from studio.render.piece_keys import key_of, threads_of
from studio.timeline.project import Project
from tests.films import grey_ramp, make_film, make_take, tone

NAMES = [f"sh_{n:08}" for n in range(9)]
LENGTHS = (12, 9, 15)


def takes(folder: Path, lengths: tuple[int, ...] = LENGTHS):
    return {
        name: make_take(folder, name, grey_ramp(n, 160, 90), tone(n / 24, 0.05))
        for name, n in zip(NAMES, lengths, strict=False)
    }


def encoded(film: Project, captions: Captions = Captions.BURN) -> Delivery:
    """The film as it is, none of its takes copied."""
    return replace(Delivery.of(film, captions), copies=Copies.NONE)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "pieces")


def test_a_film_exported_again_is_the_same_to_the_byte_and_encodes_nothing(
    tmp_path: Path, kept: Kept
) -> None:
    film, shown = make_film(*LENGTHS, lines={1: "Twice."}), takes(tmp_path)
    wanted = encoded(film)
    plain = export(film, shown, tmp_path, tmp_path / "plain.mp4", wanted)
    first = export(film, shown, tmp_path, tmp_path / "first.mp4", wanted, kept=kept)
    second = export(film, shown, tmp_path, tmp_path / "second.mp4", wanted, kept=kept)
    assert (plain.kept, first.kept, second.kept) == (0, 0, 3)
    assert (plain.segments, second.segments) == (3, 3)
    files = [(tmp_path / f"{name}.mp4").read_bytes() for name in ("plain", "first", "second")]
    assert files[0] == files[1] == files[2]


def test_pieces_made_while_memory_was_short_are_found_by_whoever_has_enough(
    tmp_path: Path, kept: Kept
) -> None:
    film, shown = make_film(*LENGTHS), takes(tmp_path)
    little = export(
        film, shown, tmp_path, tmp_path / "a.mp4", encoded(film), kept=kept, memory=2**20
    )
    much = export(film, shown, tmp_path, tmp_path / "b.mp4", encoded(film), kept=kept)
    assert kept.has(key_of(segments(film, shown, [])[0], encoded(film), threads_of(3)))
    assert not kept.has("00" * 40)
    assert little.hands is not None
    assert (little.hands.count, little.hands.wanted) == (1, workers(3))
    assert (much.kept, much.hands) == (3, None)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


@pytest.mark.parametrize("lengths", [(61, 12), (61,)])
def test_groups_made_while_memory_was_short_are_the_same_film(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lengths: tuple[int, ...]
) -> None:
    encoders: list[int] = []

    def heard(arguments: list[str], **rest: Any) -> str:
        encoders.append(arguments.count("libx264"))
        return ffmpeg_run(arguments, **rest)

    monkeypatch.setattr(piece_file, "run", heard)
    film, shown = make_film(*lengths), takes(tmp_path, lengths)
    wanted = encoded(film)
    much = export(film, shown, tmp_path, tmp_path / "much.mp4", wanted)
    threads, others = threads_of(len(lengths)), len(lengths) - 1
    groups = len(groups_of(segments(film, shown, [])[0], wanted, threads))
    assert groups == min(2, threads)
    assert sorted(encoders) == [1] * others + [groups]
    encoders.clear()
    little = export(film, shown, tmp_path, tmp_path / "little.mp4", wanted, memory=2**20)
    assert encoders == [1] * (others + groups), "each group by a program of its own"
    assert much.hands is not None
    assert little.hands is not None
    assert (much.hands.apart, little.hands.apart) == (False, True)
    assert (tmp_path / "much.mp4").read_bytes() == (tmp_path / "little.mp4").read_bytes()
    assert little.proof is not None
    assert much.proof == little.proof


def test_one_changed_shot_is_one_segment(tmp_path: Path, kept: Kept) -> None:
    film, shown = make_film(*LENGTHS), takes(tmp_path)
    export(film, shown, tmp_path, tmp_path / "a.mp4", encoded(film), kept=kept)
    dark = [np.full((90, 160, 3), 9, np.uint8)] * LENGTHS[1]
    shown[NAMES[1]] = make_take(tmp_path, NAMES[8], dark)
    report = export(film, shown, tmp_path, tmp_path / "b.mp4", encoded(film), kept=kept)
    assert report.kept == 2
    reference = tmp_path / "c.mp4"
    export(film, shown, tmp_path, reference, encoded(film))
    assert (tmp_path / "b.mp4").read_bytes() == reference.read_bytes()


class Asked(Kept):
    """Notes which pieces are asked for, in order."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.keys: list[str] = []

    def fetch(self, key: str, path: Path, suffix: str = ".mp4") -> bool:
        if path.name.startswith("piece-"):
            self.keys.append(key)
        return super().fetch(key, path, suffix)


def test_what_is_to_be_encoded_is_begun_before_what_is_kept_is_looked_at(tmp_path: Path) -> None:
    """Hundreds of kept pieces are read in some seconds, in which an encoder could be at work."""
    film, shown, kept = make_film(*LENGTHS), takes(tmp_path), Asked(tmp_path / "pieces")
    export(film, shown, tmp_path, tmp_path / "a.mp4", encoded(film), kept=kept, memory=2**20)
    runs = segments(film, shown, [])
    longest, middle, shortest = (key_of(runs[n], encoded(film), threads_of(3)) for n in (2, 0, 1))
    assert kept.keys == [longest, middle, shortest]
    kept.forget(shortest)
    kept.keys.clear()
    export(film, shown, tmp_path, tmp_path / "b.mp4", encoded(film), kept=kept, memory=2**20)
    assert kept.keys == [shortest, longest, middle]


def test_a_caption_makes_only_its_segment_anew(tmp_path: Path, kept: Kept) -> None:
    shown = takes(tmp_path)
    for words, count in (("One.", 0), ("Two.", 2)):
        film = make_film(*LENGTHS, lines={2: words})
        wanted = encoded(film, Captions.BURN)
        out = tmp_path / f"{words}mp4"
        assert export(film, shown, tmp_path, out, wanted, kept=kept).kept == count


def test_another_size_or_quality_is_another_piece(tmp_path: Path, kept: Kept) -> None:
    film, shown = make_film(*LENGTHS), takes(tmp_path)
    base = encoded(film)
    for n, wanted in enumerate(
        (base, replace(base, width=80, height=46), replace(base, crf=30),
         replace(base, preset="veryfast"))
    ):  # fmt: skip
        report = export(film, shown, tmp_path, tmp_path / f"{n}.mp4", wanted, kept=kept)
        assert report.kept == 0


@pytest.mark.parametrize("damage", [b"", b"not a film"])
def test_a_damaged_piece_is_made_anew(tmp_path: Path, kept: Kept, damage: bytes) -> None:
    film, shown = make_film(*LENGTHS), takes(tmp_path)
    export(film, shown, tmp_path, tmp_path / "a.mp4", encoded(film), kept=kept)
    hurt = sorted(kept.folder.rglob("*.mp4"))[0]
    hurt.write_bytes(damage)
    report = export(film, shown, tmp_path, tmp_path / "b.mp4", encoded(film), kept=kept)
    assert report.kept == 2
    assert (tmp_path / "b.mp4").read_bytes() == (tmp_path / "a.mp4").read_bytes()
    assert hurt.read_bytes() != damage


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    film, shown = make_film(*LENGTHS), takes(tmp_path)
    (tmp_path / "file").write_text("in the way")
    kept = Kept(tmp_path / "file" / "pieces")
    for name in ("a", "b"):
        out = tmp_path / f"{name}.mp4"
        assert export(film, shown, tmp_path, out, encoded(film), kept=kept).kept == 0


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "pieces", limit=2500)
    for number, key in enumerate("abc"):
        piece = tmp_path / f"{key}.mp4"
        piece.write_bytes(bytes([number]) * 1000)
        kept.keep(key, piece)
        for each in kept.folder.rglob(f"{key}-*"):
            os.utime(each, (number + 1, number + 1))
        if key == "b":
            assert kept.fetch("a", tmp_path / "used.mp4")  # so that b is now the older one
            for each in kept.folder.rglob("b-*"):
                os.utime(each, (1, 1))
    assert [kept.fetch(key, tmp_path / f"{key}.back") for key in "abc"] == [True, False, True]
    assert not list(kept.folder.rglob("*.part"))


def test_two_who_want_the_same_piece_make_it_once(kept: Kept) -> None:
    inside, most = 0, 0
    meet = threading.Barrier(4)

    def work() -> None:
        nonlocal inside, most
        meet.wait()
        with kept.alone("k", lambda: False):
            inside += 1
            most = max(most, inside)
            inside -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_what_is_encoded_ahead_is_what_the_export_wants(tmp_path: Path, kept: Kept) -> None:
    film, shown = make_film(*LENGTHS, lines={0: "Early."}), takes(tmp_path)
    wanted = encoded(film)
    one = {NAMES[0]: shown[NAMES[0]]}
    with ahead(tmp_path, wanted, kept) as work:
        work.look(film, one).result()  # the other two have no take yet
        work.look(film, shown)  # goes on beside the export
        report = export(film, shown, tmp_path, tmp_path / "a.mp4", wanted, kept=kept)
    export(film, shown, tmp_path, tmp_path / "b.mp4", wanted)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()
    assert 1 <= report.kept <= 3
    again = export(film, shown, tmp_path, tmp_path / "c.mp4", wanted, kept=kept)
    assert again.kept == 3


def test_slates_are_not_encoded_ahead(tmp_path: Path, kept: Kept) -> None:
    film = make_film(*LENGTHS)
    shown = {NAMES[1]: takes(tmp_path)[NAMES[1]]}
    wanted = encoded(film, Captions.NONE)
    with ahead(tmp_path, wanted, kept) as work:
        work.look(film, shown).result()
    runs = segments(film, shown)
    keys = [key_of(run, wanted, threads_of(len(runs))) for run in runs]
    there = [bool(list(kept.folder.rglob(f"{key}-*"))) for key in keys]
    assert there == [False, True, False]


def test_who_waits_for_a_piece_may_be_stopped(kept: Kept) -> None:
    with kept.alone("k", lambda: False), ThreadPoolExecutor(1) as pool:

        def wait() -> None:
            with kept.alone("k", lambda: True):
                raise AssertionError

        with pytest.raises(Cancelled):
            pool.submit(wait).result()
