/* The list of open data narrows as one types; without this the form asks the server. */
(() => {
  "use strict";
  const form = document.querySelector("[data-narrows]");
  const list = form && document.getElementById(form.dataset.narrows);
  const told = document.getElementById("open-count");
  if (!list || !told) return;
  const box = form.querySelector("input[type=search]");
  const asked = box.value.trim();
  const said = told.innerHTML;
  const themes = [...list.querySelectorAll("details")].map((theme) => ({
    theme,
    open: theme.open,
    rows: [...theme.querySelectorAll("li")].map((row) => ({
      row,
      words: `${theme.querySelector("h2").textContent} ${row.textContent} ${row.querySelector("a").href}`.toLowerCase(),
    })),
  }));

  function narrow() {
    const text = box.value.trim();
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const fresh = text === asked; // as the page came
    let found = 0;
    for (const { theme, open, rows } of themes) {
      let here = 0;
      for (const { row, words: own } of rows) {
        row.hidden = !fresh && !words.every((word) => own.includes(word));
        here += row.hidden ? 0 : 1;
      }
      theme.hidden = here === 0;
      theme.open = fresh ? open : words.length > 0 && here > 0;
      theme.querySelector(".open-number").textContent = here;
      found += here;
    }
    if (fresh) told.innerHTML = said;
    else told.textContent = found ? told.dataset.found.replace("%s", found) : told.dataset.none;
  }

  let waiting = 0;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(narrow, 120);
  });
})();
