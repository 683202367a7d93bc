"""Sound out of any file: channels mixed down, another tempo, and begun with its picture."""

import wave
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from studio.media.ffmpeg import QUIET, run
from studio.media.sound import read_sound, sound_blocks
from studio.media.tempo import at_tempo

RATE = 48_000
HERTZ = (400, 500, 600, 50, 800, 900)  # of the channels of 5.1, in their order


def made(path: Path, *arguments: str) -> Path:
    run([*QUIET, "-y", *arguments, str(path)])
    return path


def surround(path: Path, coding: str) -> Path:
    tones = "|".join(f"0.1*sin(2*PI*{hertz}*t)" for hertz in HERTZ)
    return made(path, "-f", "lavfi", "-i", f"aevalsrc={tones}:c=5.1:s=48000:d=1", "-c:a", coding)


def amount(samples: np.ndarray, hertz: float) -> float:
    turns = np.exp(-2j * np.pi * hertz * np.arange(len(samples)) / RATE)
    return float(2 * abs(np.mean(samples * turns)) / 0.1)


@pytest.mark.parametrize(("name", "coding"), [("a.wav", "pcm_s16le"), ("a.flac", "flac")])
def test_five_channels_and_a_low_one_become_two(tmp_path: Path, name: str, coding: str) -> None:
    found = read_sound(surround(tmp_path / name, coding))
    half = 0.5**0.5
    for side, wanted in enumerate(((1, 0, half, 0, half, 0), (0, 1, half, 0, 0, half))):
        got = [amount(found[:, side], hertz) for hertz in HERTZ]
        assert got == pytest.approx(wanted, abs=0.01)


def test_one_channel_stays_one_where_nobody_asks_for_two(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes((np.sin(np.arange(44_100) * 0.05) * 9000).astype("<i2").tobytes())
    one = np.concatenate(list(sound_blocks(path, channels=None)))
    two = read_sound(path)
    assert (one.shape, two.shape) == ((RATE, 1), (RATE, 2))
    assert np.allclose(two, one * 0.5**0.5, atol=1e-6)
    assert one.max() == pytest.approx(9000 / 32768, rel=1e-2)


def test_a_file_that_changes_its_channels_and_rate_on_the_way_is_read_to_its_end(
    tmp_path: Path,
) -> None:
    parts = [
        made(tmp_path / f"{rate}.aac", "-f", "lavfi", "-i", f"sine=440:d=1:r={rate}", "-ac", count)
        for rate, count in ((48_000, "1"), (44_100, "2"))
    ]
    whole = tmp_path / "whole.aac"
    whole.write_bytes(b"".join(part.read_bytes() for part in parts))
    found = read_sound(whole)
    assert len(found) == pytest.approx(2 * RATE, abs=4_000)
    for second in (0, 1):
        middle = found[second * RATE + 9_000 : second * RATE + 40_000, 0]
        assert amount(middle, 440) == pytest.approx(0.125 * 0.5**0.5 / 0.1, abs=0.05)


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "mov"])
@pytest.mark.parametrize("late", ["0", "0.5"])
def test_sound_begins_as_late_after_the_picture_as_its_file_says(
    tmp_path: Path, suffix: str, late: str
) -> None:
    picture = ["-f", "lavfi", "-i", "testsrc=s=64x36:r=24:d=2"]
    tone = ["-itsoffset", late, "-f", "lavfi", "-i", "sine=440:d=1:r=48000"]
    coding = ["-map", "0:v", "-map", "1:a", "-c:v", "libx264", "-c:a", "aac"]
    path = made(tmp_path / f"a.{suffix}", *picture, *tone, *coding)
    loud = np.abs(read_sound(path)[:, 0]) > 0.02
    assert int(np.argmax(loud)) == pytest.approx(float(late) * RATE, abs=60)


def test_sound_before_the_first_picture_is_left_out(tmp_path: Path) -> None:
    picture = ["-f", "lavfi", "-i", "testsrc=s=64x36:r=24:d=2,settb=1/1000,setpts=PTS+10"]
    ramp = ["-f", "lavfi", "-i", "aevalsrc=t:c=mono:s=48000:d=1"]
    coding = ["-map", "0:v", "-map", "1:a", "-c:v", "libx264", "-bf", "0", "-c:a", "pcm_s16le"]
    exact = ["-fps_mode", "passthrough", "-enc_time_base", "1/1000", "-copyts"]
    path = made(tmp_path / "a.mkv", *picture, *ramp, *coding, *exact)
    found = np.concatenate(list(sound_blocks(path, channels=None)))
    assert found[0, 0] == pytest.approx(0.01, abs=0.001)
    assert found[-1, 0] == pytest.approx(1.0, abs=0.001)


