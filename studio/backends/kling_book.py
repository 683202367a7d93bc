"""What is gathered while a request becomes a task of Kling."""

from studio.backends import book


class Book(book.Book):
    """The account of one request at one model."""

    KEPT, UNKNOWN = "kling.kept", "kling.unknown_option"

    def choice(self, name: str, known: tuple[str, ...]) -> str | None:
        """An option that is one of `known`; another value is refused."""
        value = self.option(name)
        if value is None or value in known:
            return value if isinstance(value, str) else None
        self.block("kling.bad_option", option=name, value=str(value)[:60], known=known)
        return None
