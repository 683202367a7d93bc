"""What the words of a request mean to the panel that draws them."""

import re

from studio.animatic.light import mentions, vocabulary
from studio.animatic.spec import PanelFigure, PanelSpec
from studio.backends.base import Figure, Request

# Characters that Chinese given names of women mostly have.
_WOMEN = re.compile("[玲丽芳婷娟莉娜梅燕霞静兰珍琴莲雅慧婉妹姐雪雨薇倩蕾瑶颖]")


def panel_spec(request: Request) -> PanelSpec:
    """The request in the panel's terms: places belong to the setting, the others are figures."""
    places = [figure for figure in request.figures if figure.kind == "place"]
    said = [f"{place.name} {place.description}".strip() for place in places]
    speakers = dict.fromkeys(line.speaker for line in request.lines if line.speaker)
    return PanelSpec(
        prompt=request.prompt,
        setting=", ".join(part for part in (request.setting, *said) if part),
        style=request.style,
        size=request.size,
        angle=request.angle,
        moves=request.moves,
        pace=request.pace,
        figures=tuple(_figure(figure) for figure in request.figures if figure.kind != "place"),
        speakers=tuple(speakers),
        onscreen_text=request.onscreen_text,
        label=request.label,
        seed=request.seed,
        marks=request.options.get("marks") is not False,
    )


def _figure(figure: Figure) -> PanelFigure:
    return PanelFigure(
        figure.key,
        figure.name,
        figure.kind,
        figure.description,
        figure.colour,
        presented_gender(figure) or "",
    )


def presented_gender(figure: Figure) -> str | None:
    """How somebody of unsaid gender looks and sounds: one choice for picture and voice, always."""
    if figure.gender or figure.kind != "person":
        return figure.gender
    name = figure.name or figure.key
    told = mentions(f"{name} {figure.description}", vocabulary("sets")["people"]["woman"]) > 0
    if told or _WOMEN.search(name[1:]):
        return "female"
    return ("female", "male")[sum(name.encode()) % 2]
