"""The least page that shows the 20 units and the points.

`python -m tests.benchmarks.floor INCIDENTS.parquet OUT.html` writes it: Leaflet, the
borders, and the same columns as the other pages carry; no popups, no panel, no words.
It is what a browser can do at best, and what a real page is held against.
"""

import base64
import gzip
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from xstatic.pkg import leaflet

from karasora import geodata

PAGE = """<!doctype html><meta charset="utf-8"><title>floor</title>
<style>{css} html, body, #map {{ height: 100%; margin: 0 }}</style><div id="map"></div>
<script>{leaflet}</script>
<script type="application/json" id="units">{units}</script>
<script type="text/plain" id="points">{points}</script>
<script>
const text = id => document.getElementById(id).textContent;
const map = L.map('map').setView([48, 67], 5);
L.geoJSON(JSON.parse(text('units')), {{style: () => ({{weight: 1, fillOpacity: .6}})}}).addTo(map);
const Dots = L.Layer.extend({{
  initialize(x, y) {{ this.x = x; this.y = y; }},
  onAdd(map) {{
    this.canvas = L.DomUtil.create('canvas', '', map.getPane('overlayPane'));
    map.on('moveend', this.draw, this);
    this.draw();
  }},
  draw() {{
    const corner = map.containerPointToLayerPoint([0, 0]), origin = map.getPixelOrigin();
    const size = map.getSize();
    const scale = 2 ** map.getZoom(), left = origin.x + corner.x, top = origin.y + corner.y;
    this.canvas.width = size.x;
    this.canvas.height = size.y;
    L.DomUtil.setPosition(this.canvas, corner);
    const pen = this.canvas.getContext('2d');
    pen.fillStyle = 'rgb(180 0 40 / .6)';
    for (let i = 0; i < this.x.length; i++) {{
      const x = this.x[i] * scale - left, y = this.y[i] * scale - top;
      if (x > -4 && y > -4 && x < size.x + 4 && y < size.y + 4) pen.fillRect(x - 2, y - 2, 4, 4);
    }}
    performance.mark('drawn');
  }},
}});
(async () => {{
  const packed = Uint8Array.from(atob(text('points')), c => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const rows = await new Response(stream).json(), n = rows.lon.length;
  const x = new Float64Array(n), y = new Float64Array(n);
  for (let i = 0, lon = 0, lat = 0; i < n; i++) {{
    lon += rows.lon[i];
    lat += rows.lat[i];
    const point = L.CRS.EPSG3857.latLngToPoint(L.latLng(lat / 1e4, lon / 1e4), 0);
    x[i] = point.x;
    y[i] = point.y;
  }}
  new Dots(x, y).addTo(map);
}})();
</script>"""


def page(rows: pd.DataFrame) -> str:
    """The page as one text."""
    rows = rows.sort_values(["regions", "lon"])
    steps = {
        axis: np.diff(np.rint(rows[axis].to_numpy() * 1e4).astype(int), prepend=0).tolist()
        for axis in ("lon", "lat")
    }
    others = {name: rows[name].tolist() for name in ("regions", "title", "marijuana_kg", "start")}
    packed = gzip.compress(json.dumps(steps | others, separators=(",", ":")).encode(), 9)
    shipped = Path(leaflet.BASE_DIR)
    return PAGE.format(
        css=next(shipped.rglob("leaflet.css")).read_text("utf-8"),
        leaflet=next(shipped.rglob("leaflet.js")).read_text("utf-8"),
        units=geodata.path("boundaries.geojson").read_text("utf-8").replace("<", "\\u003c"),
        points=base64.b64encode(packed).decode(),
    )


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(page(pd.read_parquet(sys.argv[1])), "utf-8")
