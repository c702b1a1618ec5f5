"""What goes wrong before anything is asked of an index: arguments and settings that cannot be meant."""

from __future__ import annotations

from baosou.corpus.errors import BaosouError


class UsageError(BaosouError):
    """An option or argument that cannot mean anything; the message names it."""


class SettingsError(BaosouError):
    """The configuration file cannot be used; the message names the file and the key."""
