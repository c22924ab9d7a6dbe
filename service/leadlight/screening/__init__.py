"""The request path: three checks, one verdict, its explanation."""
