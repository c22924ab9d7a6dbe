"""Leadlight says what is worth checking in a job ad, with its evidence."""

import os

__version__ = "0.1.0"

# Read by numpy when it is first imported. Work is spread over processes; threads of the linear algebra library that
# share a busy core with them only wait for each other.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_name, "1")
