"""What the words of a request mean to the panel that draws them."""

from studio.animatic.spec import PanelFigure, PanelSpec
from studio.backends.base import Figure, Request


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
        figure.gender or "",
    )
