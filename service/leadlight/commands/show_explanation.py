"""Prints what the rules see in a text."""

from rich.console import Console
from rich.text import Text

from leadlight.wording.explain import Explanation, Outcome, Seen

STYLES = {"fires": "bold", "stopped": "yellow", "too far apart": "dim", "incomplete": "dim"}


def show_explanation(explanation: Explanation, out: Console) -> None:
    """Print the words as read, then what each rule made of them."""
    line = Text("words: ")
    for word in explanation.words:
        if word is None:
            line.append(" | ", style="dim")
            continue
        read = word.readings[0] if word.readings else "(too long)"
        others = "=" + "/".join(word.readings[1:]) if len(word.readings) > 1 else ""
        style = "reverse" if word.hidden else "underline" if word.known else ""
        line.append(read + others, style=style)
        line.append(" ")
    out.print(line)
    out.print("underlined: known to a rule; reversed: known only through a disguise; | ends a sentence", style="dim")
    for outcome in explanation.outcomes:
        _show(outcome, out)
    if not explanation.outcomes:
        out.print("no phrase of any rule occurs")


def _show(outcome: Outcome, out: Console) -> None:
    heading = f"{outcome.indicator} ({outcome.language}): {outcome.status}"
    if outcome.quote:
        heading += f": “{outcome.quote}”"
    out.print(Text(heading, style=STYLES[outcome.status]))
    for seen in outcome.seen:
        out.print(Text(f"  {_words(seen)}"))
    for name in outcome.missing:
        out.print(Text(f"  {name}: does not occur"))
    for guard in outcome.guards:
        out.print(Text(f"  stopped by {_words(guard)}", style="yellow"))


def _words(seen: Seen) -> str:
    return f"{seen.slot}: “{seen.quote}” at {seen.place} by `{seen.phrase}`"
