"""Words that both databases can keep."""


def storable(text: str) -> str:
    """Return the text without what a database refuses: NUL, and halves of surrogate pairs (they become "?")."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
