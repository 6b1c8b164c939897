/* Keys for the queue: j/k move, Enter opens (the link has the focus), / goes to the search box. */
(() => {
  "use strict";
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const typing = (el) => el.closest("input, select, textarea, [contenteditable]");

  function move(step) {
    const all = rows();
    if (!all.length) return;
    const now = all.indexOf(document.activeElement);
    const next = now < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, now + step));
    all[next].focus();
    all[next].scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (typing(event.target)) return;
    if (event.key === "j") { move(1); event.preventDefault(); }
    if (event.key === "k") { move(-1); event.preventDefault(); }
    if (event.key === "/") {
      const box = document.querySelector("[data-search]");
      if (box) { box.focus(); box.select(); event.preventDefault(); }
    }
  });

  // arrow down from the search box goes to the first hit
  document.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && event.target.matches("[data-search]")) { move(1); event.preventDefault(); }
  });
})();
