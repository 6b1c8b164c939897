// Drop a file on the field, see its name, see that it is being read. Works without, too.
(() => {
  "use strict";
  const form = document.querySelector("[data-import]");
  if (!form) return;
  const zone = form.querySelector("[data-dropzone]");
  const input = form.querySelector('input[type="file"]');
  const said = form.querySelector("[data-chosen]");
  const wait = form.querySelector("[data-wait]");

  function chosen() {
    const file = input.files[0];
    if (file) said.textContent = `${file.name} · ${(file.size / 1048576).toFixed(1)} MB`;
  }
  input.addEventListener("change", chosen);
  ["dragover", "dragenter"].forEach((name) => zone.addEventListener(name, (event) => {
    event.preventDefault();
    zone.classList.add("over");
  }));
  ["dragleave", "drop"].forEach((name) => zone.addEventListener(name, () => zone.classList.remove("over")));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    chosen();
  });
  form.addEventListener("submit", () => { wait.hidden = false; });
  window.addEventListener("pageshow", () => { wait.hidden = true; });
})();
