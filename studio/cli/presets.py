"""What deliveries there are, for a terminal."""

from studio.cli.console import Console
from studio.messages import Listed, say
from studio.render.coding import CODINGS, SOUND_FILES
from studio.render.presets import Preset, Shape, presets


def listed(console: Console) -> None:
    """Every preset: its name, what it makes, and what it is for."""
    group = None
    for each in presets():
        if each.group is not group:
            group = each.group
            console.line("")
            console.say(f"deliver.group.{group.value}")
        told = say(f"deliver.preset.{each.id}", console.language)
        line = say("cli.preset", console.language, title=told, facts=_facts(each))
        console.line(f"  {each.id:<12} {line}")
        console.line(f"  {'':<12} {say(f'deliver.about.{each.id}', console.language)}")
    console.result({"presets": [_as_json(each, console.language) for each in presets()]})


def _size(preset: Preset) -> str | None:
    if preset.shape is Shape.FIXED:
        return f"{preset.width}x{preset.height}"
    return f"<={preset.short_side}" if preset.shape is Shape.SHORT_SIDE else None


def _facts(preset: Preset) -> Listed:
    sound = SOUND_FILES.get(preset.container, preset.sound).called
    heard = "" if preset.container.silent else f"{sound} {preset.loudness:g} LUFS"
    if preset.sound_only:
        return Listed([heard])
    coding = CODINGS[preset.codec]
    rate = f"{float(preset.rate):g} fps" if preset.rate else ""
    depth = f"{preset.depth or coding.depths[0]} bit"
    file = preset.container.suffix or "PNG"
    return Listed(filter(None, (_size(preset), rate, coding.title, depth, file, heard)))


def _as_json(preset: Preset, language: str) -> dict[str, object]:
    return {
        "name": preset.id,
        "title": say(f"deliver.preset.{preset.id}", language),
        "about": say(f"deliver.about.{preset.id}", language),
        "group": preset.group.value,
        "size": None if preset.sound_only else _size(preset),
        "rate": str(preset.rate) if preset.rate else None,
        "codec": None if preset.sound_only else preset.codec.value,
        "depth": None if preset.sound_only else preset.depth or CODINGS[preset.codec].depths[0],
        "file": preset.container.value,
        "sound": None if preset.container.silent
        else SOUND_FILES.get(preset.container, preset.sound).value,
        "loudness": None if preset.container.silent else preset.loudness,
        "peak": None if preset.container.silent else preset.peak,
    }  # fmt: skip
