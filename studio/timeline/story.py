"""The story: scenes, shots, subjects, references, voices and cues, as the maker decided them."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from studio.timeline.model import Record

Id = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}_[0-9a-z]{4,16}$")]
Text = Annotated[str, StringConstraints(max_length=20_000)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[a-z0-9]{2,12})*$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
CheckName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")]


class Size(StrEnum):
    """Shot size 景别, widest first."""

    EXTREME_LONG = "extreme_long"
    LONG = "long"
    FULL = "full"
    MEDIUM = "medium"
    MEDIUM_CLOSE = "medium_close"
    CLOSE_UP = "close_up"
    EXTREME_CLOSE_UP = "extreme_close_up"


class Angle(StrEnum):
    """Height and tilt of the camera."""

    EYE = "eye"
    LOW = "low"
    HIGH = "high"
    OVERHEAD = "overhead"
    DUTCH = "dutch"


class Move(StrEnum):
    """Camera move 运镜."""

    STATIC = "static"
    PUSH_IN = "push_in"
    PULL_OUT = "pull_out"
    PAN_LEFT = "pan_left"
    PAN_RIGHT = "pan_right"
    TILT_UP = "tilt_up"
    TILT_DOWN = "tilt_down"
    TRUCK_LEFT = "truck_left"
    TRUCK_RIGHT = "truck_right"
    FOLLOW = "follow"
    CRANE_UP = "crane_up"
    CRANE_DOWN = "crane_down"
    ORBIT_LEFT = "orbit_left"
    ORBIT_RIGHT = "orbit_right"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    HANDHELD = "handheld"
    WHIP_PAN = "whip_pan"


class Pace(StrEnum):
    """How fast a move is performed."""

    SLOW = "slow"
    NORMAL = "normal"
    FAST = "fast"


class SubjectKind(StrEnum):
    PERSON = "person"
    CREATURE = "creature"
    THING = "thing"
    PLACE = "place"


class Role(StrEnum):
    """What a reference steers in one use of it."""

    FIRST_FRAME = "first_frame"
    LAST_FRAME = "last_frame"
    SUBJECT = "subject"
    STYLE = "style"
    MOTION = "motion"
    CAMERA = "camera"
    SOUND = "sound"
    MUSIC = "music"
    LIP = "lip"


class View(StrEnum):
    """What of a subject a picture shows: a side of it, an expression of its face, or a detail."""

    FRONT = "front"
    LEFT = "left"
    RIGHT = "right"
    BACK = "back"
    NEUTRAL = "neutral"
    SMILE = "smile"
    ANGER = "anger"
    SORROW = "sorrow"
    FEAR = "fear"
    SURPRISE = "surprise"
    DETAIL = "detail"


class ReferenceKind(StrEnum):
    PICTURE = "picture"
    SOUND = "sound"
    VIDEO = "video"


class CueKind(StrEnum):
    LINE = "line"
    EFFECT = "effect"
    MUSIC = "music"
    CAPTION = "caption"


class Voice(Record):
    """How a subject sounds: a voice by name (None: chosen by the backend), pace and pitch.

    Its lines are made by `backend`, apart from the pictures; None leaves that to the shot's own.
    """

    backend: str | None = Field(default=None, max_length=100)
    name: str | None = Field(default=None, max_length=100)
    gender: str | None = Field(default=None, pattern=r"^(female|male|child)$")
    pace: float = Field(default=1.0, ge=0.5, le=2.0)
    pitch: float = Field(default=0.0, ge=-12, le=12, description="semitones")


class Use(Record):
    """One use of a reference, with the role it plays there; in a sheet also what it shows."""

    reference: Id
    role: Role
    view: View | None = None


class Variant(Record):
    """A subject in other clothes or at another age; `cast_sheet` says what it then looks like."""

    id: Id
    name: Name
    description: Text = ""
    uses: tuple[Use, ...] = ()


class Showing(Record):
    """Which variant of a subject a shot shows."""

    subject: Id
    variant: Id


class Consent(Record):
    """What a real person, or who may speak for them, agreed to; `until` is the last day of it."""

    person: Name
    purpose: Text
    given: date
    until: date | None = None


class Origin(Record):
    """The entry of the shared library that a subject was copied from, and as it was then."""

    entry: Id
    revision: str = Field(pattern=r"^[0-9a-f]{64}$")


class Subject(Record):
    """A person, creature, thing or place that must stay itself; `real`: it has the face or the
    voice of a real person, which needs their consent.
    """

    id: Id
    name: Name
    kind: SubjectKind = SubjectKind.PERSON
    description: Text = ""
    aliases: tuple[Name, ...] = ()
    colour: Colour = "#7a8794"
    voice: Voice = Voice()
    uses: tuple[Use, ...] = ()
    variants: tuple[Variant, ...] = Field(default=(), description="the first is shown by default")
    real: bool | None = Field(default=None, description="None: nobody has said")
    consent: Consent | None = None
    origin: Origin | None = None


class Reference(Record):
    """Imported media; the file itself is the take of its import."""

    id: Id
    name: Name
    kind: ReferenceKind


class Translation(Record):
    """The words of a cue in another language, to be read."""

    language: Language
    text: Text


class Cue(Record):
    """Something heard or read; its place is counted in frames from the start of its shot."""

    id: Id
    kind: CueKind
    text: Text = ""
    speaker: Id | None = None
    language: Language = "en"
    emotion: str = Field(default="", max_length=100)
    translations: tuple[Translation, ...] = Field(default=(), max_length=64)
    start: int = Field(default=0, ge=0)
    frames: int | None = Field(default=None, gt=0, description="None: as long as it sounds")
    uses: tuple[Use, ...] = ()
    take: str | None = None


class Verdict(Record):
    """What the maker thinks of a take: it is out of the question, a few words about it, and the
    checks whose faults are none to the maker.
    """

    take: str
    rejected: bool = False
    note: str = Field(default="", max_length=2_000)
    overruled: tuple[CheckName, ...] = Field(default=(), max_length=64)


class Shot(Record):
    """An intention: what should be seen and heard, and for how many frames."""

    id: Id
    prompt: Text = ""
    negative: Text = ""
    size: Size = Size.MEDIUM
    angle: Angle = Angle.EYE
    moves: tuple[Move, ...] = ()
    pace: Pace = Pace.NORMAL
    frames: int = Field(gt=0, le=1_000_000)
    subjects: tuple[Id, ...] = ()
    variants: tuple[Showing, ...] = Field(default=(), description="where not a subject's first")
    onscreen_text: tuple[Text, ...] = ()
    uses: tuple[Use, ...] = ()
    cues: tuple[Cue, ...] = ()
    backend: str | None = Field(default=None, max_length=100)
    seed: int | None = Field(default=None, ge=0, lt=2**63)
    takes_wanted: int = Field(default=1, ge=1, le=100)
    take: str | None = Field(default=None, description="the take the maker chose")
    verdicts: tuple[Verdict, ...] = Field(default=(), description="one a take, where there is one")
    note: Text = ""


class Scene(Record):
    """Shots that share a place and a time."""

    id: Id
    heading: Text = ""
    place: Text = ""
    time: str = Field(default="", max_length=100, description="day, night, dawn, dusk ... or empty")
    mood: Text = ""
    uses: tuple[Use, ...] = ()
    shots: tuple[Shot, ...] = ()
