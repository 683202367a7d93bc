"""Fits how far a mouth is open to what is heard, and tells how well a language unheard is foretold.

    PYTHONPATH=. python benchmarks/openness.py [--write]

Lines of `benchmarks/openness_lines.json` are spoken by every voice here; their phonemes and times
are the engines' own, what a phoneme opens is `tests/cast/articulation.py`. A ridge regression
weighs mel bands around a moment; both sides are freed of what changes slower than in a second, as
lips are when they are compared. Each language is also left out of the fit and then foretold. With
`--write` the fit of all becomes `resources/cast/openness.json`.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from studio.cast.following import quick
from studio.cast.hearing import at_16k
from studio.cast.openness import around, bands
from studio.errors import StudioError
from studio.paths import resource
from studio.voices.base import SAMPLE_RATE, Manner, Speech
from studio.voices.voices import engines_here
from tests.cast.articulation import opened

BANDS, STEPS = 16, (-8, -4, 0, 4, 8)
_RIDGE = 0.01  # of the mean variance of a band
_QUIET = 0.25  # seconds of silence around a line

Floats = npt.NDArray[np.float64]
Pair = tuple[Floats, Floats]
"""What is heard, (n, bands * steps), and how far the mouth is open, (n,)."""


def lines() -> Iterator[tuple[str, Speech]]:
    """Language and spoken line; what a voice cannot say is told and left out."""
    texts = json.loads(Path(__file__).with_name("openness_lines.json").read_text(encoding="utf-8"))
    for language, those in texts.items():
        for engine in engines_here():
            if language not in engine.languages:
                continue
            for number, text in enumerate(those):
                for gender in ("female", "male"):
                    manner = Manner(key=f"{gender}{number}", gender=gender)
                    try:
                        yield language, engine.speak(text, language, manner)
                    except StudioError as error:
                        print(f"left out: {language} {text!r}: {error}")


def pair(speech: Speech) -> Pair:
    """A line as the fit wants it."""
    quiet = np.zeros(round(_QUIET * SAMPLE_RATE), np.float32)
    heard = bands(at_16k(np.concatenate([quiet, speech.samples, quiet]), SAMPLE_RATE), BANDS)
    shift = round(_QUIET * 100)
    shown = np.zeros(len(heard))
    mouth = opened(speech.sounds, speech.seconds)[: len(shown) - shift]
    shown[shift : shift + len(mouth)] = mouth
    rows = np.stack([quick(column) for column in around(heard, STEPS).T], axis=1)
    return rows, quick(shown)


def fitted(pairs: Iterable[Pair]) -> Floats:
    """The weights that foretell the openness with the least squared error."""
    size = BANDS * len(STEPS)
    square, product = np.zeros((size, size)), np.zeros(size)
    for heard, shown in pairs:
        square += heard.T @ heard
        product += heard.T @ shown
    ridge = _RIDGE * float(np.trace(square)) / size
    return np.asarray(np.linalg.solve(square + ridge * np.eye(size), product), np.float64)


def main() -> None:
    """The table, and the data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    write: bool = parser.parse_args().write
    known = defaultdict[str, list[Pair]](list)
    for language, speech in lines():
        if speech.sounds:
            known[language].append(pair(speech))
    print(
        "| language, left out of the fit | lines | correlation, median | worst |\n|---|---|---|---|"
    )
    for language, those in known.items():
        weights = fitted(p for other, ps in known.items() if other != language for p in ps)
        alike = [float(np.corrcoef(heard @ weights, shown)[0, 1]) for heard, shown in those]
        print(f"| {language} | {len(those)} | {np.median(alike):.2f} | {min(alike):.2f} |")
    if write:
        weights = fitted(p for ps in known.values() for p in ps).reshape(len(STEPS), BANDS)
        count = sum(map(len, known.values()))
        head = json.dumps({
            "format": 1,
            "source": f"benchmarks/openness.py: {count} spoken lines in {len(known)} languages",
            "steps": STEPS,
        })  # fmt: skip
        rows = ",\n    ".join(json.dumps(np.round(row, 4).tolist()) for row in weights)
        text = f'{head[:-1]},\n  "weights": [\n    {rows}\n  ]}}\n'
        resource("cast", "openness.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
