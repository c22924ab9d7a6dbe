"""The register sources, one folder each: source.yml, parse.py and, where a real one is shipped, the snapshot."""

from leadlight.registers.source import RegisterSource, load_sources

__all__ = ["RegisterSource", "load_sources"]
