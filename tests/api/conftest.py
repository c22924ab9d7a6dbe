"""Fixtures of the API tests.

Strategy: one real application for the folder, with its own Valkey and SQLite, beside one local host of pages that it
may fetch. Tests that break something run an application of their own.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from page_host import PageHost, page_host
from running_app import RunningApp, running_app

AD_PAGE = """<!doctype html><html lang="en"><head><title>Hotel staff</title>
<script type="application/ld+json">{"@context":"https://schema.org","@type":"JobPosting","title":"Hotel staff",
"hiringOrganization":{"@type":"Organization","name":"Hotel Alfa"},
"jobLocation":{"@type":"Place","address":{"addressCountry":"AT","addressLocality":"Wien"}},
"description":"<p>Hotel staff for Vienna. Pay the processing fee of 300 EUR in advance to hold your place.</p>"}
</script></head><body><h1>Hotel staff</h1>
<p>Hotel staff for Vienna. Pay the processing fee of 300 EUR in advance to hold your place.</p></body></html>"""

BROKEN_JSON_LD = """<!doctype html><title>Waiter</title><script type="application/ld+json">{"@type": "JobPosting", oops
</script><main><h1>Waiter for a hotel in Vienna</h1><p>We are looking for a waiter for our hotel in Vienna.
Salary 1,900 EUR
a month, five days a week, written contract. Send your application to the hotel by the end of the month.</p></main>"""

GEORGIAN = "<main><h1>სამუშაო</h1><p>" + "ვეძებთ მიმტანს სასტუმროში. ხელფასი 1500 ლარი თვეში. " * 6 + "</p></main>"

PAGES = {
    "/ad": ("text/html; charset=utf-8", AD_PAGE.encode()),
    "/broken-json-ld": ("text/html", BROKEN_JSON_LD.encode()),
    "/georgian": ("text/html; charset=utf-8", f"<!doctype html><title>სამუშაო</title>{GEORGIAN}".encode()),
    "/recipe": ("text/html; charset=utf-8", (Path(__file__).parents[1] / "postings/pages/recipe.html").read_bytes()),
    "/file.pdf": ("application/pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20),
    "/binary": ("text/html", bytes(range(256)) * 200),
    "/latin": ("text/html", AD_PAGE.replace("Wien", "Wie\u00df").encode("latin-1")),
}


@pytest.fixture(scope="session")
def pages() -> Iterator[PageHost]:
    """Pages that the application may fetch."""
    with page_host(PAGES) as host:
        yield host


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory, pages: PageHost) -> Iterator[RunningApp]:
    """The real application, shared by the tests that leave it whole."""
    with running_app(tmp_path_factory.mktemp("app"), fetch_test_hosts=(pages.host,)) as running:
        yield running
