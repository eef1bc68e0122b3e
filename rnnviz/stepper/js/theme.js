// How everything looks: the page's theme, the diverging colours, the way numbers are written.
import { SIGNS } from "./engine.js";
import { Writer } from "./numbers.js";

/** The theme of a stepper inside `root`, read anew whenever the theme may have changed. */
export function themeOf(root, data) {
  const style = getComputedStyle(root);
  const read = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  const background = read("--st-background-color", "#fcfbf8");
  const mode = isDark(background) ? "dark" : "light";
  const [first, second] = data.series[mode];
  return {
    background, first, second,
    palette: palette(data.colours[mode]),
    ink: read("--st-text-color", "#101318"),
    accent: read("--st-primary-color", "#1c5f8c"),
    line: read("--st-border-color", "#d8d3c8"),
    font: read("--st-font", "sans-serif"),
    ratio: window.devicePixelRatio || 1,
    words: data.words,
    writer: new Writer(data.decimal),
    squash: (trace) => [...new Set(trace.activations)].map((name) => SIGNS[name]).join(", "),
  };
}

// The stops from negative to positive as 255 ready colours, each with an ink that reads on it.
function palette(stops) {
  const parsed = stops.map((hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)));
  const colours = [], inks = [], bytes = [];
  for (let i = 0; i < 255; i++) {
    const x = (i / 254) * (parsed.length - 1);
    const k = Math.min(Math.floor(x), parsed.length - 2);
    const rgb = parsed[k].map((a, c) => Math.round(a + (parsed[k + 1][c] - a) * (x - k)));
    colours.push(`rgb(${rgb.join(",")})`);
    bytes.push(rgb);
    inks.push(0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2] < 140 ? "#ffffff" : "#14181d");
  }
  const at = (value, scale) => Math.max(0, Math.min(254, Math.round((value / scale) * 127 + 127)));
  return { colours, inks, bytes, at, negative: stops[1], positive: stops[stops.length - 2] };
}

// Whether a CSS colour of the form #rrggbb is dark; what the system says where it is another.
function isDark(colour) {
  const hex = colour.trim().match(/^#([0-9a-f]{6})/i);
  if (!hex) return matchMedia("(prefers-color-scheme: dark)").matches;
  const n = parseInt(hex[1], 16);
  return 0.299 * (n >> 16) + 0.587 * ((n >> 8) & 255) + 0.114 * (n & 255) < 128;
}
