// Brings a payload once. Streamlit sends raw bytes only alone, and sends a component's data again
// when any of it changes: so the bytes travel apart from the words and the place.
const ARRIVED = "rnnviz-payload";
const IDENTITY = 16;
const MOST = 3; // payloads kept

export default function (component) {
  const bytes = component.data;
  if (!(bytes instanceof Uint8Array)) return;
  const payloads = (globalThis.rnnvizPayloads ??= new Map());
  const identity = new TextDecoder().decode(bytes.subarray(0, IDENTITY));
  payloads.delete(identity);
  payloads.set(identity, bytes);
  for (const old of [...payloads.keys()].slice(0, -MOST)) payloads.delete(old);
  globalThis.dispatchEvent(new Event(ARRIVED));
}
