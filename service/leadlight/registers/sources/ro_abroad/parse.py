"""Read the list of: Agents for placing workers abroad of Romania, in the common format."""

from leadlight.registers.staff_list import parse_staff_list as parse

__all__ = ["parse"]
