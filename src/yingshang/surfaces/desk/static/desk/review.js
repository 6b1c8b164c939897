/* The review desk by keyboard: one act is one request, the row is drawn anew, the next one has
   the focus. Without this file every act is a plain form. Keys can be switched off (? dialog). */
(() => {
  "use strict";
  const OFF = "yingshang-keys-off";
  const desk = document.getElementById("review");
  if (!desk) return;
  const base = desk.dataset.base;
  const ledger = document.getElementById("ledger"), text = document.getElementById("document");
  const line = document.querySelector("[data-status-line]");
  let here = null; // id of the row that is meant
  let chosen = null; // id of the target that is meant in it, if one is
  let busy = false;

  const rows = () => [...ledger.querySelectorAll(".review-row:not([hidden])")];
  const row = () => document.getElementById(`r-${here}`);
  const panel = () => ledger.querySelector("[data-panel]:not(:empty)") || null;
  const dialog = () => document.getElementById("keys");
  const on = () => { try { return !localStorage.getItem(OFF); } catch { return true; } };
  const typing = (el) => el.closest && el.closest("textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio])");
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

  function say(words, refused) {
    line.textContent = words;
    line.classList.toggle("refused", Boolean(refused));
  }

  /* the row has the focus, and the document shows its words */
  function stand(id, { focus = true } = {}) {
    const found = document.getElementById(`r-${id}`);
    if (!found) return;
    ledger.querySelectorAll(".review-row.here").forEach((one) => one.classList.remove("here"));
    if (String(here) !== String(id)) chosen = null;
    here = id;
    found.classList.add("here");
    if (focus) { found.focus({ preventScroll: true }); found.scrollIntoView({ block: "nearest" }); }
    choose(chosen);
  }

  function choose(target) {
    const found = row();
    chosen = target;
    ledger.querySelectorAll(".review-target.chosen").forEach((one) => one.classList.remove("chosen"));
    text.querySelectorAll(".here").forEach((one) => one.classList.remove("here"));
    if (!found) return;
    if (target) document.getElementById(`t-${target}`)?.classList.add("chosen");
    const [from, to] = [Number(found.dataset.from), Number(found.dataset.to)];
    let first = null;
    if (found.dataset.from) {
      text.querySelectorAll("p[data-at]").forEach((p) => {
        const at = Number(p.dataset.at);
        if (at < to && at + p.textContent.length > from) { p.classList.add("here"); first = first || p; }
      });
    }
    const words = target && document.getElementById(`said-${target}`);
    if (words) words.classList.add("here");
    const shown = words || first;
    if (!shown || !text.offsetParent) return;
    if (desk.classList.contains("pane-document")) shown.scrollIntoView({ block: "center" }); // a phone: the page scrolls
    else text.scrollTop += shown.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 4;
  }

  function move(step) {
    const list = rows();
    if (!list.length) return;
    const now = list.indexOf(row());
    const next = now < 0 ? 0 : Math.min(list.length - 1, Math.max(0, now + step));
    stand(list[next].dataset.row);
  }

  /* after an act: the next row that waits, else stay */
  function onward() {
    const list = rows();
    const now = list.indexOf(row());
    const next = list.slice(now + 1).find((one) => one.classList.contains("review-waits"))
      || list.slice(0, Math.max(now, 0)).find((one) => one.classList.contains("review-waits"));
    if (next) { stand(next.dataset.row); return; }
    if (row()) stand(here);
    say(`${line.textContent.replace(desk.dataset.ended, "").trim()} ${desk.dataset.ended}`);
  }

  function close() {
    const open = panel();
    if (open) open.replaceChildren();
    text.classList.remove("marking");
    if (row()) stand(here);
  }

  function show(html, id) {
    const place = document.getElementById(`r-${id}`) || ledger.firstElementChild;
    if (!place) return;
    const open = panel();
    const slot = place.querySelector("[data-panel]");
    if (open && open !== slot) open.replaceChildren();
    slot.innerHTML = html;
    const field = slot.querySelector(".field-wrong input, .field-wrong select, .grid-form input:not([type=hidden]), .grid-form textarea");
    const wanted = field || slot.querySelector("[data-digit], button:not([tabindex='-1'])");
    if (wanted) { wanted.focus({ preventScroll: true }); if (wanted.select) wanted.select(); }
    slot.scrollIntoView({ block: "nearest" });
    const wrong = slot.querySelector("[role=alert]");
    if (wrong) say(wrong.textContent.trim(), true);
  }

  async function ask(address, options = {}) {
    if (busy) return null;
    busy = true;
    desk.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { ...options, headers: { "X-Review": "1", "X-CSRFToken": token() }, credentials: "same-origin" });
      const json = (answer.headers.get("content-type") || "").includes("json");
      if (!json && ![200, 409, 422].includes(answer.status)) throw new Error(answer.status);
      return { status: answer.status, json: json ? await answer.json() : null, html: json ? "" : await answer.text() };
    } catch {
      say(desk.dataset.lost, true);
      return null;
    } finally {
      busy = false;
      desk.removeAttribute("aria-busy");
    }
  }

  function draw(found) {
    let last = row();
    found.rows.forEach((one) => {
      const held = document.createElement("template");
      held.innerHTML = one.html.trim();
      const fresh = held.content.firstElementChild, old = document.getElementById(`r-${one.id}`);
      if (old) old.replaceWith(fresh); else if (last && last.isConnected) last.after(fresh); else ledger.append(fresh);
      last = fresh;
      fresh.querySelectorAll("[data-target]").forEach((t) => {
        const mark = document.getElementById(`said-${t.dataset.target}`);
        if (mark) mark.className = mark.className.replace(/told-(suggested|confirmed|corrected|rejected)/, `told-${t.dataset.status}`);
      });
    });
    found.gone.forEach((id) => document.getElementById(`r-${id}`)?.remove());
    const bar = document.getElementById("review-progress");
    if (bar) bar.outerHTML = found.progress;
    if (found.document) text.innerHTML = found.document;
  }

  async function act(form, button) {
    const data = new FormData(form, button || undefined);
    const verb = form.dataset.act, whole = verb === "confirm" && !data.get("target");
    const answer = await ask(form.getAttribute("action"), { method: "POST", body: data });
    if (!answer) return;
    if (!answer.json) { show(answer.html, here); return; }
    const found = answer.json;
    if (found.all && !found.refused) { try { sessionStorage.setItem("yingshang-review-said", found.said); } catch { /* private window */ } location.reload(); return; }
    if (!found.refused) { panel()?.replaceChildren(); text.classList.remove("marking"); }
    draw(found);
    say(found.said, found.refused);
    if (found.refused) { if (row()) stand(here); return; }
    if (found.focus && document.getElementById(`r-${found.focus}`)) here = String(found.focus);
    const now = row();
    if (whole || (now && !now.classList.contains("review-waits") && verb !== "undo")) { chosen = null; onward(); return; }
    chosen = null;
    if (now) stand(here);
  }

  /* the characters of the plan's text that are selected in the document */
  function selected() {
    const found = getSelection();
    if (!found.rangeCount || found.isCollapsed || !text.contains(found.anchorNode)) return null;
    const range = found.getRangeAt(0);
    const offset = (node, at) => {
      const p = (node.nodeType === 1 ? node : node.parentElement).closest("p[data-at]");
      if (!p) return null;
      const before = document.createRange();
      before.setStart(p, 0); before.setEnd(node, at);
      return Number(p.dataset.at) + before.toString().length;
    };
    const [start, end] = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
    return start === null || end === null ? null : { start, end };
  }

  async function open(verb, extra = {}) {
    if (!row() && verb !== "add") return;
    const asked = new URLSearchParams({ task: here || "", ...extra });
    if (chosen && (verb === "edit" || verb === "reject")) asked.set("target", chosen);
    const answer = await ask(`${base}${verb}/?${asked}`);
    if (answer && answer.html) show(answer.html, here);
  }

  async function split() {
    const stretch = selected(), found = row();
    if (!found) return;
    if (!stretch) { open("split"); return; }
    const answer = await ask(`${base}split/?task=${here}`);
    if (!answer || !answer.html) return;
    show(answer.html, here);
    const form = panel().querySelector("form"), at = document.createElement("input");
    at.type = "hidden"; at.name = "at_offset"; at.value = stretch.start;
    form.append(at);
    act(form);
  }

  function press(name) {
    const within = chosen ? document.getElementById(`t-${chosen}`) : row();
    const form = within && within.querySelector(`form[data-act="${name}"]`);
    const own = chosen || !within ? form : [...within.querySelectorAll(`form[data-act="${name}"]`)].find((one) => !one.closest("[data-target]"));
    if (own) act(own); else if (name === "confirm" && within) onward();
  }

  const bar = (name) => { const form = document.querySelector(`#review-progress form[data-act="${name}"]`); if (form) act(form); };

  function digit(key) {
    const open = panel();
    if (open) { const button = open.querySelector(`[data-digit="${key}"]`); if (button) act(button.form, button); return; }
    if (key === "0") { choose(null); return; }
    const target = row() && row().querySelectorAll("[data-target]")[Number(key) - 1];
    if (target) choose(target.dataset.target);
  }

  function filter(words) {
    ledger.querySelectorAll(".review-row").forEach((one) => { one.hidden = Boolean(words) && !one.textContent.includes(words); });
  }

  const KEYS = {
    j: () => move(1), k: () => move(-1), c: () => press("confirm"), e: () => open("edit"), x: () => open("reject"),
    s: split, m: () => { chosen = null; open("merge"); }, u: () => bar("undo"), A: () => bar("certain"),
    a: () => { chosen = null; open("add", selected() || {}); },
    g: () => { const list = rows(); if (list.length) stand(list[0].dataset.row); },
    G: () => { const list = rows(); if (list.length) stand(list[list.length - 1].dataset.row); },
    "/": () => { const box = document.querySelector("[data-search]"); box.focus(); box.select(); },
    "?": () => { const box = dialog(); box.querySelector("[data-keys-on]").checked = on(); box.showModal(); },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (dialog().open) return;
    if (event.key === "Escape") { if (panel()) close(); else if (typing(event.target)) { event.target.blur(); if (row()) stand(here); } else choose(null); return; }
    if (event.key === "Enter" && !event.shiftKey && on() && event.target.matches("[data-panel] textarea")) {
      const form = event.target.form;
      form.requestSubmit(form.querySelector("button:not([type=button])"));
      event.preventDefault(); return;
    }
    if (typing(event.target) || !on()) return;
    if (event.key === "Enter") {
      if (event.target.closest("a, button, summary")) return;
      press("confirm"); event.preventDefault(); return;
    }
    if (/^\d$/.test(event.key)) { digit(event.key); event.preventDefault(); return; }
    const act = !panel() || "jk".includes(event.key) ? KEYS[event.key] : null;
    if (act) { act(); event.preventDefault(); }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.act) return;
    event.preventDefault(); event.stopPropagation();
    const inside = form.closest("[data-row]");
    if (inside) here = inside.dataset.row;
    act(form, event.submitter);
  }, true);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-open]");
    if (link) {
      event.preventDefault();
      stand(link.closest("[data-row]").dataset.row, { focus: false });
      choose(link.closest("[data-target]")?.dataset.target || null);
      open(link.dataset.open, link.dataset.open === "add" ? selected() || {} : {});
      return;
    }
    if (event.target.closest("[data-close]")) { close(); return; }
    const mark = event.target.closest("mark.told a, mark.told");
    const said = mark && mark.closest("mark[id^=said-]");
    if (said) {
      const target = document.getElementById(said.id.replace("said-", "t-"));
      if (target) { event.preventDefault(); stand(target.closest("[data-row]").dataset.row); choose(target.dataset.target); }
      return;
    }
    const inside = event.target.closest(".review-row");
    if (inside && !event.target.closest("a, button, input, select, textarea, label")) { stand(inside.dataset.row, { focus: !getSelection().toString() }); const t = event.target.closest("[data-target]"); if (t) choose(t.dataset.target); }
    const pane = event.target.closest("[data-pane]");
    if (pane) {
      desk.classList.remove("pane-ledger", "pane-document"); desk.classList.add(`pane-${pane.dataset.pane}`);
      document.querySelectorAll("[data-pane]").forEach((one) => one.setAttribute("aria-pressed", String(one === pane)));
      if (pane.dataset.pane === "document") choose(chosen);
    }
    if (event.target.closest("[data-keys-open]")) KEYS["?"]();
    if (event.target.closest("[data-keys-close]")) dialog().close();
  });
  document.addEventListener("focusin", (event) => {
    const inside = event.target.closest && event.target.closest(".review-row");
    if (inside && inside.dataset.row !== String(here)) stand(inside.dataset.row, { focus: false });
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-keys-on]")) return;
    try { if (event.target.checked) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1"); } catch { /* private window */ }
  });
  document.addEventListener("input", (event) => { if (event.target.matches("[data-search]")) filter(event.target.value.trim()); });

  const start = () => {
    desk.classList.add("pane-ledger");
    try { const said = sessionStorage.getItem("yingshang-review-said"); if (said) { say(said); sessionStorage.removeItem("yingshang-review-said"); } } catch { /* private window */ }
    const asked = location.hash.startsWith("#r-") ? location.hash.slice(3) : "";
    const first = (asked && document.getElementById(`r-${asked}`)) || rows()[0];
    if (first) stand(first.dataset.row);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
