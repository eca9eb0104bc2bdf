"""A record -> brief, site, charts, exports."""
