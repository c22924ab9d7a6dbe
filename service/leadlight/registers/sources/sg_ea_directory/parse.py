"""Read the list of: Employment agency directory of Singapore, in the common format."""

from leadlight.registers.staff_list import parse_staff_list as parse

__all__ = ["parse"]
