"""Sound with a run-up in Matroska files: picture and sound begin together, to the millisecond."""

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from studio.render.delivery import Captions, Container, Delivery, SoundCodec
from studio.render.export import export
from studio.render.kept import Kept
from tests.films import grey_ramp, make_film, make_take

NAME = "sh_00000000"


def rumble(frames: int) -> np.ndarray:
    """A sound that is never twice the same, so that its place is found to the sample."""
    rough = np.random.default_rng(1).uniform(-0.3, 0.3, frames * 2000)
    smooth = np.convolve(rough, np.hanning(40) / 20, "same")
    return np.repeat(smooth[:, None], 2, axis=1).astype(np.float32)


@pytest.mark.parametrize("sound", [SoundCodec.AAC, SoundCodec.MP3, SoundCodec.FLAC, SoundCodec.PCM])
def test_picture_and_sound_begin_together(tmp_path: Path, sound: SoundCodec) -> None:
    film, kept = make_film(36), Kept(tmp_path / "pieces")
    shown = {NAME: make_take(tmp_path, NAME, grey_ramp(36, 160, 90), rumble(36))}
    wanted = replace(Delivery.of(film, Captions.NONE), container=Container.MKV, sound=sound)
    out = tmp_path / "film.mkv"
    report = export(film, shown, tmp_path, out, wanted, kept=kept)
    assert report.proof.offset is not None
    assert abs(report.proof.offset) <= 0.001
    with av.open(str(out)) as container:
        assert [stream.start_time for stream in container.streams] == [0, 0]
    out.unlink()  # one that lies there would stay
    again = export(film, shown, tmp_path, out, wanted, kept=kept)
    assert again.sound_kept
