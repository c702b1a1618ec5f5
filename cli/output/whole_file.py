"""A file that is written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in the place of what is there, once it is written; raises OSError and then leaves all as it was.

    A link stays, and what it leads to is replaced; what is no file (a pipe, a device) is written to as it is.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        with open(target, "wb") as there:
            there.write(data)
        return
    beside = target.with_name(f".{target.name[:100]}.{os.getpid()}")
    try:
        with open(beside, "xb") as new:
            if target.exists():
                os.chmod(beside, target.stat().st_mode & 0o7777)
            new.write(data)
            new.flush()
            os.fsync(new.fileno())
        os.replace(beside, target)
    except BaseException as error:
        with suppress(OSError):
            beside.unlink()
        if isinstance(error, OSError) and error.filename is not None:
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
