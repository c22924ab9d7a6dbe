"""Read the list of: Private placement offices (ΙΓΕΕ) of Greece, in the common format."""

from leadlight.registers.staff_list import parse_staff_list as parse

__all__ = ["parse"]
