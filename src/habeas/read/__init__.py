"""Files, pages and lists -> documents."""
