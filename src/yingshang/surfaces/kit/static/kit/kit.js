/* Small behaviour on top of pages that work without it. No inline scripts, no eval. */
(() => {
  "use strict";
  document.documentElement.classList.add("js");

  const colours = ["#12585f", "#c98a12", "#5b7fb4", "#a83a26", "#5d9c9a", "#7d6b9d"];
  const shapes = ["circle", "rect", "triangle", "diamond", "roundRect", "pin"];
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  function lines(spec) {
    return spec.series.map((row, i) => ({
      name: row.name,
      type: row.kind || spec.kind,
      data: row.data,
      connectNulls: false,
      symbol: shapes[i % shapes.length],
      symbolSize: 7,
      barMaxWidth: 28,
      label: { show: spec.horizontal, position: "right", color: "#43525c", backgroundColor: "rgba(255,255,255,0.85)" },
      markLine: i === 0 && spec.target !== null
        ? { silent: true, symbol: "none", precision: 4, lineStyle: { color: "#a83a26", type: "dashed", width: 2 },
            label: { formatter: spec.target_label || String(spec.target), color: "#a83a26", position: spec.horizontal ? "start" : "insideStartTop" },
            data: [spec.horizontal ? { xAxis: spec.target } : { yAxis: spec.target }] }
        : undefined,
    }));
  }

  // how many rows the names of the series take at this width, so that none lies on the picture
  function legendRows(spec, size, width) {
    if (spec.series.length < 2) return 0;
    let rows = 1, filled = 0;
    for (const { name } of spec.series) {
      const wide = 50 + [...name].reduce((sum, sign) => sum + (sign > "\u2e7f" ? size : size * 0.6), 0);
      if (filled && filled + wide > width) { rows += 1; filled = 0; }
      filled += wide;
    }
    return rows;
  }

  // a name in lines of about so many Chinese signs: four round a small radar, where half is cut off else
  function folded(name, most) {
    const lines = [""];
    let filled = 0;
    for (const part of name.match(/[\u2e80-\uffff]|[^\u2e80-\uffff\s]+\s*|\s+/g) || []) {
      const wide = part > "\u2e7f" ? 1 : part.length * 0.55;
      if (filled && filled + wide > most) { lines.push(""); filled = 0; }
      lines[lines.length - 1] += part;
      filled += wide;
    }
    return lines.map((line) => line.trim()).join("\n");
  }

  function option(spec, size, width) {
    const above = legendRows(spec, size, width) * (size + 12);
    const text = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: size, color: "#43525c" };
    const common = {
      color: colours, textStyle: text, animation: !calm, animationDuration: 300,
      aria: { enabled: true, decal: { show: spec.series.length > 1 && spec.kind === "bar" } },
      legend: spec.series.length > 1 ? { top: 0, textStyle: text, icon: "roundRect" } : undefined,
    };
    if (spec.kind === "radar") {
      return { ...common, tooltip: {}, radar: { center: ["50%", `${50 + (above > 30 ? 10 : 0)}%`], radius: width < 420 ? "42%" : "50%", indicator: spec.labels.map((name) => ({ name, max: spec.maximum || 100 })), axisName: width < 420 ? { ...text, formatter: (name) => folded(name, 4) } : text },
        series: [{ type: "radar", data: spec.series.map((r, i) => ({ name: r.name, value: r.data, symbol: shapes[i % shapes.length] })) }] };
    }
    const category = { type: "category", data: spec.labels, axisLabel: text, axisTick: { show: false }, axisLine: { lineStyle: { color: "#8b989f" } }, inverse: spec.horizontal };
    // the promise must be on the picture, however far away the values are
    const room = (v) => Math.abs(v.max - spec.target) / 10 || 1;
    const ends = spec.target === null || spec.maximum ? {} : {
      min: spec.kind !== "line" ? undefined : (v) => v.min > spec.target ? Math.max(Math.min(0, v.min), Math.floor(spec.target - room(v))) : null,
      max: (v) => v.max >= spec.target ? null : spec.unit === "%" && spec.target <= 100 ? 100 : Math.ceil(spec.target + room(v)),
    };
    const value = { type: "value", axisLabel: text, max: spec.maximum || undefined, scale: spec.kind === "line", splitLine: { lineStyle: { color: "#e6ebec" } }, ...ends };
    return {
      ...common,
      tooltip: { trigger: "axis", valueFormatter: (v) => (v === null || v === undefined ? "–" : `${v}${spec.unit}`) },
      grid: { left: 8, right: spec.horizontal ? 56 : 28, bottom: 4, top: above ? above + 12 : 20, containLabel: true },
      xAxis: spec.horizontal ? value : category,
      yAxis: spec.horizontal ? category : value,
      series: lines(spec),
    };
  }

  function draw(box) {
    const data = document.getElementById(box.dataset.chart);
    if (!data || box.dataset.drawn) return;
    box.dataset.drawn = "1";
    const size = Math.max(12, Math.round(parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.8));
    const chart = window.echarts.init(box, null, { renderer: "svg" });
    const spec = JSON.parse(data.textContent);
    const paint = () => {
      chart.setOption(option(spec, size, box.clientWidth));
      // so that paper, which is narrower than the screen, can shrink it
      box.querySelector("svg").setAttribute("viewBox", `0 0 ${box.clientWidth} ${box.clientHeight}`);
    };
    paint();
    new ResizeObserver(() => { chart.resize(); paint(); }).observe(box);
  }

  function charts(root) {
    const boxes = root.querySelectorAll("[data-chart]");
    if (!boxes.length) return;
    if (window.echarts) { boxes.forEach(draw); return; }
    const script = document.createElement("script");
    script.src = new URL("../vendor/echarts.min.js", here);
    script.onload = () => document.querySelectorAll("[data-chart]").forEach(draw);
    document.head.append(script);
  }

  // a second click on the same form does nothing; the server would also answer with the first case
  function once(event) {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if ((form.getAttribute("method") || "").toLowerCase() !== "post" || form.hasAttribute("hx-post")) return;
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  }

  function chosenFiles(event) {
    const input = event.target;
    if (input.type !== "file" || !input.dataset.list) return;
    const list = document.getElementById(input.dataset.list);
    if (!list) return;
    list.replaceChildren(...[...input.files].map((file) => {
      const item = document.createElement("li");
      item.textContent = `${file.name} · ${(file.size / 1048576).toFixed(1)} MB`;
      return item;
    }));
  }

  // What was typed since the last save leaves with the page: a closed tab loses nothing. The form
  // says which page it is and how much was typed, so that a save overtaken on its way is known.
  const typed = new WeakMap(), asked = new WeakMap(), safe = new WeakMap();
  const page = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12)}`;
  const kept = (place) => document.getElementById(place.dataset.keeps);
  const isSafe = (form) => (typed.get(form) || 0) <= (safe.get(form) || 0);
  function touched(event) {
    const form = event.target.form;
    if (!form) return;
    typed.set(form, (typed.get(form) || 0) + 1);
    if (!form.elements["draft-page"]) return;
    form.elements["draft-page"].value = page;
    form.elements["draft-typed"].value = typed.get(form);
  }
  function saving(event) {
    const place = event.target;
    if (!place.dataset || !place.dataset.keeps) return;
    if (isSafe(kept(place))) event.preventDefault(); // nothing new: nothing is sent
    else asked.set(kept(place), typed.get(kept(place)));
  }
  function saved(event) {
    const place = event.target;
    if (place.dataset && place.dataset.keeps && event.detail.successful) safe.set(kept(place), asked.get(kept(place)));
  }
  function leave() {
    document.querySelectorAll("[data-keeps]").forEach((place) => {
      const form = kept(place);
      if (isSafe(form)) return;
      if (navigator.sendBeacon(place.getAttribute("hx-post"), new FormData(form))) safe.set(form, typed.get(form));
    });
  }

  const here = document.currentScript.src;
  function ready(root) {
    charts(root);
    const focus = root.querySelector("[data-focus]");
    if (focus) focus.focus();
  }
  document.addEventListener("DOMContentLoaded", () => ready(document));
  document.addEventListener("htmx:afterSwap", (event) => ready(event.target));
  function failed() {
    const words = document.getElementById("net-failed");
    const place = document.getElementById("notices");
    if (words && place) place.replaceChildren(words.content.cloneNode(true));
  }
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:timeout", failed);
  document.addEventListener("input", touched);
  document.addEventListener("htmx:beforeRequest", saving);
  document.addEventListener("htmx:afterRequest", saved);
  document.addEventListener("submit", (event) => safe.set(event.target, typed.get(event.target)));
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
  window.addEventListener("pagehide", leave);
  document.addEventListener("submit", once);
  document.addEventListener("change", chosenFiles);
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
  });
  // the menu: one button on a phone; what is open closes with Escape or a click elsewhere
  function foldMenu(button, open) { button.setAttribute("aria-expanded", String(open)); }
  function closeMenu(event) {
    document.querySelectorAll(".mainnav details[open]").forEach((group) => {
      if (event.type === "click" && group.contains(event.target)) return;
      const inside = group.contains(document.activeElement);
      group.open = false;
      if (event.type === "keydown" && inside) group.querySelector("summary").focus();
    });
    const button = document.querySelector(".mainnav-fold[aria-expanded='true']");
    if (!button || (event.type === "click" && button.parentElement.contains(event.target))) return;
    const inside = button.parentElement.contains(document.activeElement);
    foldMenu(button, false);
    if (event.type === "keydown" && inside) button.focus();
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenu(event); });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    closeMenu(event);
    const button = event.target.closest(".mainnav-fold");
    if (button) foldMenu(button, button.getAttribute("aria-expanded") !== "true");
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  });
})();
