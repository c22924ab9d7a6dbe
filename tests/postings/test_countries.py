"""The table of countries' names: what YAML reads, and what becomes of a name."""

from leadlight.postings.countries import country_code, load_names


def test_every_name_leads_to_a_code_of_two_letters() -> None:
    # A bare NO is no word in YAML: Norway was once read as "false".
    odd = {name: code for name, code in load_names().items() if not (isinstance(code, str) and len(code) == 2)}
    assert odd == {}


def test_norway_is_recognised_by_its_name_and_by_both_codes() -> None:
    assert {country_code(written) for written in ("Norway", "Norwegia", "NOR", "no")} == {"NO"}
