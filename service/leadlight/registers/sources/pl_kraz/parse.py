"""Read the list of: Register of employment agencies (KRAZ) of Poland, in the common format."""

from leadlight.registers.staff_list import parse_staff_list as parse

__all__ = ["parse"]
