"""Read the list of: Temporary work enterprises of Bulgaria, in the common format."""

from leadlight.registers.staff_list import parse_staff_list as parse

__all__ = ["parse"]
