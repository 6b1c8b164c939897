/* Long lists to choose from: narrowed by typing, all or none at once, counted. Without script the
   whole list stands there, sorted. */
(() => {
  "use strict";
  const bar = document.getElementById("pick-bar");
  const MANY = 12;
  if (!bar) return;

  function tools(count) {
    const made = bar.content.firstElementChild.cloneNode(true);
    const find = made.querySelector("input");
    find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    if (!count) made.querySelectorAll("[data-pick-set], [data-pick-count]").forEach((one) => one.remove());
    return [made, find];
  }
  const plain = (text) => text.toLowerCase().replace(/\s+/g, "");

  function boxes(place) {
    const rows = [...place.querySelectorAll("tbody tr")];
    const all = [...place.querySelectorAll("input[type=checkbox]:not(:disabled)")];
    const items = rows.length ? rows : all.map((box) => box.closest("label").parentElement);
    if (all.length <= MANY && !place.hasAttribute("data-pick")) return;
    const [made, find] = tools(true);
    const said = made.querySelector("[data-pick-count]");
    const words = items.map((item) => plain([...item.querySelectorAll("[data-pick-words]")].map((w) => w.textContent).join() || item.textContent));
    const count = () => { said.textContent = said.dataset.pickCount.replace("#", all.filter((box) => box.checked).length); };
    find.addEventListener("input", () => {
      const wanted = plain(find.value);
      items.forEach((item, i) => { item.hidden = !words[i].includes(wanted); });
    });
    made.addEventListener("click", (event) => {
      const button = event.target.closest("[data-pick-set]");
      if (!button) return;
      for (const box of all) {
        if (box.closest("[hidden]")) continue;  // only what is seen is ticked
        box.checked = button.dataset.pickSet === "all";
        box.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
    place.addEventListener("change", count);
    place.querySelector(":scope > div").before(made);
    count();
  }

  function select(list) {
    if (list.options.length <= MANY || list.multiple) return;
    const [made, find] = tools(false);
    const groups = [list, ...list.querySelectorAll("optgroup")].map((group) => [group, [...group.children]]);
    const fits = (one, wanted, chosen) =>
      one.tagName === "OPTGROUP" ? one.children.length : !one.value || one.value === chosen || plain(one.textContent).includes(wanted);
    find.addEventListener("input", () => {
      const wanted = plain(find.value);
      const chosen = list.value;
      for (const [group, kept] of groups.slice().reverse())  // the groups first, then which of them stay
        group.replaceChildren(...kept.filter((one) => fits(one, wanted, chosen)));
      list.value = chosen;
    });
    list.before(made);
  }

  document.querySelectorAll("form[data-pick], .field-choices fieldset").forEach(boxes);
  document.querySelectorAll(".field select, select[data-narrow]").forEach(select);
})();
