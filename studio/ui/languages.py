"""What a language is called in the window; films and services write it as a code."""

from PySide6.QtCore import QLocale

from studio.ui.words import Words


def language_name(words: Words, code: str) -> str:
    """A language by its code ("zh", "yue", "pt-br"): in the maker's language where the catalogue
    has it, else as its speakers call it with the code behind, else the code.
    """
    shot = words.of("ui_shot")
    if shot.has(f"language.{code}"):
        return shot(f"language.{code}")
    locale = QLocale(code)
    if locale.language() is QLocale.Language.C:
        return code
    return f"{locale.nativeLanguageName()} ({code})"
