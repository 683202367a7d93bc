"""What a delivery comes to, in words: size, rate, codec, depth, file and sound."""

from studio.render.coding import SoundCodec
from studio.render.delivery import Delivery
from studio.render.presets import Preset
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.ui.words import Words


def rate_words(rate: Rate) -> str:
    """A rate as makers write it, such as 23.976."""
    return f"{float(rate.fraction):.5g}"


def facts(delivery: Delivery, words: Words) -> str:
    """All of it, a line for the picture and one for the sound."""
    lines: list[str] = []
    if not delivery.sound_only:
        lines.append(
            words(
                "facts.picture", width=delivery.width, height=delivery.height,
                rate=rate_words(delivery.file_rate), codec=delivery.coding.title,
                depth=delivery.bits, kind=delivery.suffix or words("facts.folder"),
            )
        )  # fmt: skip
    lines.append(_sound(delivery, words))
    if delivery.to_rate is not None:
        lines.append(words("facts.cadence", film=rate_words(delivery.rate)))
    return "\n".join(lines)


def _sound(delivery: Delivery, words: Words) -> str:
    if delivery.silent:
        return words("facts.silent")
    return words("facts.sound", codec=_coded(delivery, words), loudness=_loudness(delivery))


def _coded(delivery: Delivery, words: Words) -> str:
    return words("facts.pcm") if delivery.heard is SoundCodec.PCM else delivery.heard.called


def _loudness(delivery: Delivery) -> str:
    return f"{delivery.loudness:.0f}".replace("-", "\u2212")


def row_words(preset: Preset, film: Project, words: Words) -> str:
    """A preset's picture or sound in a few words."""
    made = preset.delivery(film)
    if made.sound_only:
        parts = [_coded(made, words), words("row.loudness", loudness=_loudness(made))]
    else:
        parts = [f"{made.width} × {made.height}"]
        parts += [words("row.rate", rate=rate_words(made.file_rate))] if made.to_rate else []
        parts += [made.coding.title]
        parts += [words("row.depth", depth=made.bits)] if made.bits > 8 else []
    return words("row.comma").join(part.replace(" ", "\u00a0") for part in parts)
