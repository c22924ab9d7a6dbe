"""Read the list of: Placement agencies (agencias de colocación) of Spain, in the common format."""

from leadlight.registers.staff_list import parse_staff_list as parse

__all__ = ["parse"]
