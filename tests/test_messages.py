"""Every sentence for people exists in both languages, with the same places to fill."""

import ast
import json
import string
from collections import Counter
from pathlib import Path

import pytest

from studio.errors import BadInput
from studio.messages import LANGUAGES, Listed, Part, say
from studio.paths import resource
from studio.timeline.story import Angle, Move, Size

STUDIO = Path(__file__).resolve().parent.parent / "studio"
SPEAKERS = {
    "StudioError", "BadInput", "EditRefused", "ProjectError", "BackendError", "RenderError",
    "Cancelled", "say",
}  # fmt: skip


def sentences(language: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for path in sorted(resource("messages", language).glob("*.json")):
        found += json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=list)
    return found


def catalogue(language: str) -> dict[str, str]:
    return dict(sentences(language))


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def keys_in_code() -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for path in STUDIO.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if (
                name in SPEAKERS
                and isinstance(first, ast.Constant)
                and isinstance(first.value, str)
            ):
                found.add((path.name, first.value))
    return found


def test_catalogues_hold_the_same_keys_and_places() -> None:
    english, chinese = catalogue("en"), catalogue("zh")
    assert english.keys() == chinese.keys()
    for key, sentence in english.items():
        assert places(sentence) == places(chinese[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_means_one_sentence(language: str) -> None:
    times = Counter(key for key, _ in sentences(language))
    assert [key for key, count in times.items() if count > 1] == []


def test_every_key_in_the_code_is_in_the_catalogues() -> None:
    known = catalogue("en")
    assert [(file, key) for file, key in sorted(keys_in_code()) if key not in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_are_named_after_their_area(language: str) -> None:
    for path in resource("messages", language).glob("*.json"):
        for key in json.loads(path.read_text(encoding="utf-8")):
            assert key.startswith(f"{path.stem}."), (path.name, key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_craft_has_its_words(language: str) -> None:
    known = catalogue(language)
    for kind, members in (("size", Size), ("angle", Angle), ("move", Move)):
        assert all(known.get(f"craft.{kind}.{member.value}") for member in members)


def test_an_unknown_language_reads_english() -> None:
    key = sorted(catalogue("en"))[0]
    values = dict.fromkeys(places(catalogue("en")[key]), "x")
    assert say(key, "tlh", **values) == say(key, "en", **values)


def test_an_error_is_its_english_sentence() -> None:
    key = sorted(catalogue("en"))[0]
    values = dict.fromkeys(places(catalogue("en")[key]), "x")
    assert str(BadInput(key, **values)) == say(key, "en", **values)


def test_a_count_brings_its_noun() -> None:
    said = [say("cli.generating", "en", shots=count) for count in (1, 2, "1", 0)]
    assert said == ["Making 1 shot", "Making 2 shots", "Making 1 shot", "Making 0 shots"]
    assert say("cli.generating", "zh", shots=1) == "正在制作 1 个镜头"


def test_a_sentence_within_a_sentence_has_its_language() -> None:
    for inner in (Part("system.no_room"), BadInput("system.no_room")):
        error = BadInput("cli.no_output", detail=inner)
        assert "the disk is full" in error.text("en")
        assert "磁盘已满" in error.text("zh")


def test_names_are_listed_as_the_language_of_the_sentence_does() -> None:
    error = BadInput("cli.bad_choice", what="fps", text="7", known=Listed(["24", "25"]))
    assert "24, 25" in error.text("en")
    assert "24、25" in error.text("zh")
    assert "24、25" in say("cli.bad_choice", "zh", what="fps", text="7", known=["24", "25"])
    assert str(Listed(iter("ab"))) == "a, b"
    assert not Listed([])


def test_what_goes_on_ends_in_one_ellipsis_set_off_in_english() -> None:
    """The window's words: `Open film …` and `打开影片…`, the same everywhere."""
    for language, ends in (("en", " …"), ("zh", "…")):
        said = {key: each for key, each in catalogue(language).items() if each.endswith("…")}
        odd = [key for key, each in said.items() if len(each) > 1 and not each.endswith(ends)]
        odd += [key for key, each in said.items() if "……" in each or "..." in each]
        assert odd == []
