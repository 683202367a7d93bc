"""A value that does not fit is refused in a sentence of ours, in the maker's own language."""

import re
from collections.abc import Callable
from typing import Annotated, Any, get_args

import pytest
from pydantic import BaseModel, Field

from studio.errors import EditRefused
from studio.messages import Listed
from studio.timeline.cut import Clip, Track
from studio.timeline.model import Record
from studio.timeline.project import Project
from studio.timeline.rebuild import evolved, made
from studio.timeline.refusals import FieldName
from studio.timeline.story import Cue, CueKind, Scene, Shot, Subject

SHOT = Shot(id="sh_one00000", frames=10)
CLIP = Clip(id="cl_one00000", owner=SHOT.id, start=0, frames=10)
SUBJECT = Subject(id="su_one00000", name="Hero")


class Deep(Record):
    """A record with a rule that has no sentence of its own."""

    when: Annotated[bytes, Field(max_length=3)] = b""


REFUSED: dict[str, tuple[Callable[[], object], list[str]]] = {
    "missing": (lambda: made(Shot, id="sh_one00000"), []),
    "extra": (lambda: evolved(SHOT, colour="red"), []),
    "not_above": (lambda: evolved(SHOT, frames=0), ["0"]),
    "too_small": (lambda: evolved(CLIP, start=-3), ["-3", "0"]),
    "not_below": (lambda: evolved(SHOT, seed=2**63), [str(2**63)]),
    "too_large": (lambda: evolved(CLIP, gain=25), ["25", "24"]),
    "not_multiple": (lambda: evolved(Project(), width=1921), ["1921", "2"]),
    "too_long": (lambda: evolved(SHOT, backend="b" * 101), ["100"]),
    "too_short": (lambda: evolved(SUBJECT, name="  "), ["1"]),
    "form": (lambda: evolved(SUBJECT, colour="red"), ["red", "#7a8794"]),
    "choice": (lambda: evolved(SHOT, size="big"), ["big", "medium", "medium_close", "close_up"]),
    "not_text": (lambda: evolved(SHOT, prompt=7), ["7"]),
    "not_whole": (lambda: evolved(SHOT, frames=2.5), ["2.5"]),
    "not_number": (lambda: evolved(CLIP, gain="loud"), ["loud"]),
}
FIELDS = {
    "missing": ("length in frames", "帧数"), "extra": ("colour", "颜色"),
    "not_above": ("length in frames", "帧数"), "too_small": ("start", "起点"),
    "not_below": ("seed", "种子"), "too_large": ("gain", "音量"), "not_multiple": ("width", "宽度"),
    "too_long": ("backend", "后端"), "too_short": ("name", "名称"), "form": ("colour", "颜色"),
    "choice": ("shot size", "景别"), "not_text": ("prompt", "提示词"),
    "not_whole": ("length in frames", "帧数"), "not_number": ("gain", "音量"),
}  # fmt: skip
WHERE = {
    "frames": lambda: evolved(SHOT, frames="many"),
    "gain": lambda: evolved(CLIP, gain=float("nan")),
    "cues.0.start": lambda: evolved(
        SHOT, cues=[{"id": "cu_one00000", "kind": "line", "start": -1}]
    ),
    "kind": lambda: made(Cue, id="cu_one00000", kind="song"),
    "id": lambda: made(Scene, id="Nonsense!"),
}


def refusal(work: Callable[[], object]) -> EditRefused:
    with pytest.raises(EditRefused) as caught:
        work()
    return caught.value


def words_of_ours(error: EditRefused) -> str:
    """The Chinese sentence without the values that were put into it."""
    text = error.text("zh")
    put_in = [v.text("zh") if isinstance(v, Listed) else str(v) for v in error.values.values()]
    for value in sorted(put_in, key=len, reverse=True):
        text = text.replace(value, "")
    return text


@pytest.mark.parametrize("name", REFUSED)
def test_each_reason_has_its_sentence(name: str) -> None:
    work, said = REFUSED[name]
    error = refusal(work)
    assert error.key == f"timeline.value_{name}"
    assert error.exit_code == 2
    assert FIELDS[name][0] in error.text("en")
    assert FIELDS[name][1] in error.text("zh")
    for language in ("en", "zh"):
        for word in said:
            assert word in error.text(language)
    assert re.search("[A-Za-z]", words_of_ours(error)) is None


@pytest.mark.parametrize("field", WHERE)
def test_the_place_is_named(field: str) -> None:
    assert str(refusal(WHERE[field]).values["field"]) == field


def fields_of(kind: type[BaseModel], known: set[type[BaseModel]]) -> set[str]:
    """The names of all fields of a record and of the records in it."""
    known.add(kind)
    found = set(kind.model_fields)
    for field in kind.model_fields.values():
        inside = [field.annotation, *get_args(field.annotation)]
        for each in inside:
            if isinstance(each, type) and issubclass(each, BaseModel) and each not in known:
                found |= fields_of(each, known)
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_field_of_a_film_has_a_name_in_every_language(language: str) -> None:
    names = fields_of(Project, set())
    assert {"prompt", "rejected", "gain", "den", "aliases"} <= names
    for name in names:
        said = FieldName(f"cues.0.{name}").text(language)
        assert said
        assert "." not in said, name


def test_a_field_without_a_name_is_said_by_its_path() -> None:
    assert FieldName("cues.0.nonsense").text("zh") == "cues.0.nonsense"


@pytest.mark.parametrize(
    ("work", "field"),
    [
        (lambda: evolved(Deep(), when=b"12345"), "when"),
        (lambda: evolved(SHOT, moves=7), "moves"),
        (lambda: made(Track, id="tr_one00000", name="A", kind="picture", muted="maybe"), "muted"),
        (lambda: evolved(Project(), rate={"num": 4, "den": 2}), "rate"),
    ],
)
def test_a_reason_without_one_says_where_and_what(work: Any, field: str) -> None:
    error = refusal(work)
    assert (error.key, str(error.values["field"])) == ("timeline.bad_value", field)
    assert re.search("[A-Za-z]", words_of_ours(error)) is None
    assert "pydantic" not in error.text() + error.text("zh")


def test_a_long_or_odd_value_is_shown_short_and_on_one_line() -> None:
    shown = str(refusal(lambda: evolved(SUBJECT, colour="x\n" * 5000)).values["value"])
    assert len(shown) == 61
    assert shown.isprintable()
    assert CueKind.LINE.value in str(refusal(WHERE["kind"]).values["known"])
