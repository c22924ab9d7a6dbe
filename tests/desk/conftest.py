"""Fixtures of the desk tests: one real application for the folder, and a site that it may fetch."""

from collections.abc import Iterator

import pytest

from page_host import PageHost, page_host
from running_app import RunningApp, running_app

AD_AS_THE_SITE_SHOWS_IT = """<!doctype html><html lang="en"><title>Hotel staff</title><main><h1>Gardener in Malmö</h1>
<p>The town of Malmö is looking for a gardener for its parks. You plant trees and mow the lawns with two colleagues.
Permanent contract, 28,000 SEK a month, six weeks of holidays. Send your application to jobs@malmo.example.</p></main>
"""


@pytest.fixture(scope="session")
def site() -> Iterator[PageHost]:
    """A site whose page the application may fetch."""
    with page_host({"/ad": ("text/html; charset=utf-8", AD_AS_THE_SITE_SHOWS_IT.encode())}) as host:
        yield host


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory, site: PageHost) -> Iterator[RunningApp]:
    """The real application with its pages."""
    with running_app(tmp_path_factory.mktemp("desk"), fetch_test_hosts=(site.host,)) as running:
        yield running
