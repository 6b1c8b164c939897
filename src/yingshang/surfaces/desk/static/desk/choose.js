/* How many boxes of a form are ticked, written on its button. Without script the first number stays. */
(() => {
  "use strict";
  for (const form of document.querySelectorAll("form[data-choose]")) {
    const said = form.querySelector("[data-choose-count]");
    const boxes = [...document.querySelectorAll(`input[type="checkbox"][form="${form.id}"]`)];
    const button = form.querySelector("button");
    const count = () => {
      const n = boxes.filter((box) => box.checked).length;
      said.textContent = said.dataset.chooseCount.replace("#", n);
      button.disabled = n === 0;
    };
    for (const box of boxes) box.addEventListener("change", count);
    count();
  }
})();
