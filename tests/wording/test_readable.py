"""Silence of the rules counts only where the rules can speak."""

import pytest

from leadlight.findings import CheckResult, Reason, State
from leadlight.postings.model import Posting
from leadlight.postings.page import LONGEST_TEXT
from leadlight.wording.readable import check_readable_wording
from shipped_rules import shipped_rules

PORTUGUESE = "Procuramos trabalhadores de armazém na Alemanha. Ficamos com o seu passaporte até pagar a viagem."
TURKISH = "Almanya'da depo işçisi aranıyor. Pasaportunuz borç ödenene kadar bizde kalacak, deneyim gerekmez."
GEORGIAN = "ვეძებთ მუშებს საწყობში გერმანიაში. პასპორტს ვინახავთ ჩვენთან, სანამ ვალს არ დააბრუნებთ."


def read(text: str, title: str = "") -> CheckResult:
    return check_readable_wording(Posting(text=text, title=title), shipped_rules())


@pytest.mark.parametrize("text", [PORTUGUESE, TURKISH, GEORGIAN])
def test_an_ad_in_a_language_without_rules_is_not_checked_instead_of_nothing_found(text: str) -> None:
    result = read(text)
    assert (result.state, result.reason) == (State.NOT_CHECKED, Reason.NO_RULES_FOR_LANGUAGE)
    assert result.sources


def test_what_is_found_in_such_an_ad_is_still_said() -> None:
    assert read(f"{PORTUGUESE} We keep your passport until you have repaid us.").state is State.FOUND


@pytest.mark.parametrize("text", ["😀😀🎉", "12345 67890", "+421 905 123 456 💶"])
def test_an_ad_without_a_letter_is_not_checked(text: str) -> None:
    assert read(text).reason is Reason.NO_TEXT


@pytest.mark.parametrize("text", ["Cook in Vienna.", "Etsimme kokkia", "Sushi chef Tokio Roppongi Shinjuku"])
def test_a_scrap_that_may_be_in_any_language_is_looked_at_like_any_other(text: str) -> None:
    assert read(text).state is State.NOTHING_FOUND


def test_a_page_that_is_longer_than_what_is_read_of_it_is_said_to_be_checked_in_part() -> None:
    page = "Cook wanted in Vienna. " * LONGEST_TEXT
    whole, cut = read(page[: LONGEST_TEXT - 1]), read(page[:LONGEST_TEXT])
    assert (whole.state, whole.partial) == (State.NOTHING_FOUND, ())
    assert (cut.state, cut.partial) == (State.NOTHING_FOUND, (Reason.TEXT_IN_PART,))
