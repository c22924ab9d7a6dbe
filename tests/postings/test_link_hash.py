"""The hash of a link, by the vectors that the extension passes too."""

import json
from typing import Any

import pytest

from leadlight.bundled import shared_rules_folder
from leadlight.errors import BadUrl
from leadlight.postings.canonical_url import canonical_url
from leadlight.postings.link_hash import link_hash

CASES: list[dict[str, Any]] = json.loads((shared_rules_folder() / "vectors/links.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_link_has_the_spelling_and_the_hash_of_the_vectors(case: dict[str, Any]) -> None:
    if case["canonical"] is None:
        with pytest.raises(BadUrl):
            canonical_url(case["written"])
        return
    canonical = canonical_url(case["written"])
    assert (canonical, link_hash(canonical).hex()) == (case["canonical"], case["hash"])
