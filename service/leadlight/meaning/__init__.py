"""The second reader of the wording check: what a sentence means, in any language, whatever words it uses."""
