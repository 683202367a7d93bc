"""Lines kept on disk: spoken once, the same each time, never trusted."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from studio.voices.base import Manner, Sound, Speech
from studio.voices.remembered import Remembered


@dataclass
class _Counting:
    """Speaks a tone as long as the text, and counts."""

    spoken: list[str] = field(default_factory=list[str])
    languages: frozenset[str] = frozenset({"en"})
    neural: bool = True

    def speak(self, text: str, language: str, manner: Manner) -> Speech:
        self.spoken.append(text)
        samples = np.sin(np.arange(len(text) * 4800) / 7 * manner.pace).astype(np.float32) / 2
        return Speech(samples, (Sound("a", 0.0, 0.1),), "tone")


def test_a_line_is_spoken_once_and_sounds_the_same(tmp_path: Path) -> None:
    voice = _Counting()
    kept = Remembered(voice, tmp_path / "lines")
    first, second = (kept.speak("Hello", "en", Manner("a")) for _ in range(2))
    assert voice.spoken == ["Hello"]
    assert np.array_equal(first.samples, second.samples)
    assert first.sounds == second.sounds == (Sound("a", 0.0, 0.1),)
    assert np.abs(first.samples).max() == pytest.approx(0.5, abs=0.001)


@pytest.mark.parametrize(
    ("text", "manner"),
    [("Hello!", Manner("a")), ("Hello", Manner("b")), ("Hello", Manner("a", pace=1.1)),
     ("Hello", Manner("a", gender="male")), ("Hello", Manner("a", emotion="angry"))],
)  # fmt: skip
def test_another_line_or_manner_is_spoken_anew(tmp_path: Path, text: str, manner: Manner) -> None:
    voice = _Counting()
    kept = Remembered(voice, tmp_path)
    kept.speak("Hello", "en", Manner("a"))
    kept.speak(text, "en", manner)
    assert len(voice.spoken) == 2


@pytest.mark.parametrize("harm", [b"", b"x", b"\0" * 4000, None])
def test_a_harmed_file_is_spoken_again(tmp_path: Path, harm: bytes | None) -> None:
    voice = _Counting()
    kept = Remembered(voice, tmp_path)
    first = kept.speak("Hello", "en", Manner("a"))
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-2] if harm is None else harm)
    second = kept.speak("Hello", "en", Manner("a"))
    assert voice.spoken == ["Hello", "Hello"]
    assert np.array_equal(first.samples, second.samples)
    kept.speak("Hello", "en", Manner("a"))
    assert len(voice.spoken) == 2


def test_the_folder_stays_within_its_limit_and_keeps_what_was_heard_last(tmp_path: Path) -> None:
    voice = _Counting()
    kept = Remembered(voice, tmp_path, limit=150_000)
    for word in ("one", "two", "six", "ten"):
        kept.speak(word, "en", Manner("a"))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 150_000
    kept.speak("ten", "en", Manner("a"))
    assert voice.spoken == ["one", "two", "six", "ten"]


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "lines").write_bytes(b"a file where the folder should be")
    voice = _Counting()
    kept = Remembered(voice, tmp_path / "lines")
    assert kept.speak("Hello", "en", Manner("a")).seconds > 0
    assert kept.speak("Hello", "en", Manner("a")).seconds > 0
    assert len(voice.spoken) == 2
