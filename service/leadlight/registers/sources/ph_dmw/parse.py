"""Read the list of: Licensed recruitment agencies (DMW) of the Philippines, in the common format."""

from leadlight.registers.staff_list import parse_staff_list as parse

__all__ = ["parse"]
