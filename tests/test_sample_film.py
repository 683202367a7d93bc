"""The sample films that are shipped: what their texts become today, whole and ready to play."""

import asyncio
import shutil
from pathlib import Path

import pytest

from studio.backends.animatic import Animatic
from studio.jobs.compiling import by_offers
from studio.jobs.doctor import examine
from studio.jobs.journal import Journal
from studio.jobs.plan import plan
from studio.jobs.proofs import losses
from studio.jobs.sidecars import read_sidecars
from studio.jobs.telling import told
from studio.media.probe import probe
from studio.media.sound import read_sound
from studio.paths import resource
from studio.render.seeking import entrance
from studio.script.planner import GrammarPlanner
from studio.script.read import load_text
from studio.timeline.project import Project
from studio.timeline.queries import shots
from studio.timeline.rate import Rate
from studio.timeline.store import read

TEXTS = {"en": "sample.txt", "zh": "sample.zh.txt"}
REMAKE = "the shipped film is out of date; make it anew with `python scripts/sample_film`"
LARGEST = 3_000_000  # bytes of media in a language

languages = pytest.mark.parametrize("language", TEXTS)


def shipped(language: str) -> Path:
    return resource("samples", f"film.{language}")


@languages
def test_it_is_what_its_text_becomes_today(language: str) -> None:
    film = read(shipped(language))
    text = load_text(resource("samples", TEXTS[language]))
    size = (film.width, film.height)
    planned = asyncio.run(GrammarPlanner().plan(text, rate=Rate(num=24), size=size))
    assert told(Project(), text, planned) == film, REMAKE


@languages
def test_nothing_of_it_is_left_to_make(language: str) -> None:
    film, offer = read(shipped(language)), Animatic().offer
    takes = [sidecar.take for sidecar in read_sidecars(shipped(language))]
    lacking = plan(film, takes, {"animatic": offer}, compile=by_offers({"animatic": offer}))
    assert [item.label for item in lacking.items] == [], REMAKE
    assert {shot.id for shot in shots(film)} <= {take.owner for take in takes}


@languages
def test_its_files_are_those_that_were_filed(language: str, tmp_path: Path) -> None:
    copy = tmp_path / "film"
    shutil.copytree(shipped(language), copy)
    Journal.open(copy).close()
    with Journal.open(copy, write=False) as journal:
        takes = journal.takes()
    assert losses(copy, takes) == (), REMAKE
    assert examine(copy) == []
    media = list((copy / "media").iterdir())
    assert {path.name for path in media if path.suffix != ".json"} == {
        Path(file.path).name for take in takes for file in take.files
    }
    assert sum(path.stat().st_size for path in media) < LARGEST


@languages
def test_its_takes_are_the_films_size_enterable_and_sound_to_their_end(language: str) -> None:
    film = read(shipped(language))
    for sidecar in read_sidecars(shipped(language)):
        take, path = sidecar.take, shipped(language) / sidecar.take.files[0].path
        if take.kind != "video":
            continue
        info = probe(path)
        assert (info.width, info.height) == (film.width, film.height)
        assert info.frames == take.frames == sidecar.job.request["frames"]
        assert entrance(path, film.rate) is not None
        assert len(read_sound(path)) >= film.rate.samples(info.frames, 48_000)
