/* The map of a process: fits the width of its frame at first; buttons, + - 0 keys, Ctrl and the wheel
   enlarge it, dragging and the arrow keys move it. Without this script it stands there, fitted. */
(() => {
  "use strict";
  const STEP = 1.25, MOST = 3;

  function start(frame) {
    const svg = frame.querySelector("svg");
    const tools = frame.parentElement.querySelector("[data-map-tools]");
    if (!svg || !tools) return;
    const wide = svg.viewBox.baseVal.width, high = svg.viewBox.baseVal.height;
    let scale = 1, fitted = true;
    const fit = () => Math.min(1, frame.clientWidth / wide);
    const whole = () => Math.min(fit(), (innerHeight * 0.8) / high);

    function show(next, x, y) {
      const before = scale;
      scale = Math.min(MOST, Math.max(Math.min(whole(), 0.25), next));
      const left = ((frame.scrollLeft + x) * scale) / before - x;
      const top = ((frame.scrollTop + y) * scale) / before - y;
      svg.setAttribute("width", Math.round(wide * scale));
      svg.setAttribute("height", Math.round(high * scale));
      frame.classList.toggle("larger", scale > fit() + 0.01);
      frame.scrollTo({ left, top, behavior: "instant" });
    }
    const middle = (next) => show(next, frame.clientWidth / 2, frame.clientHeight / 2);
    const acts = {
      more: () => { fitted = false; middle(scale * STEP); },
      less: () => { fitted = false; middle(scale / STEP); },
      fit: () => { fitted = true; middle(fit()); },
      whole: () => { fitted = false; middle(whole()); },
    };
    const keys = { "+": "more", "=": "more", "-": "less", "0": "fit", "1": "whole" };

    svg.classList.add("sized");
    tools.hidden = false;
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act]");
      if (button) acts[button.dataset.act]();
    });
    frame.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
      event.preventDefault();
      acts[keys[event.key]]();
    });
    frame.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const box = frame.getBoundingClientRect();
      fitted = false;
      show(scale * (event.deltaY < 0 ? STEP : 1 / STEP), event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });

    let held = null;
    frame.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button) return;
      held = { x: event.clientX + frame.scrollLeft, y: event.clientY + frame.scrollTop };
      frame.setPointerCapture(event.pointerId);
    });
    frame.addEventListener("pointermove", (event) => {
      if (held) frame.scrollTo({ left: held.x - event.clientX, top: held.y - event.clientY, behavior: "instant" });
    });
    for (const name of ["pointerup", "pointercancel"]) frame.addEventListener(name, () => { held = null; });

    new ResizeObserver(() => { if (fitted) middle(fit()); }).observe(frame);
    middle(fit());
  }

  for (const frame of document.querySelectorAll("[data-map]")) start(frame);
})();
