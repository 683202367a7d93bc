"""What the window says, in the maker's language."""

from collections.abc import Mapping

from studio.errors import StudioError
from studio.messages import LANGUAGES, say


class Words:
    """Looks sentences up by their name in the catalogue of the window, `ui.json`."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"

    def __call__(self, name: str, /, **values: object) -> str:
        """The sentence `ui.<name>`."""
        return say(f"ui.{name}", self.language, **values)

    def has(self, name: str) -> bool:
        """Whether there is such a sentence; tooltips are optional."""
        try:
            self(name)
        except KeyError:
            return False
        return True

    def craft(self, kind: str, member: str) -> str:
        """The film trade's word for a size, a move or an angle."""
        return say(f"craft.{kind}.{member}", self.language)

    def sentence(self, key: str, values: Mapping[str, object]) -> str:
        """A sentence of any catalogue, such as a job's trouble."""
        return say(key, self.language, **values)

    def error(self, error: StudioError) -> str:
        """An error's own sentence."""
        return error.text(self.language)
