"""`python -m newsmill` is the newsmill command."""

from newsmill.cli import main

if __name__ == "__main__":
    main()
