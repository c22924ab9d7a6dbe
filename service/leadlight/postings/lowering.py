"""Lower case that moves no letter, so that places found in it are places in the text itself."""


def same_length_lower(text: str) -> str:
    """Lower case of a text, letter for letter; the few letters that grow in lower case (İ) stay as they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
