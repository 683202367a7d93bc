"""The sample screenplay: a real script of ten pages, of which the plan loses nothing."""

import asyncio
import re

from studio.paths import resource
from studio.script.compose import Plan
from studio.script.planner import GrammarPlanner
from studio.script.read import load_text
from studio.timeline.rate import Rate
from studio.timeline.story import CueKind

TEXT = load_text(resource("samples", "screenplay.fountain"))
CUE = re.compile(r"@?[A-Z][A-Za-z. ]*(?: \((?:V\.O\.|O\.S\.|CONT'D)\))?(?: \^)?")


def planned() -> Plan:
    return asyncio.run(GrammarPlanner().plan(TEXT, form="fountain", rate=Rate(num=24)))


def blocks() -> list[list[str]]:
    body = re.sub(r"/\*.*?\*/|\[\[.*?\]\]", "", TEXT, flags=re.DOTALL)
    return [block.strip().split("\n") for block in body.split("\n\n") if block.strip()]


def speeches() -> list[tuple[str, str]]:
    """(speaker, words) of every speech, found by hand and not by the reader."""
    out: list[tuple[str, str]] = []
    for first, *rest in blocks():
        if not rest or not CUE.fullmatch(first) or first.startswith("Title"):
            continue
        words = [re.sub(r"^~|\*", "", line) for line in rest if not re.fullmatch(r"\(.*\)", line)]
        name = re.sub(r" \(.*| \^$|^@", "", first)
        out.append((name, " ".join(words).replace("*", "")))
    return out


def headings() -> list[str]:
    lines = [block[0] for block in blocks() if re.match(r"(?:INT|EXT|\.[A-Z])", block[0])]
    return [re.sub(r" #.*#$|^\.", "", line) for line in lines]


def printed_lines() -> int:
    """Lines as printed: sixty characters of action, thirty-five of dialogue, one blank each."""
    total = 0
    for block in blocks()[1:]:
        wide = 35 if len(block) > 1 and CUE.fullmatch(block[0]) else 60
        total += 1 + sum(-(-len(line) // wide) for line in block)
    return total


def test_it_is_ten_pages_long() -> None:
    assert 10 <= printed_lines() / 55 < 11.5
    assert len(headings()) == 16
    assert len({name for name, _ in speeches()}) == 6


def test_every_heading_is_in_the_plan_in_order() -> None:
    assert [scene.heading for scene in planned().scenes] == headings()


def test_every_line_is_in_the_plan_once_in_order_and_by_its_speaker() -> None:
    made = planned()
    names = {subject.id: subject.name for subject in made.subjects}
    cues = [
        (names[cue.speaker or ""], cue.text)
        for scene in made.scenes
        for shot in scene.shots
        for cue in shot.cues
        if cue.kind is CueKind.LINE
    ]
    told: list[tuple[str, str]] = []
    for name, words in cues:  # a speech over several shots or cues is one speech
        whole = speeches()[len(told) - 1][1] if told else ""
        if told and told[-1][0] == name and told[-1][1] != whole:
            told[-1] = (name, f"{told[-1][1]} {words}")
        else:
            told.append((name, words))
    assert told == speeches()
    assert len(told) > 90


def test_every_line_of_action_is_in_the_plan() -> None:
    made = planned()
    seen = " ".join(shot.prompt for scene in made.scenes for shot in scene.shots)
    action = [
        line.removeprefix("!")
        for block in blocks()[1:]
        if len(block) == 1
        for line in block
        if not re.match(r"(?:INT|EXT|[.>#=]|CUT TO|FADE)", line)
    ]
    assert len(action) > 50
    for line in action:
        for sentence in re.findall(r"[^.!?]+", line):
            assert sentence.strip(" *") in seen.replace("*", ""), sentence


def test_cantonese_lines_are_told_apart() -> None:
    made = planned()
    names = {subject.id: subject.name for subject in made.subjects}
    tongues = {
        (names[cue.speaker or ""], cue.language)
        for scene in made.scenes
        for shot in scene.shots
        for cue in shot.cues
    }
    assert ("MRS. LAU", "yue") in tongues
    assert ("MRS. LAU", "en") in tongues  # the one line she says in English
    assert {name for name, tongue in tongues if tongue == "yue"} == {"MRS. LAU"}


def test_voices_are_of_the_right_gender() -> None:
    told = {subject.name: subject.voice.gender for subject in planned().subjects}
    assert told["IRIS"] == "female"
    assert told["DANIEL"] == "male"
    assert told["MRS. LAU"] == "female"
    assert told["McALLISTER"] == "female"
