"""Who is in a clip: tracks of one face put together, the persons from left to right."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.cast.moments import Found, Moment
from studio.cast.prints import FacePrint, cosine, face_limit, mean
from studio.cast.thresholds import threshold
from studio.cast.tracks import FaceTrack
from studio.errors import BadInput
from studio.messages import Listed

_LEAST = 3  # moments below which a track is a passer-by or a mistake


@dataclass(frozen=True)
class Person:
    """One person of a clip: every moment in order of time, and the print in the middle of all."""

    tracks: tuple[FaceTrack, ...]
    moments: tuple[Moment, ...]
    print: FacePrint

    @property
    def x(self) -> float:
        """Where the face is on the average, 0 left to 1 right."""
        return sum(each.face.centre[0] for each in self.moments) / len(self.moments)

    @property
    def pixels(self) -> float:
        """The breadth of the face, the median."""
        return sorted(each.pixels for each in self.moments)[len(self.moments) // 2]


class SeveralFaces(BadInput):
    """Several people may be meant and none was named: `persons` from left to right.

    `faces` are pictures of them in that order, where they were asked for.
    """

    def __init__(self, clip: Path, persons: Sequence[Person]) -> None:
        where = Listed(f"{n}: {each.x:.0%}" for n, each in enumerate(persons, 1))
        super().__init__("cast.several_faces", name=clip.name, count=len(persons), where=where)
        self.persons = tuple(persons)
        self.faces: tuple[Path, ...] = ()


def persons_of(found: Found) -> tuple[Person, ...]:
    """The persons, from left to right."""
    groups: list[list[FaceTrack]] = []
    for track in found.tracks:
        if len(track.seen) < _LEAST or not track.prints:
            continue
        near = [group for group in groups if _one_person(group, track)]
        if near:
            max(near, key=lambda group: cosine(_print(group), _print([track]))).append(track)
        else:
            groups.append([track])
    everyone = [_person(found, group) for group in groups]
    return tuple(sorted((each for each in everyone if each.moments), key=lambda each: each.x))


def _person(found: Found, group: Sequence[FaceTrack]) -> Person:
    seen = sorted((s for track in group for s in track.seen), key=lambda each: each.frame)
    keys = [(each.frame, each.face) for each in seen]
    moments = tuple(found.moments[key] for key in keys if key in found.moments)
    return Person(tuple(group), moments, _print(group))


def _print(group: Sequence[FaceTrack]) -> FacePrint:
    return mean([each.print for track in group for each in track.prints if each.print is not None])


def _one_person(group: Sequence[FaceTrack], track: FaceTrack) -> bool:
    """Whether the track goes on where the others are not seen, with a face alike."""
    frames = {each.frame for other in group for each in other.seen}
    apart = not any(each.frame in frames for each in track.seen)
    return apart and cosine(_print(group), _print([track])) >= face_limit()


def chosen(clip: Path, found: Found, number: int | None) -> Person:
    """The person meant: the only one of weight, or the `number`th from the left (from 1).

    Raises BadInput: nobody there, several and none named (SeveralFaces), or no such number.
    """
    everyone = persons_of(found)
    if not everyone:
        raise BadInput("cast.no_face", name=clip.name)
    if number is not None:
        if not 1 <= number <= len(everyone):
            raise BadInput("cast.no_such_face", number=number, count=len(everyone), name=clip.name)
        return everyone[number - 1]
    main = max(everyone, key=lambda each: each.pixels * len(each.moments))
    rivals = [each for each in everyone if each is not main and _rivals(each, main)]
    if rivals:
        raise SeveralFaces(clip, everyone)
    return main


def _rivals(one: Person, main: Person) -> bool:
    """Whether somebody is so large and so long in the clip that he may be meant as well."""
    large = one.pixels >= threshold("rival_size") * main.pixels
    return large and len(one.moments) >= threshold("rival_time") * len(main.moments)


def changes_at(person: Person) -> float | None:
    """The seconds at which the face becomes another's for good, None when it stays itself.

    Where what was seen before and what comes after are least alike, two prints on either side: a
    face swapped in its place.
    """
    for track in person.tracks:
        prints = [(each.seconds, each.print) for each in track.prints if each.print is not None]
        places = range(2, len(prints) - 1)
        apart = {n: _apart([each for _, each in prints], n) for n in places}
        place = min(apart, key=lambda n: apart[n], default=None)
        if place is not None and apart[place] < threshold("face_swapped"):
            return prints[place][0]
    return None


def _apart(prints: Sequence[FacePrint], place: int) -> float:
    return cosine(mean(prints[:place]), mean(prints[place:]))
