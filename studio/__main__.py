"""`python -m studio` is the command line."""

import gc


def main() -> int:
    """Run it; Ctrl-C while it is still being loaded ends it without a word.

    What is loaded stays to the end, so the collector need not look through it: while it is read, at
    every later collection, and once more when the interpreter ends, a tenth of a second together.
    """
    gc.disable()
    try:
        from studio.cli.main import main as run
    except KeyboardInterrupt:
        return 1
    gc.freeze()
    gc.enable()
    try:
        return run()
    finally:
        gc.freeze()


if __name__ == "__main__":
    raise SystemExit(main())
