// Pictures to take along: the present view as SVG or PNG.
import { SvgCanvas } from "./svg_canvas.js";

/** The present view as an SVG file. */
export function svgOf(scene, plan, state) {
  const pen = new SvgCanvas(plan.width, plan.height);
  scene.draw(pen, plan, state);
  const text = new XMLSerializer().serializeToString(pen.root);
  return new Blob([text], { type: "image/svg+xml" });
}

/** Hand a file to the browser's downloads. */
export function saveAs(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
