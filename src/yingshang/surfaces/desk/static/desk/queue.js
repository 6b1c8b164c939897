/* The queue by keyboard. Without this file every row has its box and every verb its button.
   j/k move, x selects, Shift x selects a stretch, Enter opens (the link has the focus),
   letters press the button that carries them (data-key), ? shows the list, Esc lets go. */
(() => {
  "use strict";
  const OFF = "yingshang-keys-off", MARK = "yingshang-row";
  const chosen = new Set(); // numbers that stay selected when the list is drawn anew
  let here = ""; // id of the row that had the focus
  let anchor = null; // where a stretch begins

  const all = (name, root = document) => [...root.querySelectorAll(name)];
  const rows = () => all("[data-row]");
  const boxes = () => all("[data-pick]");
  const number = (box) => box.value.split(":")[0];
  const boxOf = (row) => row && row.closest("tr").querySelector("[data-pick]");
  const dialog = () => document.getElementById("keys");
  const on = () => { try { return !localStorage.getItem(OFF); } catch { return true; } };
  const typing = (el) => el.closest("textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio])");

  /* the row that is meant: the one with the focus in it, else the one that had it last */
  function current() {
    const line = document.activeElement.closest && document.activeElement.closest("tr");
    return (line && line.querySelector("[data-row]")) || document.getElementById(here);
  }

  function move(step) {
    const list = rows();
    if (!list.length) return;
    const now = list.indexOf(current());
    const next = now < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, now + step));
    list[next].focus();
    list[next].scrollIntoView({ block: "nearest" });
  }

  function tell() {
    const ticked = boxes().filter((box) => box.checked);
    const bar = document.querySelector(".many-bar");
    if (!bar) return;
    bar.toggleAttribute("data-some", ticked.length > 0);
    const words = bar.querySelector("[data-count]");
    words.textContent = words.dataset.words.replace("%n", ticked.length);
    const every = bar.querySelector("[data-all]");
    every.checked = ticked.length > 0 && ticked.length === boxes().length;
    every.indeterminate = ticked.length > 0 && !every.checked;
  }

  function keep(box) {
    if (box.checked) chosen.add(number(box)); else chosen.delete(number(box));
  }

  function set(box, value) {
    box.checked = value;
    keep(box);
  }

  function toggle(stretch) {
    const row = current() || rows()[0];
    const box = boxOf(row);
    if (!box) return;
    const list = boxes();
    if (stretch && anchor !== null && list[anchor]) {
      const [from, to] = [anchor, list.indexOf(box)].sort((a, b) => a - b);
      list.slice(from, to + 1).forEach((one) => set(one, true));
    } else {
      set(box, !box.checked);
    }
    anchor = list.indexOf(box);
    row.focus();
    tell();
  }

  function letGo() {
    boxes().forEach((box) => set(box, false));
    chosen.clear();
    tell();
  }

  /* nothing selected: the verb is for the row with the focus */
  function press(key) {
    const button = document.querySelector(`.many-bar [data-key="${key}"]`);
    if (!button) return false;
    if (!boxes().some((box) => box.checked)) {
      const box = boxOf(current());
      if (!box) return false;
      set(box, true);
      tell();
    }
    leaveMark();
    button.form.requestSubmit(button);
    return true;
  }

  /* after a verb or a look at a case one stands where one was */
  function leaveMark() {
    try { sessionStorage.setItem(MARK, here); } catch { /* private window */ }
  }

  function standAgain() {
    let id = "";
    try { id = sessionStorage.getItem(MARK) || ""; sessionStorage.removeItem(MARK); } catch { return; }
    const row = id && document.getElementById(id);
    if (row && document.activeElement === document.body) row.focus();
  }

  function help() {
    const box = dialog();
    if (!box || box.open) return;
    box.querySelector("[data-keys-on]").checked = on();
    box.showModal();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (dialog() && dialog().open) return;
    if (event.key === "ArrowDown" && event.target.matches("[data-search]")) { move(1); event.preventDefault(); return; }
    if (event.key === "Escape") {
      if (typing(event.target)) event.target.blur(); else letGo();
      return;
    }
    if (typing(event.target) || !on()) return;
    const key = event.key;
    let done = true;
    if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (key === "x" || key === "X") toggle(key === "X");
    else if (key === "?") help();
    else if (key === "/") { const box = document.querySelector("[data-search]"); if (box) { box.focus(); box.select(); } }
    else done = key.length === 1 && press(key);
    if (done) event.preventDefault();
  });

  document.addEventListener("focusin", (event) => {
    const line = event.target.closest("tr");
    const row = line && line.querySelector("[data-row]");
    if (row) here = row.id;
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick]")) { keep(event.target); anchor = boxes().indexOf(event.target); tell(); }
    if (event.target.matches("[data-all]")) { boxes().forEach((box) => set(box, event.target.checked)); tell(); }
    if (event.target.matches("[data-keys-on]")) {
      try { if (event.target.checked) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1"); } catch { /* private window */ }
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-row]")) { here = event.target.closest("[data-row]").id; leaveMark(); }
    if (event.target.closest("[data-keys-open]")) help();
    if (event.target.closest("[data-keys-close]")) dialog().close();
  });

  /* the list refreshes itself: selection and focus stay */
  let focused = false;
  document.addEventListener("htmx:beforeSwap", () => { focused = Boolean(document.activeElement.closest("#queue")); });
  document.addEventListener("htmx:afterSwap", () => {
    boxes().forEach((box) => { box.checked = chosen.has(number(box)); });
    const row = document.getElementById(here);
    if (focused && row) row.focus({ preventScroll: true });
    tell();
  });
  const start = () => { boxes().forEach(keep); tell(); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
  window.addEventListener("pageshow", () => { chosen.clear(); start(); standAgain(); });
})();
