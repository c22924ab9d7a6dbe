"""Read the list of: Foreign employment licences of Nepal, in the common format."""

from leadlight.registers.staff_list import parse_staff_list as parse

__all__ = ["parse"]
