"""The one tree of errors.

HabeasError
├── ItemError     one item (file, line, claim, row) is unusable; it is reported, the rest goes on, exit code 1
└── RunError      nothing can be done; exit code 2
    ├── MissingExtraError   an optional package is needed and not installed
    └── LedgerError         a case's ledger is missing, locked, or fails verification

Every message names the item, what is wrong with it, and the remedy.
"""

from __future__ import annotations


class HabeasError(Exception):
    """Anything Habeas raises on purpose: an item, what is wrong, and what to do about it."""

    def __init__(self, where: str, what: str, remedy: str = "") -> None:
        self.where, self.what, self.remedy = where, what, remedy
        super().__init__(f"{where}: {what}" + (f"; {remedy}" if remedy else ""))


class ItemError(HabeasError):
    """One item failed; the others are unaffected."""


class RunError(HabeasError):
    """The whole command failed; nothing was written."""


class MissingExtraError(RunError):
    """A feature needs a package that the default install leaves out."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(feature, "needs a package that is not installed", f"run: pip install 'habeas[{extra}]'")


class LedgerError(RunError):
    """A case's ledger cannot be opened or does not verify."""
