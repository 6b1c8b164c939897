/* Arrow keys in the month of deadlines: one day or one week on; Enter goes to the first task of the
   day, Escape back to the day; PageUp and PageDown turn the month. One day is in the tab order. */
(() => {
  "use strict";
  const month = document.querySelector("[data-month]");
  if (!month) return;
  const days = [...month.querySelectorAll("[data-day]")];
  if (!days.length) return;
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

  function stand(at) {
    days.forEach((day, index) => { day.tabIndex = index === at ? 0 : -1; });
  }

  function go(at) {
    if (at < 0 || at >= days.length) return;
    stand(at);
    days[at].focus();
  }

  function turn(which) {
    const link = document.querySelector(`[data-${which}]`);
    if (link) window.location.assign(`${link.href}#days`);
  }

  const today = days.findIndex((day) => day.hasAttribute("aria-current"));
  const first = days.findIndex((day) => day.querySelector("a"));
  stand(Math.max(0, today >= 0 ? today : first));

  if (window.location.hash === "#days") {
    days.find((day) => day.tabIndex === 0).focus();
  }

  month.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const day = event.target.closest("[data-day]");
    const at = days.indexOf(day);
    if (at < 0) return;
    const week = [...day.parentElement.querySelectorAll("[data-day]")];
    if (event.key in steps) go(at + steps[event.key]);
    else if (event.key === "Home") go(days.indexOf(week[0]));
    else if (event.key === "End") go(days.indexOf(week[week.length - 1]));
    else if (event.key === "PageUp") turn("before");
    else if (event.key === "PageDown") turn("after");
    else if (event.key === "Escape") day.focus();
    else if (event.key === "Enter" && event.target === day) {
      const link = day.querySelector("a");
      if (link) link.focus();
    } else return;
    event.preventDefault();
  });
})();
