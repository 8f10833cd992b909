"""What can go wrong, as one tree.

NewsmillError                   an error newsmill explains in one line, with the way out
├── UsageError                  the command line or the settings are wrong           (exit 2)
├── RunLocked                   another run holds the lock of this CURATED           (exit 75)
├── StoreError                  CURATED is damaged or is not ours                    (exit 1)
└── InputError                  one input gives no document: quarantined, never fatal
    ├── Unreadable              stage "read":    the bytes cannot be had
    ├── Undecodable             stage "decode":  the bytes are no text we can trust
    ├── Unsupported             stage "intake":  a kind of file that newsmill does not read
    └── NoArticle               stage "clean":   text, but no report in it
"""

from typing import ClassVar


class NewsmillError(Exception):
    """An error with a message for people: what happened, and the way out."""

    exit_code: ClassVar[int] = 1


class UsageError(NewsmillError):
    """The caller asked for something that cannot be."""

    exit_code: ClassVar[int] = 2


class RunLocked(NewsmillError):
    """Another run is writing to the same CURATED."""

    exit_code: ClassVar[int] = 75  # EX_TEMPFAIL of sysexits.h: try again later


class StoreError(NewsmillError):
    """The curated store cannot be used as it is."""


class InputError(NewsmillError):
    """One input gives no document; the run goes on and quarantine names it.

    `error` is a short stable word to group by, `detail` says more to a person.
    """

    stage: ClassVar[str] = "intake"

    def __init__(self, error: str, detail: str = "") -> None:
        super().__init__(f"{error}: {detail}" if detail else error)
        self.error = error
        self.detail = detail

    def __reduce__(self) -> tuple[type["InputError"], tuple[str, str]]:
        return type(self), (self.error, self.detail)


class Unreadable(InputError):
    """The bytes of an input cannot be read."""

    stage: ClassVar[str] = "read"


class Undecodable(InputError):
    """The bytes are not text, or not in an encoding that can be trusted."""

    stage: ClassVar[str] = "decode"


class Unsupported(InputError):
    """The input is of a kind that newsmill does not read."""

    stage: ClassVar[str] = "intake"


class NoArticle(InputError):
    """The input was read, and holds no report."""

    stage: ClassVar[str] = "clean"
