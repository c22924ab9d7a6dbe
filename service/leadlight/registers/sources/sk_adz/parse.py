"""Read the list of: Temporary work agencies (ADZ) of Slovakia, in the common format."""

from leadlight.registers.staff_list import parse_staff_list as parse

__all__ = ["parse"]
