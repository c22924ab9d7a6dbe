"""The wording check of the service: silence of the rules counts only where the rules can speak."""

from dataclasses import replace

from leadlight.findings import Check, CheckResult, Reason, State, not_checked
from leadlight.postings.language import is_foreign
from leadlight.postings.model import Posting
from leadlight.postings.page import LONGEST_TEXT
from leadlight.wording.check import check_wording
from leadlight.wording.load import RuleSet


def check_readable_wording(posting: Posting, rules: RuleSet) -> CheckResult:
    """Look for indicators in the words of an ad, and say `not_checked` where the rules could not have found any.

    Args:
        posting: the ad.
        rules: from `load_rules`.

    Returns:
        What `check_wording` says, with `text_in_part` where the page was longer than what is read of it. Only where it
        is `nothing_found`: `not_checked` with `no_text` when the ad has no letter, with `no_rules_for_language` when it
        is clearly written in a language without rules.
    """
    result = check_wording(posting, rules)
    if len(posting.text) == LONGEST_TEXT:
        result = replace(result, partial=(*result.partial, Reason.TEXT_IN_PART))
    if result.state is not State.NOTHING_FOUND:
        return result
    words = f"{posting.title}\n{posting.text}"
    if not any(map(str.isalpha, words)):
        return not_checked(Check.WORDING, Reason.NO_TEXT, sources=result.sources)
    if is_foreign(words):
        return not_checked(Check.WORDING, Reason.NO_RULES_FOR_LANGUAGE, sources=result.sources)
    return result
