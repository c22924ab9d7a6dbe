"""The only room that speaks SQL and Redis. It implements the ports of the deciding rooms."""
