"""`python -m studio` is the command line."""


def main() -> int:
    """Run it; Ctrl-C while it is still being loaded ends it without a word."""
    try:
        from studio.cli.main import main as run
    except KeyboardInterrupt:
        return 1
    return run()


if __name__ == "__main__":
    raise SystemExit(main())
