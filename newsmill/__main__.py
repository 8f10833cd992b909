"""The newsmill command, as `newsmill` and as `python -m newsmill`.

It imports nothing until it is called: every worker process imports the module that its parent was started with.
"""


def main() -> None:
    """Run the command line."""
    from newsmill.cli import main as run  # noqa: PLC0415 - see above

    run()


if __name__ == "__main__":
    main()
