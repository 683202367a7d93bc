"""What a new plan did to a film, in a sentence."""

from studio.timeline.kept import kept_in
from studio.timeline.project import Project
from studio.timeline.queries import shots
from studio.ui.words import Words


def news_of(before: Project, after: Project, words: Words) -> str:
    """How many shots are new, changed, gone, and kept although their text is gone or differs."""
    old = {shot.id: shot for shot in shots(before)}
    new = {shot.id: shot for shot in shots(after)}
    left = after.told.left if after.told else frozenset[str]()
    was_left = before.told.left if before.told else frozenset[str]()
    counts = {
        "new": len(new.keys() - old.keys()),
        "changed": sum(1 for name, shot in new.items() if name in old and old[name] != shot),
        "gone": len(old.keys() - new.keys()),
        "kept": len(left - was_left),
        "hidden": len(kept_in(after)),
    }
    told = [words(f"news.{name}", count=count) for name, count in counts.items() if count]
    return words("news", told=words("news.comma").join(told)) if told else words("news.same")
