"""Read the list of employers that Brazil found to use slave labour, in the common format."""

from leadlight.registers.staff_list import parse_staff_list as parse

__all__ = ["parse"]
