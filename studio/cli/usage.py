"""Words of the command line that fit no command, told in the maker's language."""

import re
from typing import Any

from typer.core import TyperGroup

from studio.errors import BadInput
from studio.messages import Listed


class Commands(TyperGroup):
    """The commands, whose unknown names get a sentence that lists the known ones."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As in typer. Raises BadInput for a command that is not there."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            known = Listed(self.list_commands(ctx))
            raise BadInput("cli.no_such_command", text=args[0][:40], known=known)
        return super().resolve_command(ctx, args)


def usage_error(error: Exception) -> BadInput | None:
    """What typer says about the words typed as an error of ours; None for any other exception."""
    told = getattr(error, "format_message", None)
    if not callable(told):
        return None
    kind, command = type(error).__name__, _command(error)
    option = getattr(error, "option_name", None)
    if kind == "NoSuchOption":
        return BadInput("cli.no_such_option", text=str(option)[:40], command=command)
    if kind == "BadOptionUsage":
        return BadInput("cli.option_needs", text=str(option)[:40], command=command)
    if kind == "MissingParameter":
        return BadInput("cli.word_missing", text=_parameter(error), command=command)
    extra = re.search(r"extra argument\S* \((.*)\)", str(told()), re.DOTALL)
    if extra:
        return BadInput("cli.word_extra", text=extra[1][:40], command=command)
    return BadInput("cli.bad_usage", detail=told(), command=command)


def _command(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    inner = getattr(context, "parent", None) is not None
    return f"studio {getattr(context, 'info_name', '')}" if inner else "studio"


def _parameter(error: Exception) -> str:
    """What is missing as it is written in the help: `BRIEF`, `-o`."""
    parameter = getattr(error, "param", None)
    options = getattr(parameter, "opts", [""])
    shown = getattr(parameter, "metavar", None)
    return str(shown or options[0]) if not str(options[0]).startswith("-") else str(options[0])
