"""Read the list of: Licensed labour providers (gangmasters) of the United Kingdom, in the common format."""

from leadlight.registers.staff_list import parse_staff_list as parse

__all__ = ["parse"]