def blocks(samples: np.ndarray, size: int) -> Iterator[np.ndarray]:
    for first in range(0, len(samples), size):
        yield samples[first : first + size]


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("tempo", ["1/20", "2/5", "3/4", "7/3", "9", "20"])
def test_a_tempo_makes_it_exactly_so_long_whatever_the_blocks(tempo: str, channels: int) -> None:
    wanted = Fraction(tempo)
    places = np.arange(RATE)
    sound = np.repeat(np.sin(places * 0.06)[:, None] * 0.3, channels, 1).astype(np.float32)
    one, two = (np.concatenate(list(at_tempo(blocks(sound, n), wanted))) for n in (1024, 7777))
    assert one.shape == (round(RATE / wanted), channels)
    assert np.array_equal(one, two)
    assert np.abs(one[len(one) // 3 :]).max() == pytest.approx(0.3, abs=0.05)


def test_nothing_at_any_tempo_is_nothing() -> None:
    assert list(at_tempo([], Fraction(2))) == []
    assert list(at_tempo([np.zeros((0, 2), np.float32)], Fraction(2))) == []


def without(path: Path, first: float, last: float) -> Path:
    """The same file without the packets of sound that begin in those seconds."""
    target = path.with_stem("hole")
    with av.open(str(path)) as source, av.open(str(target), "w") as out:
        made_of = [out.add_stream_from_template(stream) for stream in source.streams]
        for packet in source.demux():
            if packet.dts is None or packet.pts is None:
                continue
            heard = packet.stream.type == "audio"
            if heard and first <= packet.pts * float(packet.time_base or 0) < last:
                continue
            packet.stream = made_of[packet.stream.index]
            out.mux(packet)
    return target


@pytest.mark.parametrize("coding", ["aac", "pcm_s16le", "libopus"])
@pytest.mark.parametrize("rate", [48_000, 44_100])
def test_what_follows_missing_packets_keeps_its_time(
    tmp_path: Path, coding: str, rate: int
) -> None:
    """As where a recorded stream was interrupted; pictures keep their times, too."""
    beeps = r"0.5*sin(2*PI*900*t)*between(mod(t\,1)\,0.5\,0.6)"
    path = made(
        tmp_path / "a.mkv", "-f", "lavfi", "-i", "color=s=64x48:r=25:d=4", "-f", "lavfi",
        "-i", f"aevalsrc={beeps}:s={rate}:d=4", "-c:v", "ffv1", "-c:a", coding,
    )  # fmt: skip
    whole, found = (read_sound(each)[:, 0] for each in (path, without(path, 1.2, 1.9)))
    assert abs(len(found) - len(whole)) <= RATE // 100
    for second, there in enumerate((True, False, True, True)):
        beep = slice(round((second + 0.52) * RATE), round((second + 0.58) * RATE))
        assert (amount(found[beep], 900) > 3) == there
        edge = slice(round((second + 0.46) * RATE), round((second + 0.495) * RATE))
        assert np.abs(found[edge]).max() < 0.05


def test_a_clock_that_jumps_by_hours_is_no_hole(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("pcm_s16le", rate=RATE, layout="mono")
        for number in range(100):
            frame = av.AudioFrame.from_ndarray(np.full((1, 480), 9000, np.int16), "s16", "mono")
            frame.sample_rate, frame.time_base = RATE, Fraction(1, RATE)
            frame.pts = number * 480 + (RATE * 3600 * 20 if number >= 50 else 0)
            for packet in stream.encode(frame):
                out.mux(packet)
    assert len(read_sound(path)) == pytest.approx(RATE, abs=48)


def test_pictures_that_begin_late_take_nothing_from_the_sound(tmp_path: Path) -> None:
    """Where the header does not tell when they begin, packets have to be read to know."""
    source = ["-f", "lavfi", "-i", "testsrc2=s=64x64:r=24:d=1"]
    source += ["-f", "lavfi", "-i", "sine=440:d=1:r=48000"]
    coding = ["-c:v", "libx264", "-bf", "3", "-c:a", "pcm_s16le"]
    plain = made(tmp_path / "plain.mov", *source, *coding)
    loose = made(tmp_path / "loose.mov", *source, *coding, "-use_editlist", "0")
    assert np.array_equal(read_sound(loose), read_sound(plain))
