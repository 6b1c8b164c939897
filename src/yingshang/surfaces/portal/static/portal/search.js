/* Suggestions under the search box: arrows choose, Enter opens, Escape closes. The box works without. */
(() => {
  "use strict";
  const box = document.querySelector("[data-suggests] input[role=combobox]");
  const list = document.getElementById("suggestions");
  if (!box || !list) return;
  let at = -1;

  const options = () => [...list.querySelectorAll("[role=option]")];

  function show(open) {
    list.classList.toggle("suggestions-open", open);
    box.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  }

  function choose(number) {
    at = number;
    options().forEach((one, i) => one.setAttribute("aria-selected", String(i === at)));
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else {
      box.setAttribute("aria-activedescendant", options()[at].id);
      options()[at].scrollIntoView({ block: "nearest" });
    }
  }

  list.addEventListener("htmx:afterSwap", () => { show(options().length > 0 && document.activeElement === box); choose(-1); });
  box.addEventListener("input", () => { if (!box.value.trim()) show(false); });
  box.addEventListener("focus", () => { if (options().length && box.value.trim()) show(true); });
  document.addEventListener("click", (event) => { if (!box.form.contains(event.target)) show(false); });
  box.form.addEventListener("focusout", (event) => { if (!box.form.contains(event.relatedTarget)) show(false); });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("keydown", (event) => {
    const count = options().length;
    const open = box.getAttribute("aria-expanded") === "true";
    if (event.key === "Escape" && open) { show(false); event.preventDefault(); }
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      if (!open) show(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose((at + step + count + (at < 0 && step < 0 ? 1 : 0)) % count);
    } else if (event.key === "Enter" && open && at >= 0 && !event.isComposing) {
      event.preventDefault();
      options()[at].querySelector("a").click();
    }
  });
})();
