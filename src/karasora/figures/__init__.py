"""Figures that came already added up: by region, measure and period, in the shape of any usual table."""
