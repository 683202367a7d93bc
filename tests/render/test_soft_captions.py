"""Captions as tracks of the film: one a language, read back by another program."""

from dataclasses import replace
from pathlib import Path

import av
import pytest

from studio.errors import BadInput
from studio.render.coding import Container, SoundCodec
from studio.render.delivery import Captions, Delivery
from studio.render.export import export
from studio.timeline.project import Project
from studio.timeline.take import Take
from tests.films import grey_ramp, make_film, make_take, tone


@pytest.fixture
def film() -> Project:
    """Two lines in English, the second of which is translated."""
    plain = make_film(24, 36, lines={0: "Hello there.", 1: "Let us go."})
    scene = plain.scenes[0]
    second = scene.shots[1]
    cue = second.cues[0].evolve(translations=({"language": "zh", "text": "我们走吧。"},))
    shots = (scene.shots[0], second.evolve(cues=(cue,)))
    return plain.evolve(scenes=(scene.evolve(shots=shots),))


@pytest.fixture
def shown(tmp_path: Path) -> dict[str, Take]:
    lengths = {"sh_00000000": 24, "sh_00000001": 36}
    return {
        name: make_take(tmp_path, name, grey_ramp(n, 160, 90), tone(n / 24))
        for name, n in lengths.items()
    }


def tracks(path: Path) -> dict[str, list[tuple[float, float, str]]]:
    """Language to beginning, end and words of what is read, in seconds."""
    found: dict[str, list[tuple[float, float, str]]] = {}
    with av.open(str(path)) as source:
        for stream in source.streams.subtitles:
            read = found.setdefault(stream.metadata.get("language", ""), [])
            source.seek(0)
            for packet in source.demux(stream):
                if packet.size and packet.time_base is not None and packet.pts is not None:
                    data = bytes(packet)
                    words = (
                        data[2 : 2 + int.from_bytes(data[:2])] if path.suffix == ".mp4" else data
                    )
                    begin = float(packet.pts * packet.time_base)
                    end = begin + float((packet.duration or 0) * packet.time_base)
                    if words:
                        read.append((round(begin, 2), round(end, 2), words.decode()))
    return found


@pytest.mark.parametrize(
    ("container", "sound"),
    [(Container.MP4, SoundCodec.AAC), (Container.MKV, SoundCodec.FLAC)],
)
def test_each_language_is_a_track(
    film: Project, shown: dict[str, Take], tmp_path: Path, container: Container, sound: SoundCodec
) -> None:
    wanted = replace(Delivery.of(film, Captions.TRACKS), container=container, sound=sound)
    out = tmp_path / f"film{container.suffix}"
    report = export(film, shown, tmp_path, out, wanted)
    assert report.captions is None
    assert tracks(out) == {
        "eng": [(0.0, 1.0, "Hello there."), (1.0, 2.5, "Let us go.")],
        "zho": [(1.0, 2.5, "我们走吧。")],
    }
    with av.open(str(out)) as source:
        assert source.streams.video[0].frames in (60, 0)
        assert len(source.streams.audio) == 1


def test_a_part_of_the_film_has_its_part(
    film: Project, shown: dict[str, Take], tmp_path: Path
) -> None:
    wanted = replace(Delivery.of(film, Captions.TRACKS), span=(12, 48), language="en")
    out = tmp_path / "part.mp4"
    export(film, shown, tmp_path, out, wanted)
    assert tracks(out) == {"eng": [(0.0, 0.5, "Hello there."), (0.5, 1.5, "Let us go.")]}


def test_files_without_tracks_are_refused(
    film: Project, shown: dict[str, Take], tmp_path: Path
) -> None:
    wanted = replace(Delivery.of(film, Captions.TRACKS), container=Container.GIF)
    with pytest.raises(BadInput):
        export(film, shown, tmp_path, tmp_path / "film.gif", wanted)
