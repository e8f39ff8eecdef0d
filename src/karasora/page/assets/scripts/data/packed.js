// The payload's columns as functions from a row to its value: lists as they came, or bytes that are unpacked when asked for.
import { unpacked } from "../unpack.js";

export const Packed = (() => {
  const TYPES = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i32: Int32Array, f64: Float64Array };

  function plain(column) {
    if (column.d) return (i) => column.d[column.i[i]];
    return (i) => column.v[i];
  }

  // The bytes of a column, which may come after the scripts.
  async function read(id) {
    let element = document.getElementById(id);
    if (!element && document.readyState === "loading") {
      await new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
      element = document.getElementById(id);
    }
    return new Uint8Array(await unpacked(element).arrayBuffer());
  }

  // A function for its `n` rows; `row(value)` finds a row, where the column has ids.
  function column(column, bytes, n) {
    if (column.as === "hex") return codes(column, bytes, n);
    if (column.as === "text") return texts(bytes, n);
    return numbers(column, planes(bytes, TYPES[column.as], n));
  }

  // Byte planes (all lowest bytes first, then all second bytes …) -> the numbers.
  function planes(bytes, Type, n) {
    const width = Type.BYTES_PER_ELEMENT;
    if (width === 1) return bytes.subarray(0, n);
    const out = new Uint8Array(n * width);
    for (let plane = 0; plane < width; plane++)
      for (let i = 0, from = plane * n; i < n; i++) out[i * width + plane] = bytes[from + i];
    return new Type(out.buffer);
  }

  function codes({ prefix = "", bytes: width }, bytes, n) {
    const hex = (b) => b.toString(16).padStart(2, "0");
    const get = (i) => prefix + Array.from(bytes.subarray(i * width, (i + 1) * width), hex).join("");
    get.row = (id) => {
      const code = (id.slice(prefix.length).match(/../g) || []).map((pair) => parseInt(pair, 16));
      for (let i = 0; i < n; i++) if (code.every((byte, k) => bytes[i * width + k] === byte) && get(i) === id) return i;
    };
    return get;
  }

  // Their lengths stand first, then the texts one after the other.
  function texts(bytes, n) {
    const ends = planes(bytes, Uint32Array, n);
    for (let i = 0, sum = 4 * n; i < n; i++) ends[i] = sum += ends[i];
    const decoder = new TextDecoder();
    const get = (i) => decoder.decode(bytes.subarray(get.raw.start(i), ends[i]));
    get.raw = { bytes, start: (i) => (i ? ends[i - 1] : 4 * n), ends };
    get.row = (wanted) => {
      const code = new TextEncoder().encode(wanted);
      for (let i = 0, at = 4 * n; i < n; at = ends[i++])
        if (ends[i] - at === code.length && code.every((byte, k) => bytes[at + k] === byte)) return i;
    };
    return get;
  }

  function numbers({ d, scale = 1, missing }, values) {
    if (d) return Object.assign((i) => d[values[i]], { codes: values, d });
    const get = (i) => (values[i] === missing || Number.isNaN(values[i]) ? null : values[i] / scale);
    if (scale === 1 && missing === undefined && values instanceof Uint8Array) get.flags = values;
    return get;
  }

  return { plain, read, column };
})();
