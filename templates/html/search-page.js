// The search page: a combobox with a listbox, as the ARIA Authoring Practices have them.
(() => {
  // One index for each API: on the search page of an API its own, on the index of all APIs all.
  const indexes = [...document.querySelectorAll(".search-index")];
  if (!indexes.length) return;
  const searches = indexes.map(({ dataset, textContent }) => {
    const find = makeSearch(JSON.parse(textContent));
    return (words) =>
      find(words).map((hit) => ({
        ...hit,
        page: dataset.folder + hit.page,
        detail: [dataset.title, hit.detail].filter(Boolean).join(" › "),
      }));
  });
  const search = (words) =>
    searches
      .flatMap((find) => find(words))
      .sort((a, b) => a.rank - b.rank)
      .slice(0, 50);
  const input = document.getElementById("find");
  const list = document.getElementById("found");
  const count = document.querySelector(".finder .count");
  // Whether the page is there for the search.
  const isAlone = "alone" in input.dataset;
  const address = new URLSearchParams(location.search);
  let options = [];
  let active = -1;

  const choose = (at) => {
    options[active]?.setAttribute("aria-selected", "false");
    active = at;
    const option = options[active];
    if (option) {
      option.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", option.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const part = (name, text) => {
    const made = document.createElement("span");
    made.className = name;
    made.textContent = text;
    return made;
  };
  const show = () => {
    const results = search(input.value);
    // The reader's language and region go along.
    const kept = new URLSearchParams();
    for (const name of ["lang", "region"]) if (address.has(name)) kept.set(name, address.get(name));
    const query = kept.size ? `?${kept}` : "";
    options = results.map(({ kind, label, detail, page, anchor }, at) => {
      const link = document.createElement("a");
      link.id = `found-${at}`;
      link.href = `${page.split("/").map(encodeURIComponent).join("/")}${query}${anchor ? `#${anchor}` : ""}`;
      link.tabIndex = -1;
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      link.append(part("kind", kind), " ", part("label", label), " ", part("detail", detail));
      return link;
    });
    list.replaceChildren(...options);
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(options.length > 0));
    choose(options.length ? 0 : -1);
    const number = options.length === 1 ? "1 result" : `${options.length} results`;
    const some = results.some(({ isPart }) => isPart) ? " with some of the words" : "";
    count.textContent = input.value.trim() ? number + some : "";
    if (input.value) address.set("q", input.value);
    else address.delete("q");
    try {
      history.replaceState(null, "", `?${address}`);
    } catch {
      // The words are not in the URL then.
    }
  };

  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const last = options.length - 1;
    const move = (at) => {
      choose(at);
      options[at].scrollIntoView({ block: "nearest" });
    };
    if (event.key === "ArrowDown" && last >= 0) move(active === last ? 0 : active + 1);
    else if (event.key === "ArrowUp" && last >= 0) move(active <= 0 ? last : active - 1);
    else if (event.key === "Enter" && options[active]) options[active].click();
    else if (event.key === "Escape" && input.value) {
      input.value = "";
      show();
    } else if (event.key === "Escape" && document.referrer && isAlone) history.back();
    else return;
    event.preventDefault();
  });
  document.querySelector(".finder").hidden = false;
  input.value = address.get("q") ?? "";
  show();
  if (isAlone) input.focus();
})();
