// Words as points that move from snapshot to snapshot while an embedding learns.
// Words are drawn on a canvas or set as textContent: never markup.
const instances = new WeakMap();
const MILLISECONDS = 110; // a snapshot

export default function (component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector(".dance");
  if (!root) return;
  const state = instances.get(root) || { place: 0, playing: false, identity: null };
  instances.set(root, state);
  cancelAnimationFrame(state.frame);
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const [canvas, slider, button] = ["canvas", "slider", "play"].map(part);
  const last = data.tables.length - 1;
  root.setAttribute("aria-label", data.labels.picture);
  slider.setAttribute("aria-label", data.labels.epoch);
  canvas.setAttribute("aria-label", data.labels.picture);
  slider.max = String(last);
  slider.disabled = button.disabled = last === 0;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (state.identity !== data.identity) {
    // A new training starts from its random beginning; whoever wants no motion sees its end.
    Object.assign(state, { identity: data.identity, place: still ? last : 0, tip: "" });
    state.playing = last > 0 && !still;
  }
  let before = null;

  function turn(now) {
    if (state.playing) {
      const passed = before === null ? 0 : Math.max(0, now - before);
      state.place = Math.min(last, state.place + passed / MILLISECONDS);
      if (state.place >= last) state.playing = false;
    }
    before = now;
    paint();
    if (state.playing) state.frame = requestAnimationFrame(turn);
  }
  function start() {
    cancelAnimationFrame(state.frame);
    before = null;
    state.frame = requestAnimationFrame(turn);
  }
  function toggle() {
    if (last === 0) return;
    state.playing = !state.playing;
    if (state.playing && state.place >= last) state.place = 0;
    start();
  }
  function go(place) {
    state.playing = false;
    state.place = Math.min(last, Math.max(0, place));
    start();
  }

  function paint() {
    const width = canvas.clientWidth || 600;
    const height = Math.min(560, Math.max(360, width * 0.62));
    const ratio = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.height = `${height}px`;
    }
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const style = getComputedStyle(root);
    const ink = style.color;
    const [low, high] = [Math.floor(state.place), Math.ceil(state.place)];
    const share = state.place - low;
    const spots = data.words.map((_, i) => {
      const [a, b] = [data.tables[low][i], data.tables[high][i]];
      const at = (k) => a[k] + share * (b[k] - a[k]);
      return {
        x: (0.5 + 0.46 * (at(0) / data.reach)) * width,
        y: (0.5 - 0.44 * (at(1) / data.reach)) * height,
      };
    });
    context.strokeStyle = "rgba(128,128,128,0.35)";
    context.beginPath();
    context.moveTo(width / 2, 0);
    context.lineTo(width / 2, height);
    context.moveTo(0, height / 2);
    context.lineTo(width, height / 2);
    context.stroke();
    spots.forEach((spot, i) => {
      context.beginPath();
      context.arc(spot.x, spot.y, 5, 0, 7);
      context.fillStyle = data.colours[i];
      context.fill();
      context.strokeStyle = "rgba(128,128,128,0.9)";
      context.stroke();
    });
    write(context, spots, width, height, ink, style.fontFamily);
    slider.value = String(Math.round(state.place));
    part("count").textContent = `${data.labels.epoch} ${data.epochs[Math.round(state.place)]}`;
    button.textContent = state.playing ? "❚❚" : state.place >= last && last ? "↻" : "▶";
    button.setAttribute("aria-label", state.playing ? data.labels.pause : data.labels.play);
    part("tip").textContent = state.tip || data.labels.hint;
    root.dataset.epoch = String(data.epochs[Math.round(state.place)]);
    root.dataset.playing = String(state.playing);
    state.spots = spots;
  }

  // Names go where there is room: above, below or beside the point, else further off on a line.
  function write(context, spots, width, height, ink, family) {
    context.font = `13px ${family}`;
    context.textBaseline = "middle";
    const taken = spots.map((s) => [s.x - 5, s.y - 5, s.x + 5, s.y + 5]);
    spots.forEach((spot, i) => {
      const wide = context.measureText(data.words[i]).width + 4;
      let best = null;
      for (let ring = 0; ring < 7 && !best; ring += 1) {
        for (let k = 0; k < 12 && !best; k += 1) {
          const angle = -Math.PI / 2 + (k * Math.PI) / 6;
          const x = spot.x + Math.cos(angle) * (wide / 2 + 8 + 15 * ring);
          const y = spot.y + Math.sin(angle) * (15 + 15 * ring);
          const box = [x - wide / 2, y - 7, x + wide / 2, y + 7];
          const inside = box[0] > 0 && box[2] < width && box[1] > 0 && box[3] < height;
          const free = taken.every(
            (o) => box[2] < o[0] || o[2] < box[0] || box[3] < o[1] || o[3] < box[1],
          );
          if (inside && free) best = { x, y, box, ring };
        }
      }
      if (!best) return; // no room: the name shows when the point is pointed at
      taken.push(best.box);
      if (best.ring > 0) {
        context.strokeStyle = "rgba(128,128,128,0.5)";
        context.beginPath();
        context.moveTo(spot.x, spot.y);
        context.lineTo(best.x, best.y + (best.y > spot.y ? -7 : 7));
        context.stroke();
      }
      context.fillStyle = ink;
      context.textAlign = "center";
      context.fillText(data.words[i], best.x, best.y);
    });
  }

  canvas.onpointermove = (event) => {
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const near = (state.spots || [])
      .map((s, i) => [Math.hypot(s.x - x, s.y - y), data.words[i]])
      .filter(([far]) => far < 16)
      .sort((a, b) => a[0] - b[0]);
    state.tip = near.map(([, word]) => word).join(", ");
    part("tip").textContent = state.tip || data.labels.hint;
  };
  canvas.onpointerleave = () => {
    state.tip = "";
    part("tip").textContent = data.labels.hint;
  };
  button.onclick = toggle;
  slider.oninput = () => go(Number(slider.value));
  root.onkeydown = (event) => {
    const moves = {
      ArrowLeft: () => go(Math.ceil(state.place) - 1),
      ArrowRight: () => go(Math.floor(state.place) + 1),
      Home: () => go(0),
      End: () => go(last),
      " ": toggle,
    };
    if (event.target === button || !moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  };
  if (state.observer) state.observer.disconnect();
  state.observer = new ResizeObserver(() => state.playing || paint());
  state.observer.observe(canvas);
  start();
  return () => {
    cancelAnimationFrame(state.frame);
    state.observer.disconnect();
  };
}
