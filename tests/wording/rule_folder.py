"""A folder of rules with one good rule in it, to be spoiled by a test."""

import shutil
from pathlib import Path

from leadlight.bundled import shared_rules_folder

GOOD_RULE = """\
id: fees.upfront
version: 1
status: active
family: fees
title: Asks for money first
weight: strong
red_line: where_fees_forbidden
ordinary_rate: {value: 0.001, n: 1000, date: "2026-11-26"}
ilo: [debt_bondage]
blind_to: fees asked for by phone
match:
  all: [fee, first]
  within_words: 5
  unless: {any: [waived, "@negation"], within_words: 3}
phrases:
  en:
    fee: [fee, deposit]
    first: [upfront, in advance]
    waived: [free of]
examples:
  en:
    fires: [Pay the fee upfront., A deposit in advance.]
    silent: [{text: No fee upfront., because: denied}, {text: The fee., because: not first}]
"""
GUARD = 'phrases:\n  en: ["no", never]\n'
FAMILIES = "ilo: {debt_bondage: Debt bondage}\nfamilies: {fees: {name: Fees}}\n"


class RuleFolder:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.rule = path / "indicators" / "fees" / "upfront.yml"
        self.write("guards/negation.yml", GUARD)
        self.write("families.yml", FAMILIES)
        self.write("indicators/fees/upfront.yml", GOOD_RULE)
        self.write("limits/fees/SK.yml", "country: SK\nworkers: forbidden\n")
        self.write("limits/fees/DE.yml", "country: DE\nworkers: capped\n")
        shutil.copy(shared_rules_folder() / "characters.json", path)

    def write(self, name: str, text: str) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def change(self, old: str, new: str) -> None:
        """Change the one rule."""
        assert old in GOOD_RULE
        self.rule.write_text(GOOD_RULE.replace(old, new), encoding="utf-8")
