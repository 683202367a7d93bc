"""What the window says, in the maker's language."""

from collections.abc import Iterable, Mapping

from studio.errors import StudioError
from studio.messages import LANGUAGES, Listed, say

_QUOTES = str.maketrans("\u201c\u201d", '""')


class Words:
    """Looks sentences up by their name in a catalogue of the window, `ui.json` or `ui_*.json`."""

    def __init__(self, language: str, area: str = "ui") -> None:
        self.language = language if language in LANGUAGES else "en"
        self._area = area

    def __call__(self, name: str, /, **values: object) -> str:
        """The sentence `<area>.<name>`."""
        return self._drawn(say(f"{self._area}.{name}", self.language, **values))

    def of(self, area: str) -> "Words":
        """The words of another catalogue in the same language."""
        return Words(self.language, area)

    def speaking(self, language: str) -> "Words":
        """The same words in another language."""
        return Words(language, self._area)

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

    def listed(self, names: Iterable[str]) -> str:
        """Names one after the other, as the language lists them."""
        return Listed(names).text(self.language)

    def sentence(self, key: str, values: Mapping[str, object]) -> str:
        """A sentence of any catalogue, such as a job's trouble."""
        return self._drawn(say(key, self.language, **values))

    def error(self, error: StudioError) -> str:
        """An error's own sentence."""
        return self._drawn(error.text(self.language))

    def _drawn(self, text: str) -> str:
        """In the bundled font curly quotes are as wide as a Chinese letter: right there only."""
        return text if self.language == "zh" else text.translate(_QUOTES)
