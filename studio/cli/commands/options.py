"""Words that several commands share, and what the help says of them."""

from pathlib import Path
from typing import Annotated

import typer

from studio.messages import maker_language, say

_LANGUAGE = maker_language()


def told(name: str) -> str:
    """The help of a command or an option in the maker's language."""
    return say(f"help.{name}", _LANGUAGE)


Json = Annotated[bool, typer.Option("--json", help=told("json"))]
# readable=False: what cannot be read is told in our own words.
Folder = Annotated[Path, typer.Argument(metavar="DIR", readable=False, help=told("dir"))]
Brief = Annotated[str, typer.Argument(metavar="BRIEF", help=told("brief"))]
Size = Annotated[str | None, typer.Option(metavar="WxH", help=told("size"))]
Ratio = Annotated[str | None, typer.Option(metavar="W:H", help=told("ratio"))]
RateOption = Annotated[str | None, typer.Option(metavar="FPS", help=told("rate"))]
Planner = Annotated[str, typer.Option(metavar="NAME", help=told("planner"))]
Backend = Annotated[str | None, typer.Option(metavar="NAME", help=told("backend"))]
Language = Annotated[str | None, typer.Option(metavar="CODE", help=told("language"))]
Captions = Annotated[str, typer.Option(metavar="HOW", help=told("captions"))]
Force = Annotated[bool, typer.Option("--force", help=told("force"))]
Output = Annotated[
    Path, typer.Option("-o", "--output", metavar="FILE", readable=False, help=told("output"))
]
MaxCost = Annotated[str | None, typer.Option(metavar="AMOUNT", help=told("max_cost"))]
ServiceName = Annotated[str, typer.Argument(metavar="SERVICE", help=told("service"))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=told("yes"))]
Together = Annotated[bool, typer.Option("--together", help=told("together"))]
Record = Annotated[
    Path | None, typer.Option("--record", metavar="FILE", readable=False, help=told("record"))
]
JobId = Annotated[str, typer.Argument(metavar="JOB", help=told("job"))]
Range = Annotated[
    tuple[str, str] | None, typer.Option("--range", metavar="IN OUT", help=told("range"))
]
FitHow = Annotated[str | None, typer.Option("--fit", metavar="HOW", help=told("fit_how"))]
FileCaptions = Annotated[
    str | None, typer.Option("--captions", metavar="HOW", help=told("export_captions"))
]
CaptionLanguage = Annotated[
    str, typer.Option("--language", metavar="CODE", help=told("captions_language"))
]
SecondLanguage = Annotated[
    str, typer.Option("--second", metavar="CODE", help=told("captions_second"))
]
CodecName = Annotated[str | None, typer.Option("--codec", metavar="NAME", help=told("codec"))]
Depth = Annotated[str | None, typer.Option("--depth", metavar="BITS", help=told("depth"))]
FileRate = Annotated[str | None, typer.Option("--rate", metavar="FPS", help=told("export_rate"))]
