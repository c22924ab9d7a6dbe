"""The file that `leadlight rules new` starts a rule with."""

RULE_TEMPLATE = """\
# yaml-language-server: $schema=../../schema/indicator.schema.json
id: {family}.{name}
version: 1
status: nursery                  # nursery until `leadlight rules rate` has measured it, then active
family: {family}
title: What the ad does, in a few words
weight: weak                     # weak | medium | strong
red_line: never                  # never | always | where_fees_forbidden
ordinary_rate: null
ilo: []
references: []
blind_to: what this rule cannot see
match:
  all: [thing, done]             # slots; all must stand in one sentence
  within_words: 6                # most words between one slot and the next
  unless: {{any: ["@negation"], within_words: 4}}
phrases:
  en:
    thing: [first idea]
    done: [second idea]
examples:
  en:
    fires:
      - This is the first idea and the second idea.
      - There is no hurry at all today, the first idea comes with the second idea.
    silent:
      - {{text: There is no first idea with the second idea., because: it is denied}}
      - {{text: The first idea alone., because: the second idea is missing}}
      - {{text: The second idea alone., because: the first idea is missing}}
      - {{text: "First idea and one or two or three or four words more, then the second idea.", because: far apart}}
"""
