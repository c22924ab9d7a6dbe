"""Reading job ads: the `Posting` value, and how pages, texts and JSON become one."""
