"""Read the list of: Registered recruiting agents of India, in the common format."""

from leadlight.registers.staff_list import parse_staff_list as parse

__all__ = ["parse"]
