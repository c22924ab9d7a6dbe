"""The registers as metrics in the text format of Prometheus. Values in, text out."""

from collections.abc import Iterator, Sequence
from datetime import date

from leadlight.api.state import RegisterAge
from leadlight.registers.model import AlarmKind
from leadlight.registers.source import CopyState

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def register_metrics(ages: Sequence[RegisterAge], *, today: date) -> str:
    """Age in days, rows, state and alarms of every register. A register without a copy has no age and no rows."""
    return "".join(f"{line}\n" for line in _lines(ages, today))


def _lines(ages: Sequence[RegisterAge], today: date) -> Iterator[str]:
    yield "# HELP leadlight_register_age_days Age of the register copy in use."
    yield "# TYPE leadlight_register_age_days gauge"
    for age in ages:
        if age.as_of is not None:
            yield f'leadlight_register_age_days{{register="{age.source.id}"}} {(today - age.as_of).days}'
    yield "# HELP leadlight_register_rows Rows of the register copy in use."
    yield "# TYPE leadlight_register_rows gauge"
    for age in ages:
        if age.rows is not None:
            yield f'leadlight_register_rows{{register="{age.source.id}"}} {age.rows}'
    yield "# HELP leadlight_register_state 1 for the state that the register copy is in."
    yield "# TYPE leadlight_register_state gauge"
    for age in ages:
        now = age.source.state_of_copy(age.as_of, today)
        for state in CopyState:
            labels = f'register="{age.source.id}",state="{state.value}"'
            yield f"leadlight_register_state{{{labels}}} {int(state is now)}"
    yield "# HELP leadlight_register_alarm 1 when the last update of the register was not taken over."
    yield "# TYPE leadlight_register_alarm gauge"
    for age in ages:
        for kind in AlarmKind:
            raised = age.alarm is not None and age.alarm.kind is kind
            yield f'leadlight_register_alarm{{register="{age.source.id}",kind="{kind.value}"}} {int(raised)}'
