"""Shows a verdict in the terminal: the same words, in the same order, as the page."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from leadlight.desk.quote_words import words_after, words_before

COLOUR_OF_LEVEL: Mapping[str, str] = {"warning": "red", "caution": "yellow", "notice": "blue"}
"""No level is green, and the two that say that nothing was found or checked have no colour."""

CONTROL_CHARACTERS: Mapping[int, None] = dict.fromkeys(
    code for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"
)
"""An ad must not be able to move the cursor or rewrite the terminal."""


def show_verdict(answer: Mapping[str, Any], words: Mapping[str, str], console: Console) -> None:
    """Print a verdict.

    Args:
        answer: the verdict as on the wire.
        words: the words of the pages in the verdict's language.
        console: where to.
    """
    colour = COLOUR_OF_LEVEL.get(answer["level"], "none")
    head = Group(
        Text(answer["meaning"]),
        Text(f"{words['verdict_why_level']}: {answer['row']['sentence']}", style="dim"),
    )
    console.print(Panel(head, title=Text(answer["title"], style="bold"), title_align="left", border_style=colour))
    for number, finding in enumerate(answer["findings"], start=1):
        _show_finding(number, finding, words, console)
    if not answer["findings"]:
        console.print(Text(words["findings_none"]))
    _show_checks(answer, words, console)
    _show_helplines(answer, words, console)
    versions = answer["versions"]
    console.print(Text(words["made_with"].format(rules=versions["rules"], service=versions["service"]), style="dim"))


def _show_finding(number: int, finding: Mapping[str, Any], words: Mapping[str, str], console: Console) -> None:
    weight = words[f"weight_{finding['weight']}"]
    alone = f", {words['red_line']}" if finding["red_line"] or finding["combination"] else ""
    console.print(Text.assemble(f"\n{number}. ", (finding["headline"], "bold"), (f"  ({weight}{alone})", "dim")))
    lines = [
        Text.assemble(
            "“",
            (_plain(words_before(quote["prefix"])), "dim"),
            (_plain(quote["exact"]), "bold reverse"),
            (_plain(words_after(quote["suffix"])), "dim"),
            "”",
        )
        for quote in finding["quotes"]
    ]
    lines += [
        Text(f"{words['finding_why']}: {finding['why']}"),
        Text(f"{words['finding_do']}: {finding['what_to_do']}"),
        Text(f"{words['finding_source']}: {_source(finding['source'], words)}", style="dim"),
    ]
    console.print(Padding(Group(*lines), (0, 0, 0, 3)))


def _show_checks(answer: Mapping[str, Any], words: Mapping[str, str], console: Console) -> None:
    console.print(Text(f"\n{words['checks_title']}", style="bold"))
    for check in answer["checks"]:
        reason = f" – {check['reason_text']}" if check["reason_text"] else ""
        console.print(Padding(Text(f"{check['name']}: {check['state_text']}{reason}"), (0, 0, 0, 3)))
        for source in check["sources"]:
            console.print(Padding(Text(_source(source, words), style="dim"), (0, 0, 0, 6)))


def _show_helplines(answer: Mapping[str, Any], words: Mapping[str, str], console: Console) -> None:
    console.print(Text(f"\n{words['helplines_title']}", style="bold"))
    if not answer["helplines"]:
        console.print(Padding(Text(words["helplines_none"]), (0, 0, 0, 3)))
    for line in answer["helplines"]:
        where = " · ".join(part for part in (line["phone"], line["url"], line["hours"]) if part)
        console.print(Padding(Text.assemble(f"{line['country']}  {line['name']}: ", (where, "bold")), (0, 0, 0, 3)))
    console.print()


def _source(source: Mapping[str, Any], words: Mapping[str, str]) -> str:
    title = words.get(f"source_{source['id']}", source["title"])
    as_of = words["finding_as_of"].format(date=source["as_of"]) if source["as_of"] else ""
    return ", ".join(part for part in (title, as_of, source["url"]) if part)


def _plain(words: str) -> str:
    return " ".join(words.translate(CONTROL_CHARACTERS).split("\n"))
