"""Job orders that the Philippines approved for their licensed agencies."""
