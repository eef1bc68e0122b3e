// How a page mounts the stepper. The payload comes by a courier of its own: see courier.js.
import { Stepper } from "./stepper.js";

const ARRIVED = "rnnviz-payload";
const payloads = (globalThis.rnnvizPayloads ??= new Map());
const steppers = new WeakMap();

/** Streamlit calls this on mounting, and again whenever the data or the theme changes. */
export default function mount(component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".stepper");
  if (!root) return;
  let stepper = steppers.get(root);
  if (!stepper) {
    stepper = new Stepper(root);
    steppers.set(root, stepper);
    root.stepper = stepper; // for the benchmark and the curious
  }
  stepper.positionSync.report = (place) => setTriggerValue("place", place);
  stepper.load(data);
  stepper.take = () => {
    const { payload } = stepper.data;
    if (stepper.identity !== payload && payloads.has(payload)) stepper.feed(payloads.get(payload), payload);
  };
  globalThis.removeEventListener(ARRIVED, stepper.listener);
  stepper.listener = () => stepper.take();
  globalThis.addEventListener(ARRIVED, stepper.listener);
  stepper.take();
  return () => {
    globalThis.removeEventListener(ARRIVED, stepper.listener);
    stepper.destroy();
  };
}
