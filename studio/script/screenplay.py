"""Fountain screenplays: the whole syntax through screenplay-tools, elements to shots in order."""

import re
from collections.abc import Sequence
from typing import Any

from screenplay_tools.fountain.parser import Parser
from screenplay_tools.screenplay import ElementType

from studio.errors import BadInput
from studio.script.gender import Genders, gender_of
from studio.script.introductions import introductions, is_child
from studio.script.measures import language_named, language_of, main_language, without_language
from studio.script.names import Names
from studio.script.treatment import Asked, Place, Role, Said, Treatment
from studio.script.vocabulary import angle_in, moves_in, pace_in, sizes_in

HEADING = re.compile(
    r"^(?:INT\.?/EXT|EXT\.?/INT|INT|EXT|EST|I/E)[. ]", re.IGNORECASE | re.MULTILINE
)
# A name in letters without capitals is a cue too where it stands alone above a line; the parser
# knows only capitals and names forced by @.
_WIDE_CUE = re.compile(
    r"(?<=\n\n)@?([\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af·]{1,6})[ ]*(?:[(\uff08]([^)\uff09\n]{1,20})[)\uff09])?[ ]*\n"
    r"(?:[(\uff08]([^)\uff09\n]{1,40})[)\uff09][ ]*\n)?(?=[^\s#=>.!@~])"
)
_MARKS = re.compile(r"\[\[\d+\]\]|/\*\d+\*/")
_EMPHASIS = re.compile(  # marks that open before a word or close after one: 2*3*4 holds none
    r"(?<![A-Za-z0-9\\])(?:\*{1,3}|_)(?=\S)|(?<=[^\s\\])(?:\*{1,3}|_)(?![A-Za-z0-9])"
)
_ESCAPED = re.compile(r"\\([*_])")
_SENTENCE = re.compile(
    r"(?<=[.!\uff01?\uff1f])(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bMrs\.)\s+(?=[A-Z\"“])|(?<=[。!\uff01?\uff1f])"
)
_TIMES = (
    ("dusk", r"\b(?:dusk|sunset|twilight|evening|golden hour)\b|黄昏|傍晚|日落|夕阳|夕方|夕暮れ|atardecer|저녁|해질녘"),
    ("dawn", r"\b(?:dawn|sunrise|daybreak)\b|日出|清晨|黎明|拂晓|破晓|夜明け|早朝|(?<![\u4e00-\u9fff])朝(?=[のにか、,\uff0c\s]|$)|amanecer|새벽"),
    ("night", r"\b(?:night|midnight|tonight)|夜|晚上|今晚|当晚|晚(?=$|[\s,\uff0c)\uff09])|noche|밤(?![가-힣])"),
    ("day", r"\b(?:day|daytime|morning|noon|afternoon|midday)\b|白天|白日|早晨|早上|上午|中午|正午|下午|午后|昼|放課後"
     r"|(?:^|[\s\-–—,\uff0c/])日(?=$|[\s)\uff09])|\bdía\b|낮"),
)  # fmt: skip


def is_screenplay(text: str) -> bool:
    """True when a text has scene headings as screenplays have them, and dialogue or action below."""
    return len(HEADING.findall(text)) >= 1 and not re.search(r"^\s*\|", text, re.MULTILINE)


def time_of(text: str) -> str:
    """day, night, dawn or dusk by the words of a heading; empty when it says none."""
    return next((t for t, pattern in _TIMES if re.search(pattern, text, re.IGNORECASE)), "")


def read_screenplay(text: str) -> Treatment:
    """A treatment with every scene and every line, in order. Raises BadInput without a scene."""
    parser: Any = Parser()  # the library has no types
    bare = _without(_without(text, "/*", "*/"), "[[", "]]")
    parser.add_text(_WIDE_CUE.sub(_cue, bare))
    script = parser.script
    language = main_language(text)
    reader = _Reader(language, _characters(script.elements), _actions(script.elements))
    for element in script.elements:
        reader.take(element)
    scenes = reader.places()
    if not scenes:
        raise BadInput("script.no_scenes")
    titles = {str(t.key).lower(): _plain(str(t.text)) for t in script.titleEntries}
    return Treatment(
        title=titles.get("title", "").replace("\n", " "),
        language=language,
        roles=tuple(reader.roles.values()),
        scenes=tuple(scenes),
    )


def _cue(found: re.Match[str]) -> str:
    """A name above a line, forced, its brackets as the parser knows them."""
    name, extension, note = found.groups()
    return (
        f"@{name}{f' ({extension})' if extension else ''}\n{f'({note})' + chr(10) if note else ''}"
    )


def _plain(text: str) -> str:
    bare = _MARKS.sub("", text)
    for _ in range(2):  # _**both**_
        bare = _EMPHASIS.sub("", bare)
    return re.sub(r"[ \t]+", " ", _ESCAPED.sub(r"\1", bare)).strip()


def _without(text: str, opening: str, closing: str) -> str:
    """The text without what stands between two marks; an opening without its end is kept."""
    out: list[str] = []
    at = 0
    while (start := text.find(opening, at)) >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            break
        out.append(text[at:start])
        at = end + len(closing)
    return "".join([*out, text[at:]])


