"""A proof to be read: a short report beside the film in the maker's language, and as JSON."""

from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

from studio.messages import say
from studio.render.delivery import Delivery
from studio.render.loudness import Loudness
from studio.render.proof_words import codec_called, pixels_called, told
from studio.render.proven import Proof
from studio.timeline.rate import Rate
from studio.timeline.timecode import counts_seconds, timecode

SUFFIX = ".report.txt"


def report_beside(output: Path) -> Path:
    """Where the report of a film lies."""
    return output.with_name(output.stem + SUFFIX)


def write(
    proof: Proof, output: Path, delivery: Delivery, language: str, ways: Sequence[str] = ()
) -> Path | None:
    """Write the report of a film; None where the disk does not let us, as the film is made."""
    path = report_beside(output)
    with suppress(OSError):
        told = text(proof, output.name, language, delivery=delivery, ways=ways)
        if not path.is_file() or path.read_text(encoding="utf-8", errors="replace") != told:
            path.write_text(told, encoding="utf-8")
        return path
    return None


def text(
    proof: Proof,
    name: str,
    language: str = "en",
    *,
    delivery: Delivery | None = None,
    ways: Sequence[str] = (),
    judged: str | None = None,
) -> str:
    """The report of a film called `name`.

    `delivery` is what was asked for, `ways` says of each segment how it came into the film, and
    `judged` is the verdict where it is another sentence than that of an export.
    """
    lines = [name, judged or verdict(proof, language), ""]
    lines += _of_picture(proof, delivery, language)
    lines += _of_sound(proof, delivery, language)
    if proof.offset is not None:
        offset = f"{abs(proof.offset) * 1000:.2f}"
        lines.append(say("proof.about_sync", language, milliseconds=offset))
    if proof.least is not None:
        lines.append(
            say(
                "proof.about_pictures", language, count=proof.compared,
                decibels=f"{proof.least:.1f}",
            )
        )  # fmt: skip
    if ways:
        counts = {way: sum(each == way for each in ways) for way in ("copied", "kept", "encoded")}
        lines.append(say("proof.about_segments", language, count=len(ways), **counts))
    if proof.copied:
        lines.append(say("proof.about_copies", language, count=proof.copied))
    if proof.findings:
        lines += ["", say("proof.remarks", language)]
        lines += [f"- {finding.text(language)}" for finding in proof.findings]
    return "\n".join(lines) + "\n"


def _of_picture(proof: Proof, delivery: Delivery | None, language: str) -> list[str]:
    picture = proof.picture
    if picture:
        rate = Rate.of(Fraction(told(picture, "rate")))
        line = say(
            "proof.about_picture", language, width=picture["width"], height=picture["height"],
            rate=f"{float(rate.fraction):.5g}", frames=proof.frames,
            timecode=_length(rate, proof.frames, language),
            codec=codec_called(told(picture, "codec"), delivery),
            pixels=pixels_called(told(picture, "pixel_format")),
        )  # fmt: skip
        return [line]
    if delivery is None or not delivery.container.folder:
        return []
    rate = delivery.file_rate
    line = say(
        "proof.about_sequence", language, width=delivery.width, height=delivery.height,
        rate=f"{float(rate.fraction):.5g}", frames=proof.frames,
        timecode=_length(rate, proof.frames, language), codec=delivery.coding.title,
        bits=delivery.bits,
    )  # fmt: skip
    return [line]


def _length(rate: Rate, frames: int, language: str) -> str:
    """How long so many frames are: in timecode where the rate has one, else in seconds."""
    if counts_seconds(rate):
        return timecode(rate, frames)
    return say("proof.seconds", language, seconds=f"{float(rate.seconds(frames)):.3f}")


def _of_sound(proof: Proof, delivery: Delivery | None, language: str) -> list[str]:
    sound = proof.sound
    if not sound:
        return []
    lines = [
        say(
            "proof.about_sound", language, codec=codec_called(told(sound, "codec")),
            rate=f"{float(told(sound, 'sample_rate')) / 1000:.5g}", channels=sound["channels"],
            seconds=f"{proof.seconds:.3f}",
        )
    ]  # fmt: skip
    values = {"loudness": f"{proof.loudness:.1f}", "peak": f"{proof.peak:.1f}"}
    if Loudness(proof.loudness, proof.peak).silent:
        lines.append(say("proof.about_silence", language))
    elif delivery is None:
        lines.append(say("proof.about_loudness", language, **values))
    else:
        asked = {"wanted": f"{delivery.loudness:.1f}", "most": f"{delivery.peak:.1f}"}
        lines.append(say("proof.about_asked_loudness", language, **values, **asked))
    return lines


def verdict(proof: Proof, language: str) -> str:
    """One sentence: a film that failed has no proof."""
    return say(verdict_key(proof), language, count=len(proof.findings))


def verdict_key(proof: Proof) -> str:
    """That sentence's key, which takes the `count` of the findings."""
    return "proof.passed_with" if proof.findings else "proof.passed"


def as_json(proof: Proof) -> dict[str, object]:
    """The same for programs: seconds, LUFS, dBTP, dB, film frames of the cut."""
    return {
        "frames": proof.frames,
        "seconds": proof.seconds,
        "loudness": proof.loudness,
        "peak": proof.peak,
        "picture": dict(proof.picture),
        "sound": dict(proof.sound),
        "sound_offset": proof.offset,
        "compared_pictures": proof.compared,
        "compared_copies": proof.copied,
        "least_likeness": proof.least,
        "findings": [
            {"key": each.key, "frame": each.frame, "text": each.text(), **each.values}
            for each in proof.findings
        ],
    }
