"""Read the list of: Temporary employment companies (ΕΠΑ) of Greece, in the common format."""

from leadlight.registers.staff_list import parse_staff_list as parse

__all__ = ["parse"]
