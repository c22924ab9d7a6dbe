"""Read the list of: Registered private employment agencies of Kenya, in the common format."""

from leadlight.registers.staff_list import parse_staff_list as parse

__all__ = ["parse"]
