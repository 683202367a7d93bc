"""The journal's file: opening, migrating, and putting a broken one aside."""

import sqlite3
from pathlib import Path

from studio.errors import ProjectError, StudioError
from studio.messages import Part

# One entry per schema version, never changed once released; `user_version` counts them.
MIGRATIONS = (
    """
    CREATE TABLE jobs (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        owner TEXT NOT NULL,
        backend TEXT NOT NULL,
        request TEXT NOT NULL,
        state TEXT NOT NULL,
        remote_id TEXT,
        attempts INTEGER NOT NULL,
        error TEXT,
        price TEXT NOT NULL,
        currency TEXT NOT NULL,
        batch TEXT NOT NULL,
        created TEXT NOT NULL,
        started TEXT,
        ended TEXT
    );
    CREATE INDEX jobs_by_state ON jobs (state);
    CREATE TABLE takes (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        owner TEXT NOT NULL,
        job TEXT NOT NULL UNIQUE,
        body TEXT NOT NULL
    );
    CREATE INDEX takes_by_owner ON takes (owner);
    """,
    """
    ALTER TABLE jobs ADD COLUMN part_of TEXT;
    ALTER TABLE jobs ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
    """,
)
READ_ONLY = "PRAGMA query_only = ON"


def connect_writer(path: Path) -> sqlite3.Connection:
    """A checked connection. Raises sqlite3.DatabaseError."""
    base = sqlite3.connect(path, timeout=5, isolation_level=None)
    try:
        # Rollback mode leaves no side files; EXTRA is FULL that also makes the end of that file
        # durable, or a power cut could take the last commit back.
        base.execute("PRAGMA journal_mode = DELETE")
        base.execute("PRAGMA synchronous = EXTRA")
        base.execute("PRAGMA trusted_schema = OFF")
        verdict = base.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise sqlite3.DatabaseError(f"malformed: {verdict}")
        if base.execute("PRAGMA user_version").fetchone()[0]:
            base.execute("SELECT 1 FROM jobs, takes LIMIT 1")
    except BaseException:
        base.close()
        raise
    return base


def in_memory() -> sqlite3.Connection:
    """An empty journal that is nowhere on the disk."""
    base = sqlite3.connect(":memory:", isolation_level=None)
    for script in MIGRATIONS:
        base.executescript(script)
    return base


def connect_reader(path: Path) -> sqlite3.Connection:
    """A connection that writes nothing; an empty journal in memory when there is no file."""
    if not path.is_file():
        return in_memory()
    try:
        base = sqlite3.connect(path, timeout=5, isolation_level=None)
        base.execute(READ_ONLY)
        version = int(base.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error as error:
        raise told(error, path) from error
    if version > len(MIGRATIONS):
        base.close()
        raise ProjectError("jobs.journal_newer", path=path)
    if not version:
        base.close()
        return in_memory()
    return base


def is_broken(error: sqlite3.DatabaseError) -> bool:
    """True when the file is damaged, not only busy or out of reach."""
    words = str(error).lower()
    return any(sign in words for sign in ("malformed", "not a database", "corrupt", "no such"))


def is_full(error: BaseException) -> bool:
    """True when SQLite gave up for want of room."""
    return isinstance(error, sqlite3.Error) and "full" in str(error).lower()


def told(error: sqlite3.Error, path: Path) -> StudioError:
    """SQLite's error as a sentence for people."""
    words = str(error).lower()
    if is_full(error) or "disk i/o" in words:
        return StudioError("jobs.disk_full", path=path.parent)
    if "locked" in words or "busy" in words:
        return ProjectError("jobs.busy", path=path.parent)
    if "readonly" in words:
        return ProjectError("jobs.read_only", path=path.parent, detail=Part("system.not_allowed"))
    if "unable to open" in words:
        return ProjectError("jobs.journal_shut", path=path)
    return ProjectError("jobs.journal_broken", path=path)


def put_aside(path: Path) -> Path:
    """Move a broken journal (and its rollback file) out of the way, under a free name."""
    number = 1
    while (aside := path.with_name(f"journal.broken-{number}.sqlite")).exists():
        number += 1
    path.replace(aside)
    rollback = path.with_name(path.name + "-journal")
    if rollback.exists():
        rollback.replace(aside.with_name(aside.name + "-journal"))
    return aside


def migrate(base: sqlite3.Connection, path: Path) -> None:
    """Bring the tables to this version, inside the caller's transaction."""
    version = int(base.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        raise ProjectError("jobs.journal_newer", path=path)
    for number, script in enumerate(MIGRATIONS[version:], version + 1):
        for statement in filter(str.strip, script.split(";")):
            base.execute(statement)
        base.execute(f"PRAGMA user_version = {number}")
