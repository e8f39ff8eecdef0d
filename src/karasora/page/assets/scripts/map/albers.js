// The equal-area projection of the map, on a sphere; page/albers.py is its twin.
// Source: J. P. Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395 (1987), chapter 14.
export const Albers = (() => {
  const RADIUS = 6371007.2; // metres, of the sphere with the ellipsoid's area
  const RAD = Math.PI / 180;
  const [south, north, lat0, lon0] = [44, 52, 48, 67];
  const n = (Math.sin(south * RAD) + Math.sin(north * RAD)) / 2;
  const c = Math.cos(south * RAD) ** 2 + 2 * n * Math.sin(south * RAD);
  const rho0 = Math.sqrt(c - 2 * n * Math.sin(lat0 * RAD)) / n;

  // Metres east and north of 67° E, 48° N.
  /** @returns {[number, number]} */
  function forward(lon, lat) {
    const rho = Math.sqrt(Math.max(0, c - 2 * n * Math.sin(lat * RAD))) / n;
    const theta = n * (lon - lon0) * RAD;
    return [RADIUS * rho * Math.sin(theta), RADIUS * (rho0 - rho * Math.cos(theta))];
  }

  function inverse(x, y) {
    const [east, up] = [x / RADIUS, rho0 - y / RADIUS];
    const rho = Math.hypot(east, up);
    const sine = (c - (rho * n) ** 2) / (2 * n);
    return [lon0 + Math.atan2(east, up) / n / RAD, Math.asin(Math.min(1, Math.max(-1, sine))) / RAD];
  }

  const half = 0.5 / (Math.PI * RADIUS); // so that a zoom level means about what it means on any web map

  // Tells Leaflet of it, which comes later than what is drawn first.
  function teach() {
    const KazakhstanAlbers = L.extend({}, L.CRS.Earth, {
      code: "KazakhstanAlbers",
      wrapLng: undefined,
      projection: {
        bounds: L.bounds([-4e6, -4e6], [4e6, 4e6]),
        project: (at) => L.point(...forward(at.lng, at.lat)),
        unproject: (point) => {
          const [lng, lat] = inverse(point.x, point.y);
          return L.latLng(lat, lng);
        },
      },
      transformation: L.transformation(half, 0.5, -half, 0.5),
    });
    Object.assign(L.CRS, { KazakhstanAlbers });
  }

  // Pixels of the whole map at a zoom level, from `origin` on, without Leaflet's objects: for a million points.
  // Taken apart by number: at the start nothing is compiled yet, and patterns then take several times as long.
  const pixels = (zoom, origin = [0, 0]) => {
    const size = 256 * 2 ** zoom;
    const [left, top] = [size * 0.5 - origin[0], size * 0.5 - origin[1]];
    return /** @returns {[number, number]} */ (lon, lat) => {
      const at = forward(lon, lat);
      return [size * half * at[0] + left, top - size * half * at[1]];
    };
  };

  // Of one pixel, the same in all places and directions but for a few parts in a hundred.
  const metres = (zoom) => 1 / (256 * 2 ** zoom * half);

  return { pixels, metres, teach };
})();
