"""A proof to be read: a short report beside the film in the maker's language, and as JSON."""

from contextlib import suppress
from pathlib import Path

from studio.messages import say
from studio.render.loudness import Loudness
from studio.render.proof import Proof
from studio.timeline.rate import Rate
from studio.timeline.timecode import timecode

SUFFIX = ".report.txt"


def report_beside(output: Path) -> Path:
    """Where the report of a film lies."""
    return output.with_name(output.stem + SUFFIX)


def write(proof: Proof, output: Path, rate: Rate, language: str) -> Path | None:
    """Write the report of a film; None where the disk does not let us, as the film is made."""
    path = report_beside(output)
    with suppress(OSError):
        path.write_text(text(proof, output.name, rate, language), encoding="utf-8")
        return path
    return None


def text(
    proof: Proof, name: str, rate: Rate, language: str = "en", *, judged: str | None = None
) -> str:
    """The report of a film called `name`; `rate` is that of its timecodes, `judged` the verdict
    where it is another sentence than that of an export.
    """
    lines = [name, judged or verdict(proof, language), ""]
    picture, sound = proof.picture, proof.sound
    if picture:
        lines.append(
            say(
                "proof.about_picture", language, width=picture["width"], height=picture["height"],
                rate=f"{float(rate.fraction):.6g}", frames=proof.frames,
                timecode=timecode(rate, proof.frames), codec=picture["codec"],
                pixels=picture["pixel_format"],
            )
        )  # fmt: skip
    if sound:
        lines.append(
            say(
                "proof.about_sound", language, codec=sound["codec"], rate=sound["sample_rate"],
                channels=sound["channels"], seconds=f"{proof.seconds:.3f}",
            )
        )  # fmt: skip
        silent = Loudness(proof.loudness, proof.peak).silent
        key = "proof.about_silence" if silent else "proof.about_loudness"
        values = {"loudness": f"{proof.loudness:.1f}", "peak": f"{proof.peak:.1f}"}
        lines.append(say(key, language, **values))
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
    if proof.findings:
        lines += ["", say("proof.remarks", language)]
        lines += [f"- {finding.text(language)}" for finding in proof.findings]
    return "\n".join(lines) + "\n"


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
        "least_likeness": proof.least,
        "findings": [
            {"key": each.key, "frame": each.frame, "text": each.text(), **each.values}
            for each in proof.findings
        ],
    }
