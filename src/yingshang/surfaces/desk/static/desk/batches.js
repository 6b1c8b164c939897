/* A link to a row that another page of a long ledger holds: the server is asked for that page. */
(() => {
  "use strict";
  const seek = () => {
    const name = location.hash.slice(1);
    if (!/^(task|target|r)-\d+$/.test(name) || document.getElementById(name)) return;
    const there = new URL(location);
    if (there.searchParams.get("at") === name && !there.searchParams.has("page")) return; // no page has it
    there.searchParams.delete("page");
    there.searchParams.set("at", name);
    location.replace(there);
  };
  addEventListener("hashchange", seek);
  seek();
})();
