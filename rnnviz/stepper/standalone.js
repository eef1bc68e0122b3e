// In a file of its own: the payload lies in the page, and nobody hears of the place.
const settings = JSON.parse(document.getElementById("settings").textContent);
const coded = atob(document.getElementById("payload").textContent);
payloads.set(settings.payload, Uint8Array.from(coded, (c) => c.charCodeAt(0)));
const show = () => mount({
  data: settings, parentElement: document.getElementById("place"), setTriggerValue() {},
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
show();
