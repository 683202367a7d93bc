"""Says where a plan kept the maker's own although the text says something else, and settles it."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from studio.timeline.following import follow
from studio.timeline.kept import GONE, Kept, kept_in, settled, take_texts
from studio.timeline.project import Project
from studio.timeline.queries import find_subject, shot_labels
from studio.ui.actions import Action
from studio.ui.banner import Banner
from studio.ui.desk import Desk
from studio.ui.plain import one_line
from studio.ui.session import Session
from studio.ui.words import Words

_AREA = "ui_script"
_MOST = 3  # fields that are told at once
_CRAFT = {"size": "size", "angle": "angle", "moves": "move"}
KEPT_MENU = ("script.next_kept", "script.take_text", "script.keep_mine")


class KeptBar(Banner):
    """Below the shots: what of the chosen ones is to be decided, else in how many something is."""

    def __init__(self, desk: Desk, session: Session, words: Words) -> None:
        super().__init__("script.kept")
        self._desk = desk
        self._session = session
        self._words = words
        self._news: Mapping[str, Sequence[Kept]] = {}
        self.next = self.offer(words("kept.next"), self.show_next)
        self.keep = self.offer(words("kept.keep"), self.keep_mine)
        self.take = self.offer(words("kept.take"), self.take_text)
        self.follow(desk.project)
        session.shots_chosen.connect(self._chosen)

    @property
    def names(self) -> frozenset[str]:
        """The shots and lines about which something is to be decided."""
        lines = {each.cue for news in self._news.values() for each in news if each.cue}
        return frozenset({*self._news, *lines})

    def follow(self, film: Project) -> None:
        """Show what there is now."""
        self._news = kept_in(film)
        self._chosen()

    def table(self) -> Iterable[Action]:
        """Its deeds, for the table of the window."""
        yield Action("script.next_kept", self.show_next, ("Shift+F6",), self._has_any, area=_AREA)
        yield Action("script.take_text", self.take_text, (), self._has_chosen, area=_AREA)
        yield Action("script.keep_mine", self.keep_mine, (), self._has_chosen, area=_AREA)

    def show_next(self) -> None:
        """Choose the next shot with something to decide; round at the end of the film."""
        names = list(self._news)
        if names:
            self._session.turn_to("script")
            order = list(shot_labels(self._desk.project))
            last = self._session.shots[-1:]
            here = order.index(last[0]) if last and last[0] in order else -1
            later = (name for name in names if order.index(name) > here)
            self._session.choose_shots([next(later, names[0])])

    def take_text(self) -> None:
        """The chosen shots take what the text says, where the maker's own was kept."""
        names = self._of_chosen()

        def edit(film: Project) -> Project:
            return follow(film, take_texts(film, names))

        if names:
            self._desk.edit(self._words("edit.take_text"), edit)

    def keep_mine(self) -> None:
        """The chosen shots are as the maker wants them."""
        names = self._of_chosen()
        if names:
            self._desk.edit(self._words("edit.keep_mine"), settled, names)

    def _of_chosen(self) -> list[str]:
        return [name for name in self._session.shots if name in self._news]

    def _has_chosen(self) -> bool:
        return bool(self._of_chosen())

    def _has_any(self) -> bool:
        return bool(self._news)

    def _chosen(self, *_news: object) -> None:
        chosen = self._of_chosen()
        for button in (self.keep, self.take):
            button.setVisible(bool(chosen))
        self.next.setVisible(len(self._news) > len(chosen))
        said = "\n".join(map(self._told, chosen[:_MOST]))
        if self._news and not chosen:
            said = self._words("kept.some", count=len(self._news))
        self.say(said)

    def _told(self, name: str) -> str:
        news = self._news[name]
        said = [self._sentence(each) for each in news[:_MOST]]
        if len(news) > _MOST:
            said.append(self._words("kept.more", count=len(news) - _MOST))
        label = shot_labels(self._desk.project).get(name, "")
        return self._words("kept.shot", label=label, told=" ".join(said))

    def _sentence(self, news: Kept) -> str:
        value = partial(self._value, news.field)
        if news.field == GONE:
            return self._words("kept.gone", mine=value(news.mine))
        field = self._words(f"kept.field.{news.field}")
        return self._words("kept", field=field, mine=value(news.mine), told=value(news.told))

    def _value(self, field: str, value: object) -> str:
        """A value of a field, as the window shows it elsewhere."""
        words, film = self._words, self._desk.project
        if field in _CRAFT:
            parts = value if isinstance(value, tuple) else (value,)
            named = [words.craft(_CRAFT[field], str(part)) for part in parts]
            return words("news.comma").join(named) or words.craft("move", "static")
        if field == "frames":
            seconds = float(film.rate.seconds(int(str(value))))
            return words("seconds", seconds=f"{seconds:.2f}")
        if field == "pace":
            return words.of("ui_shot")(f"pace.{value}")
        if field == "speaker":
            subject = find_subject(film, str(value)) if value else None
            return subject.name if subject is not None else words("voice_over")
        text = " / ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        return one_line(text, 80) or words("kept.nothing")
