/* The note of where a value comes from goes as soon as the applicant writes another one. */
(() => {
  "use strict";
  document.addEventListener("input", (event) => {
    const field = event.target.closest("#apply-fields .field");
    if (field) field.querySelector(".field-note")?.remove();
  });
})();
