"""Borders: public GeoJSON to a clean coverage, its arcs for the page, and points looked up in it."""
