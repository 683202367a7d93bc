"""eSpeak NG in a process of its own: it is GPL-3, and its state is global to a process.

Run as `python -m studio.voices.espeak_worker`, once a line: what the library keeps from one line
(phases, breath noise) would colour the next, and the same line must always sound the same. The
request is JSON on standard input ({"text", "voice", "rate" in words a minute, "pitch" 0 to 100});
the answer is a line of JSON ({"samples", "rate", "events": [[kind, milliseconds, text], ...]}) and
then 16-bit mono samples. A request {"parts": [text, ...], "voice"} is answered by one line of JSON:
the IPA of each part, with "^" inside what is one sound (a^ɪ), or null for an unknown voice.
"""

import ctypes
import json
import sys
from typing import Any

import espeakng_loader

_SYNCHRONOUS = 2
_PHONEMES_AS_IPA = 1 | 2
_RATE, _PITCH, _RANGE = 1, 3, 4
_UTF8 = 1
_IPA_TIED = 0x02 | 0x80 | ord("^") << 8  # espeak_TextToPhonemes: IPA, this mark inside one sound
_KINDS = {1: "word", 7: "sound"}


class _Name(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int), ("unique", ctypes.c_uint), ("text_position", ctypes.c_int),
        ("length", ctypes.c_int), ("audio_position", ctypes.c_int), ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p), ("id", _Name),
    )  # fmt: skip


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class Synthesizer:
    """The library, initialised; `speak` gives the samples and events of a text."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(str(espeakng_loader.get_library_path()))
        data = str(espeakng_loader.get_data_path()).encode()
        self.rate: int = self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, _PHONEMES_AS_IPA)
        self._settle()
        self._samples = bytearray()
        self._events: list[tuple[str, int, str]] = []
        self._hear = _Callback(self._on_sound)  # kept: the library holds a bare pointer to it
        self._library.espeak_SetSynthCallback(self._hear)

    def _settle(self) -> None:
        """Breath noise comes from the C library's generator, which the start seeds by the clock."""
        self._library.espeak_ng_SetRandSeed(ctypes.c_long(1))
        if sys.platform != "win32":
            ctypes.CDLL(None).srand(1)

    def _on_sound(self, wav: Any, count: int, events: Any) -> int:
        if wav and count > 0:
            self._samples += ctypes.string_at(wav, count * 2)
        index = 0
        while events[index].type != 0:
            event = events[index]
            kind = _KINDS.get(event.type)
            if kind:
                raw = bytes(event.id.string) if kind == "sound" else b""
                text = raw.split(b"\0")[0].decode("utf-8", errors="replace")
                self._events.append((kind, event.audio_position, text))
            index += 1
        return 0

    def speak(self, text: str, voice: str, rate: int, pitch: int) -> bytes | None:
        """Samples of the text, or None when the voice is unknown; events are in `events`."""
        self._samples, self._events = bytearray(), []
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            return None
        self._library.espeak_SetParameter(_RATE, rate, 0)
        self._library.espeak_SetParameter(_PITCH, pitch, 0)
        self._library.espeak_SetParameter(_RANGE, 60, 0)
        words = text.encode("utf-8")
        self._library.espeak_Synth(words, len(words) + 1, 0, 1, 0, _UTF8, None, None)
        return bytes(self._samples)

    def phonemes(self, text: str, voice: str) -> str | None:
        """IPA of the text with stress marks, or None when the voice is unknown."""
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            return None
        convert = self._library.espeak_TextToPhonemes
        convert.restype = ctypes.c_char_p
        convert.argtypes = (ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int)
        rest = ctypes.c_char_p(text.encode("utf-8"))
        out: list[str] = []
        while rest.value:  # a clause at a time; the library moves the pointer on
            said = convert(ctypes.byref(rest), _UTF8, _IPA_TIED)
            out.append((said or b"").decode("utf-8", errors="replace"))
        return " ".join(part for part in out if part)

    @property
    def events(self) -> list[tuple[str, int, str]]:
        """(kind, milliseconds, text) of what was spoken last."""
        return self._events


def serve() -> None:
    """Answer the one request that stands on standard input."""
    wish = json.loads(sys.stdin.buffer.read())
    synthesizer = Synthesizer()
    if "parts" in wish:
        said = [synthesizer.phonemes(part, wish["voice"]) for part in wish["parts"]]
        sys.stdout.buffer.write(json.dumps(said).encode())
        return
    samples = synthesizer.speak(wish["text"], wish["voice"], wish["rate"], wish["pitch"])
    answer = {
        "samples": -1 if samples is None else len(samples) // 2,
        "rate": synthesizer.rate,
        "events": synthesizer.events,
    }
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + (samples or b""))


if __name__ == "__main__":
    serve()
