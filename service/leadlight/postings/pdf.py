"""Read the words of a PDF. Scanned pages hold pictures of words, which nothing here can read: that is said."""

import io
import logging
import re

import pypdf

from leadlight.errors import PageUnreadable
from leadlight.postings.html_text import tidy

PDF_BEGINNING = b"%PDF-"
# Some writers put bytes before the header; readers look for it in the first kilobyte.
HEADER_WITHIN = 1024
# Job offers have one to five pages; a handbook is no offer.
MOST_PAGES = 30
LONGEST_PDF_TEXT = 100_000
HYPHEN_AT_LINE_END = re.compile(r"(?<=[^\W\d_])[-\u00ad]\n(?=[^\W\d_])")
PASTE = "Open the file and paste the words of the ad."
# Complaints about a file are for its maker; a job offer's text must not reach the log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def is_pdf(body: bytes) -> bool:
    """True when the bytes begin as a PDF."""
    return PDF_BEGINNING in body[:HEADER_WITHIN]


def pdf_text(body: bytes) -> str:
    """The words of the first 30 pages, a line each as they stand on the page.

    Raises:
        PageUnreadable: the file is broken, locked with a password, or holds no words but pictures.
    """
    try:
        reader = pypdf.PdfReader(io.BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            raise PageUnreadable("file-locked", "This PDF is locked with a password.", PASTE)
        pages = [page.extract_text() for page in reader.pages[:MOST_PAGES]]
    except (PageUnreadable, MemoryError):
        raise
    except Exception as error:
        # A broken PDF makes its reader raise anything.
        raise PageUnreadable("file-broken", "This PDF is broken.", PASTE) from error
    text = tidy(HYPHEN_AT_LINE_END.sub("", "\n\n".join(pages)))[:LONGEST_PDF_TEXT]
    if not text:
        raise PageUnreadable("file-without-words", "This PDF holds pictures of words, not words.", PASTE)
    return text
