"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const [frame, status, notes, faults, link] =
    ["page", "status", "notes", "faults", "difference"].map(find);
  const difference = "/-/difference";
  // What the server said last.
  let [version, pages, waiting] = ["", null, null];
  // Whether the difference is being made, which takes a while.
  let isComparing = false;

  // The address of the page in the frame; null while there is none.
  const shown = () => {
    try {
      const { origin, pathname, search, hash } = frame.contentWindow.location;
      return origin === location.origin ? { pathname, search, hash } : null;
    } catch {
      return null; // a page of somebody else
    }
  };
  const path = () => {
    const name = (shown() ?? location).pathname;
    return name.startsWith(`${difference}/`) ? name.slice(difference.length) : name;
  };

  const make = (tag, text) => {
    const made = document.createElement(tag);
    made.textContent = text;
    return made;
  };
  const show = (state) => {
    faults.hidden = !state.faults.length;
    const count = state.faults.length;
    faults.querySelector("h1").textContent = count === 1 ? "A fault" : `${count} faults`;
    faults.querySelector("ol").replaceChildren(
      ...state.faults.map((fault) => {
        const item = make("li", fault.text);
        if (fault.line !== null) {
          item.append(make("pre", `${fault.line}\n${" ".repeat(fault.column - 1)}^`));
        }
        return item;
      }),
    );
    faults.querySelector("p").textContent = state.pages
      ? "The page below is from before. It comes back when the faults are mended."
      : "There is no page yet. It comes when the faults are mended.";
    document.body.classList.toggle("old", count > 0);
    if (isComparing) status.textContent = "Comparing …";
    else status.textContent = count ? "Old: see the faults" : "Up to date";
    notes.hidden = !state.notes.length;
    notes.querySelector("summary").textContent = `Notes: ${state.notes.length}`;
    notes.querySelector("ul").replaceChildren(...state.notes.map((note) => make("li", note)));
    version = state.version;
    if (state.pages && state.pages !== pages) {
      if (pages === null) frame.contentWindow.location.replace(location.href);
      else if (isComparing) frame.contentWindow.location = link.href; // a reload would end it
      else frame.contentWindow.location.reload();
      pages = state.pages;
    }
    document.body.dataset.version = version;
  };

  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // it opens another tab
    isComparing = new URL(link.href).pathname.startsWith(`${difference}/`);
    if (isComparing) status.textContent = "Comparing …";
  });

  // The address of the page in the frame is that of the preview, and the other way round.
  const showAddress = () => {
    const place = shown();
    if (place) history.replaceState(null, "", place.pathname + place.search + place.hash);
    return place;
  };
  addEventListener("hashchange", () => {
    if (pages) frame.contentWindow.location.replace(location.href);
  });

  frame.addEventListener("load", () => {
    isComparing = false;
    const place = showAddress();
    if (!place) return;
    frame.contentWindow.addEventListener("hashchange", showAddress);
    // Markdown has no title.
    const title = frame.contentDocument.title || place.pathname.split("/").pop();
    document.title = `${title} – gen preview`;
    const isDifference = place.pathname.startsWith(`${difference}/`);
    link.textContent = isDifference ? "Back to the page" : "Difference since the last commit";
    link.href = isDifference ? path() : difference + path();
    // Other sites may refuse to be shown in a frame.
    frame.contentDocument.addEventListener(
      "click",
      (event) => {
        const found = event.target.closest?.("a[href]");
        if (found && found.origin !== location.origin) {
          found.target = "_blank";
          found.rel = "noopener noreferrer";
        }
      },
      true,
    );
    version = "";
    waiting?.abort(); // what is wrong with this page may be something else
  });

  const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const visible = () =>
    new Promise((done) => document.addEventListener("visibilitychange", done, { once: true }));
  document.addEventListener("visibilitychange", () => document.hidden && waiting?.abort());

  // A browser has few connections for each server, so a page that nobody sees has none.
  const follow = async () => {
    for (;;) {
      while (document.hidden) await visible();
      waiting = new AbortController();
      const query = new URLSearchParams({ page: path(), version });
      try {
        const answer = await fetch(`/-/state?${query}`, { signal: waiting.signal });
        if (!answer.ok) throw new Error(answer.statusText);
        show(await answer.json());
      } catch {
        if (waiting.signal.aborted) continue;
        status.textContent = "gen preview has ended";
        document.body.classList.add("old");
        await sleep(500);
      }
    }
  };
  follow();
})();
