"""The contact check: the same phone, e-mail, handle or text in other ads."""
