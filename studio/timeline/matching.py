"""Which scenes, shots, cues and subjects of a new plan are those of an older one."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from studio.timeline.alike import (
    LEAST,
    aligned,
    likeness,
    likeness_of_shots,
    words_of,
    words_of_scene,
)
from studio.timeline.story import Cue, Scene, Subject

Home = Callable[[int], int]
_FEW = 60  # scenes without a counterpart that are compared one by one


@dataclass(frozen=True)
class Story:
    """Scenes with the subjects they speak of."""

    scenes: Sequence[Scene]
    subjects: Sequence[Subject]

    @property
    def names(self) -> dict[str, str]:
        """Subject id to name, in lower case."""
        return {subject.id: subject.name.casefold() for subject in self.subjects}


@dataclass
class Match:
    """New id to old id, where there is an old one; `same` are new shots that tell the same."""

    scenes: dict[str, str] = field(default_factory=dict[str, str])
    shots: dict[str, str] = field(default_factory=dict[str, str])
    cues: dict[str, str] = field(default_factory=dict[str, str])
    subjects: dict[str, str] = field(default_factory=dict[str, str])
    same: set[str] = field(default_factory=set[str])


def matched(old: Story, new: Story) -> Match:
    """The parts of `new` that are parts of `old`.

    A shot is the same when it tells the same words, wherever it stands; else when it stands in
    the same scene and tells much the same, or when the same people speak at the same place there.
    """
    pairing = _Pairing(old, new)
    pairing.find()
    found = Match()
    for n, o in pairing.scenes.items():
        found.scenes[new.scenes[n].id] = old.scenes[o].id
    for n, o in pairing.shots.items():
        mine, theirs = pairing.new[n][1], pairing.old[o][1]
        found.shots[mine.id] = theirs.id
        found.cues |= _cues(theirs.cues, mine.cues, {**old.names, **new.names})
        if words_of(mine) == words_of(theirs):
            found.same.add(mine.id)
    found.subjects = _subjects(old, new, found.cues)
    return found


class _Pairing:
    """Places in two stories that belong together, by number."""

    def __init__(self, old: Story, new: Story) -> None:
        self._old, self._new = old, new
        self.old = [(s, shot) for s, scene in enumerate(old.scenes) for shot in scene.shots]
        self.new = [(s, shot) for s, scene in enumerate(new.scenes) for shot in scene.shots]
        self._old_words = [words_of(shot) for _, shot in self.old]
        self._new_words = [words_of(shot) for _, shot in self.new]
        self._names = {**old.names, **new.names}
        self.scenes: dict[int, int] = {}  # new to old
        self.shots: dict[int, int] = {}
        self._taken: set[int] = set()

    def find(self) -> None:
        once = {word for word, count in Counter(self._old_words).items() if count == 1}
        once &= {word for word, count in Counter(self._new_words).items() if count == 1}
        self._pair_equal(once, lambda _scene: 0, lambda _scene: 0)
        self._pair_scenes()
        homes = {o: n for n, o in self.scenes.items()}
        everything = set(self._new_words)
        self._pair_equal(everything, lambda s: homes.get(s, -1), lambda s: s)
        self._pair_equal(everything, lambda _scene: 0, lambda _scene: 0)
        for n, o in self.scenes.items():
            self._pair_alike(n, o)

    def _pair_equal(self, words: set[str], old_home: Home, new_home: Home) -> None:
        """Shots that tell the same in the same home, in their order."""
        waiting: dict[tuple[int, str], list[int]] = defaultdict(list)
        for place in range(len(self.old) - 1, -1, -1):
            if place not in self._taken:
                home = old_home(self.old[place][0])
                waiting[home, self._old_words[place]].append(place)
        for place, (scene, _) in enumerate(self.new):
            word = self._new_words[place]
            if place not in self.shots and word in words and waiting[new_home(scene), word]:
                self._pair(place, waiting[new_home(scene), word].pop())

    def _pair(self, new: int, old: int) -> None:
        self.shots[new] = old
        self._taken.add(old)

    def _pair_scenes(self) -> None:
        """By the shots they share, then by their headings, then by what they tell."""
        votes = Counter((self.new[n][0], self.old[o][0]) for n, o in self.shots.items())
        ranked = sorted(votes, key=lambda pair: (-votes[pair], abs(pair[0] - pair[1]), pair))
        self._take_scenes(ranked)
        news, olds = self._lone_scenes()
        by_heading: dict[str, list[int]] = defaultdict(list)
        for o in reversed(olds):
            by_heading[self._old.scenes[o].heading.casefold()].append(o)
        for n in news:
            rest = by_heading[self._new.scenes[n].heading.casefold()]
            if rest:
                self.scenes[n] = rest.pop()
        news, olds = self._lone_scenes()
        if len(news) * len(olds) <= _FEW * _FEW:
            likes = {
                (n, o): likeness(
                    words_of_scene(self._new.scenes[n]), words_of_scene(self._old.scenes[o])
                )
                for n in news
                for o in olds
            }
            fit = [pair for pair, like in likes.items() if like >= LEAST]
            self._take_scenes(sorted(fit, key=lambda pair: (-likes[pair], pair)))

    def _take_scenes(self, ranked: Iterable[tuple[int, int]]) -> None:
        taken = set(self.scenes.values())
        for n, o in ranked:
            if n not in self.scenes and o not in taken:
                self.scenes[n] = o
                taken.add(o)

    def _lone_scenes(self) -> tuple[list[int], list[int]]:
        taken = set(self.scenes.values())
        news = [n for n in range(len(self._new.scenes)) if n not in self.scenes]
        return news, [o for o in range(len(self._old.scenes)) if o not in taken]

    def _pair_alike(self, scene: int, was: int) -> None:
        news = [n for n, (s, _) in enumerate(self.new) if s == scene and n not in self.shots]
        olds = [o for o, (s, _) in enumerate(self.old) if s == was and o not in self._taken]
        if not (news and olds):
            return
        alone = len(news) == len(olds)

        def score(i: int, j: int) -> float:
            return likeness_of_shots(
                self.old[olds[i]][1], self.new[news[j]][1], self._names,
                same_place=alone and i == j,
            )  # fmt: skip

        for i, j in aligned(olds, news, score):
            self._pair(news[j], olds[i])


def _cues(old: Sequence[Cue], new: Sequence[Cue], names: Mapping[str, str]) -> dict[str, str]:
    """By kind: those with the same words, then those of the same speaker, then in their order."""

    def same_words(one: Cue, other: Cue) -> bool:
        return one.text == other.text

    def same_speaker(one: Cue, other: Cue) -> bool:
        return names.get(one.speaker or "") == names.get(other.speaker or "")

    def any_two(_one: Cue, _other: Cue) -> bool:
        return True

    found: dict[str, str] = {}
    taken: set[str] = set()
    for alike in (same_words, same_speaker, any_two):
        for cue in (each for each in new if each.id not in found):
            kin = (o for o in old if o.kind is cue.kind and o.id not in taken)
            like = next((other for other in kin if alike(other, cue)), None)
            if like is not None:
                found[cue.id] = like.id
                taken.add(like.id)
    return found


def _name_of(subject: Subject) -> set[str]:
    return {subject.name.casefold()}


def _names_of(subject: Subject) -> set[str]:
    return {name.casefold() for name in (subject.name, *subject.aliases)}


def _subjects(old: Story, new: Story, cues: Mapping[str, str]) -> dict[str, str]:
    """By name, then by another name they go by; one who was renamed, by the lines that are said."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for called in (_name_of, _names_of):
        known = {name: s.id for s in old.subjects if s.id not in taken for name in called(s)}
        for subject in (each for each in new.subjects if each.id not in found):
            hits = (known[name] for name in sorted(called(subject)) if name in known)
            was = next((name for name in hits if name not in taken), None)
            if was is not None:
                found[subject.id] = was
                taken.add(was)
    says = {cue.id: cue.speaker for cue in _all_cues(old.scenes)}
    votes = Counter(
        (cue.speaker, says[cues[cue.id]]) for cue in _all_cues(new.scenes) if cue.id in cues
    )
    for (mine, was), _ in votes.most_common():
        if mine and was and mine not in found and was not in taken:
            found[mine] = was
            taken.add(was)
    return found


def _all_cues(scenes: Sequence[Scene]) -> list[Cue]:
    return [cue for scene in scenes for shot in scene.shots for cue in shot.cues]
