/* The counter by keyboard: Ctrl+Enter accepts, the first empty field has the focus, originals are
   ticked at once, pictures are pasted or dropped onto their line. Works without: all are forms. */
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const button = document.querySelector("[data-accept]");
    if (button) { event.preventDefault(); button.form.requestSubmit(button); }
  });
  // Enter in a field goes on to the next one, as in every form at a counter; it files nothing
  document.addEventListener("keydown", (event) => {
    const here = event.target;
    if (event.key !== "Enter" || event.ctrlKey || !here.matches(".counter form input:not([type=checkbox], [type=file]), .counter form select")) return;
    if (here.closest("[data-search-form]")) return;
    const all = [...here.form.querySelectorAll("input, select, textarea, [data-accept]")].filter((el) => el.type !== "hidden" && el.type !== "file" && !el.disabled && el.offsetParent);
    const next = all[all.indexOf(here) + 1];
    if (next) { event.preventDefault(); next.focus(); }
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-all-seen]")) return;
    document.querySelectorAll('input[name="seen"]').forEach((box) => { box.checked = event.target.checked; });
  });
  const firstEmpty = () => {
    const counter = document.querySelector("[data-first-empty]");
    if (!counter) return;
    const open = [...counter.querySelectorAll("input, select, textarea")].find((el) => el.offsetParent && !["hidden", "file", "checkbox", "radio"].includes(el.type) && !el.value && !el.closest(".field")?.querySelector(".optional"));
    if (open) open.focus();
  };
  document.addEventListener("DOMContentLoaded", firstEmpty);
  document.addEventListener("htmx:afterSettle", firstEmpty);

  function give(input, files) {
    const held = new DataTransfer();
    [...input.files, ...files].forEach((file) => held.items.add(file));
    input.files = held.files;
    const line = input.closest(".material-line");
    let told = line.querySelector(".given");
    if (!told) { told = document.createElement("output"); told.className = "given"; line.append(told); }
    told.textContent = [...input.files].map((file) => file.name).join("、");
  }
  const inputOf = (node) => node?.closest?.(".material-line")?.querySelector("[data-drop]");
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files || [])];
    if (!files.length) return;
    const inputs = [...document.querySelectorAll("[data-drop]")];
    const input = inputOf(document.activeElement) || inputs.find((one) => !one.files.length) || inputs[0];
    if (input) { event.preventDefault(); give(input, files); }
  });
  document.addEventListener("dragover", (event) => { if (inputOf(event.target)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    const input = inputOf(event.target);
    if (!input || !event.dataTransfer.files.length) return;
    event.preventDefault();
    give(input, event.dataTransfer.files);
  });
})();
