// Places in reviews: a value, the text around with one word marked, and a button that opens it.
// All text arrives as text and is set with textContent: never markup.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".places");
  if (!root) return;
  root.setAttribute("aria-label", data.label);
  root.dataset.count = String(data.places.length);
  root.replaceChildren(...data.places.map(row));

  function row(place, index) {
    const item = element("div", "place");
    item.setAttribute("role", "listitem");
    const snippet = element("div", "snippet");
    for (const [text, shade, marked] of place.parts) {
      const span = element("span", marked ? "mark" : "", text);
      paint(span, shade);
      snippet.append(span);
    }
    const open = element("button", "open", data.open);
    open.type = "button";
    open.onclick = () => setTriggerValue("chosen", index);
    const foot = element("div", "foot");
    foot.append(element("span", "note", place.note), open);
    item.append(element("div", "value", place.value), snippet, foot);
    return item;
  }

  function element(tag, name, text) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // From -1 to 1; colour alone must not carry the sign: a line above for high, below for low.
  function paint(span, shade) {
    if (shade === null || Math.abs(shade) < 0.05) return;
    const strength = Math.min(Math.abs(shade), 1);
    const hue = shade > 0 ? data.high : data.low;
    const share = (amount) => `color-mix(in srgb, ${hue} ${Math.round(amount)}%, transparent)`;
    span.style.background = share(8 + 47 * strength);
    span.style.boxShadow = `inset 0 ${shade > 0 ? 2 : -2}px 0 ${share(30 + 70 * strength)}`;
  }
}
