"""Offline choropleth maps of regional incidents in Kazakhstan."""
