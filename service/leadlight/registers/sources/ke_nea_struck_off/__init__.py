"""Private employment agencies struck off in Kenya."""
