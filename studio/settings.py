"""The maker's preferences: one small JSON file in the system's place for such things."""

import os
import tempfile
from pathlib import Path

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

RECENT = 12


class Settings(BaseModel):
    """Preferences; what cannot be read takes its default."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    language: str = Field(default="", description="en, zh, or empty for the system's")
    theme: str = "dark"
    films: str = Field(default="", description="where new films go; empty for the system's place")
    recent: tuple[str, ...] = Field(default=(), description="film folders, the last one first")

    def opened(self, folder: Path) -> "Settings":
        """With `folder` as the film last opened."""
        name = str(folder.resolve())
        rest = [each for each in self.recent if each != name]
        return self.model_copy(update={"recent": (name, *rest)[:RECENT]})

    def without(self, folder: str) -> "Settings":
        """With a film taken off the list of those opened last."""
        return self.model_copy(update={"recent": tuple(r for r in self.recent if r != folder)})


def settings_file() -> Path:
    """Where preferences are kept."""
    return Path(platformdirs.user_config_dir("storyreel", appauthor=False)) / "settings.json"


def films_folder(settings: Settings) -> Path:
    """Where new films go, made when missing; the home folder where that is not possible."""
    named = settings.films or platformdirs.user_videos_dir()
    try:
        Path(named).mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path.home()
    return Path(named)


def load(path: Path) -> Settings:
    """The preferences, or the defaults where there are none."""
    try:
        return Settings.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return Settings()


def save(settings: Settings, path: Path) -> None:
    """Write the preferences whole or not at all; a folder that refuses is no reason to stop."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".settings-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(settings.model_dump_json(indent=2))
        Path(name).replace(path)
    except OSError:
        return
