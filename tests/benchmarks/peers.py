"""The same map as the peers make it: `python -m tests.benchmarks.peers PEER INCIDENTS.parquet OUT.html`.

Each has a choropleth of incidents per unit and a popup with title, mass and date for every incident,
made in the way its own documentation shows first.
"""

import sys

import folium
import geopandas
import pandas as pd
from folium.plugins import FastMarkerCluster

from karasora import geodata


def read(path: str) -> tuple[geopandas.GeoDataFrame, pd.DataFrame]:
    """The units with their counts, and the incidents."""
    rows = pd.read_parquet(path)
    units = geopandas.read_file(geodata.path("boundaries.geojson"))[["iso", "name_en", "geometry"]]
    counts = rows.groupby("regions").size().rename("incidents")
    return units.merge(counts, left_on="iso", right_index=True, how="left"), rows


def choropleth(units: geopandas.GeoDataFrame) -> folium.Map:
    """folium's own, without tiles: those would need a server. Clusters ask for a largest zoom."""
    page = folium.Map([48, 67], zoom_start=5, tiles=None, maxZoom=18)
    folium.Choropleth(
        units.to_json(), data=units, columns=["iso", "incidents"], key_on="feature.properties.iso"
    ).add_to(page)
    return page


def folium_markers(units: geopandas.GeoDataFrame, rows: pd.DataFrame) -> folium.Map:
    page = choropleth(units)
    for row in rows.itertuples():
        popup = folium.Popup(f"<b>{row.title}</b><br>{row.marijuana_kg} kg<br>{row.start}")
        folium.Marker([row.lat, row.lon], popup=popup).add_to(page)
    return page


def fast_marker_cluster(units: geopandas.GeoDataFrame, rows: pd.DataFrame) -> folium.Map:
    page = choropleth(units)
    told = rows.title + "<br>" + rows.marijuana_kg.astype(str) + " kg<br>" + rows.start
    data = list(map(list, zip(rows.lat, rows.lon, told, strict=True)))
    callback = "function (row) { return L.marker([row[0], row[1]]).bindPopup(row[2]); }"
    FastMarkerCluster(data, callback=callback).add_to(page)
    return page


def explore(units: geopandas.GeoDataFrame, rows: pd.DataFrame) -> folium.Map:
    page = units.explore("incidents", tiles=None)
    points = geopandas.GeoDataFrame(
        rows[["title", "marijuana_kg", "start"]],
        geometry=geopandas.points_from_xy(rows.lon, rows.lat),
        crs=4326,
    )
    return points.explore(m=page, popup=True)


PEERS = {peer.__name__: peer for peer in (folium_markers, fast_marker_cluster, explore)}

if __name__ == "__main__":
    name, incidents, out = sys.argv[1:]
    PEERS[name](*read(incidents)).save(out)
