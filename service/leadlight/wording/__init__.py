"""The wording check: indicator phrases in many languages, matched by the token matcher."""
