"""Alarms of registers as files, so that every process on the data folder sees them, a database in need or not."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from leadlight.registers.model import AlarmKind, RegisterAlarm

_ENDING = ".alarm.json"


class FileAlarmBook:
    """Alarms in a folder, one file for each register. Implements `leadlight.registers.ports.AlarmBook`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def alarms(self) -> Sequence[RegisterAlarm]:
        """One for each register whose last update failed, by id. Empty: the last update of each went well."""
        return [alarm for path in sorted(self._folder.glob(f"*{_ENDING}")) if (alarm := _read(path)) is not None]

    def note(self, alarm: RegisterAlarm) -> None:
        """Keep an alarm in place of an earlier one of the same register."""
        self._folder.mkdir(parents=True, exist_ok=True)
        aside = self._folder / f"{alarm.register_id}.{os.getpid()}.new"
        aside.write_text(json.dumps({**asdict(alarm), "day": alarm.day.isoformat()}), encoding="utf-8")
        aside.replace(self._path(alarm.register_id))

    def clear(self, register_id: str) -> None:
        """Forget the alarm of a register, if there is one."""
        self._path(register_id).unlink(missing_ok=True)

    def _path(self, register_id: str) -> Path:
        return self._folder / f"{register_id}{_ENDING}"


def _read(path: Path) -> RegisterAlarm | None:
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        return RegisterAlarm(
            register_id=str(fields["register_id"]),
            kind=AlarmKind(fields["kind"]),
            message=str(fields["message"]),
            day=date.fromisoformat(fields["day"]),
        )
    except FileNotFoundError:
        # Cleared by another process since the folder was listed.
        return None
    except (ValueError, KeyError, TypeError):
        # A damaged file still says that something went wrong.
        name = path.name.removesuffix(_ENDING)
        return RegisterAlarm(name, AlarmKind.CHANGED, f"The alarm of {name} cannot be read.", date.min)