def _characters(elements: Sequence[Any]) -> list[str]:
    """Everyone who speaks somewhere in the screenplay, so that silent entrances are seen too."""
    names = (_plain(str(e.name)) for e in elements if e.type is ElementType.CHARACTER)
    return list(dict.fromkeys(name for name in names if name))


def _actions(elements: Sequence[Any]) -> str:
    """What the screenplay tells, without what is said in it: whose pronouns are the teller's own."""
    return "\n".join(_plain(str(e.text)) for e in elements if e.type is ElementType.ACTION)


def _place_of(heading: str) -> str:
    """`INT. HOUSE - KITCHEN - NIGHT` is the place HOUSE - KITCHEN."""
    text = re.sub(
        r"^(?:INT\.?/EXT|EXT\.?/INT|INT|EXT|EST|I/E)[. ]+", "", heading, flags=re.IGNORECASE
    )
    parts = re.split(r"\s+[-–—]\s+", text)
    timed = len(parts) > 1 and (time_of(parts[-1]) or re.search(r"(?i)later|continuous", parts[-1]))
    return " - ".join(parts[:-1] if timed else parts).strip()


class _Reader:
    """Walks the elements and gathers shots; a speech begins a new shot, an exchange does too."""

    def __init__(self, language: str, characters: Sequence[str], told: str) -> None:
        self.roles: dict[str, Role] = {}
        self._genders = Genders(told, characters)
        self._introduced = introductions(told, characters)
        self._names = Names(characters)
        self._language = language
        self._scenes: list[tuple[str, list[Asked]]] = []
        self._speaker: str | None = None
        self._note = ""

    def take(self, element: object) -> None:
        """The next element of the screenplay."""
        kind = getattr(element, "type", None)
        text = _plain(str(getattr(element, "text", "") or ""))
        if kind is ElementType.HEADING:
            self._scenes.append((text, []))
            self._speaker = None
        elif kind is ElementType.CHARACTER:
            self._speaker = _plain(str(getattr(element, "name", "")))
            self._note = str(getattr(element, "extension", "") or "")
        elif kind is ElementType.PARENTHETICAL:
            self._note = f"{self._note} {text}".strip()
        elif kind in {ElementType.DIALOGUE, ElementType.LYRIC} and text:
            self._speech(text.replace("\n", " "))
        elif kind is ElementType.ACTION and text:
            for paragraph in re.split(r"\n\s*\n", text):
                self._action(paragraph, bool(getattr(element, "centered", False)))

    def _shots(self) -> list[Asked]:
        if not self._scenes:
            self._scenes.append(("", []))
        return self._scenes[-1][1]

    def _speech(self, text: str) -> None:
        speaker = self._speaker
        note = re.sub(r"(?i)\b(?:cont'?d|o\.?s\.?|o\.?c\.?|v\.?o\.?)\b\.?", "", self._note).strip(
            " ,()"
        )
        tongue = language_named(note) or language_of(text, self._language)
        shots = self._shots()
        same = shots and shots[-1].dialogue and shots[-1].dialogue[-1].speaker == speaker
        line = Said(
            text=text, speaker=speaker, language=tongue, emotion=without_language(note)[:200]
        )
        if same and shots[-1].dialogue[-1].text != text and not self._note:
            shots[-1] = shots[-1].model_copy(update={"dialogue": (*shots[-1].dialogue, line)})
        else:
            seen = (speaker,) if speaker and "v.o" not in self._note.lower() else ()
            shots.append(Asked(subjects=seen, dialogue=(line,)))
        if speaker:
            self.roles.setdefault(speaker, self._role(speaker, tongue))
        self._note = ""

    def _role(self, name: str, language: str) -> Role:
        told = self._introduced.get(name, "")
        gender = "child" if is_child(told) else gender_of(name) or self._genders.of(name)
        return Role(name=name, gender=gender, language=language, description=told)

    def _action(self, text: str, centered: bool) -> None:
        self._note, self._speaker = "", None
        if centered:
            self._shots().append(Asked(onscreen_text=(text.strip(),)))
            return
        for sentence in _beats(text.replace("\n", " ")):
            sizes = sizes_in(sentence)
            named = self._names.within(sentence)
            self._shots().append(
                Asked(
                    text=sentence, size=sizes[0] if sizes else None, angle=angle_in(sentence),
                    moves=tuple(moves_in(sentence)), pace=pace_in(sentence), subjects=tuple(named),
                )
            )  # fmt: skip

    def places(self) -> list[Place]:
        """The scenes; what stands before the first heading counts only when there is one."""
        if not any(heading for heading, _ in self._scenes):
            return []
        out: list[Place] = []
        for heading, shots in self._scenes:
            if heading or shots:
                text = heading or "-"
                seen = shots or [Asked(text=text)]
                place = _place_of(text)
                out.append(
                    Place(
                        heading=heading,
                        place=place,
                        time=time_of(text),
                        shots=tuple(seen),
                    )
                )
        return out


def _beats(text: str) -> list[str]:
    """An action paragraph as shots: two sentences each, so that no shot is only a word."""
    sentences = [s.strip() for s in _SENTENCE.split(text) if s and s.strip()]
    return [" ".join(sentences[n : n + 2]) for n in range(0, len(sentences), 2)]
