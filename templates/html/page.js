"use strict";
(() => {
  // What the reader chose: in the URL, which wins and can be passed on, and for the next visit.
  const names = ["lang", "region"];
  const given = new URLSearchParams(location.search);
  const recall = (name) => {
    try {
      return localStorage.getItem(`gen-${name}`);
    } catch {
      return null; // where pages may store nothing
    }
  };
  const chosen = {};
  for (const name of names) chosen[name] = given.get(name) ?? recall(name);

  const links = [...document.querySelectorAll("a[data-keep]")];
  const keep = (name, value) => {
    chosen[name] = value;
    given.set(name, value);
    try {
      localStorage.setItem(`gen-${name}`, value);
    } catch {
      // It stays in the URL.
    }
    address();
    carry();
  };
  const address = () => {
    try {
      history.replaceState(null, "", `?${given}${location.hash}`);
    } catch {
      // It stays in the links.
    }
  };
  const carry = () => {
    for (const link of links) {
      const query = new URLSearchParams();
      for (const name of names) if (chosen[name]) query.set(name, chosen[name]);
      link.search = query.toString();
    }
  };

  const status = document.querySelector(".told");
  const tell = (text) => {
    status.textContent = "";
    setTimeout(() => (status.textContent = text), 50);
  };
  const button = (text) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    return made;
  };

  // Region: the endpoint in every sample, by its text alone.
  const region = document.getElementById("region");
  if (region) {
    const hosts = document.querySelectorAll(".h");
    const show = () => {
      const endpoint = region.selectedOptions[0].dataset.endpoint;
      for (const host of hosts) host.textContent = endpoint;
    };
    region.parentElement.hidden = false;
    if ([...region.options].some((option) => option.value === chosen.region)) {
      region.value = chosen.region;
      show();
    }
    region.addEventListener("change", () => {
      show();
      keep("region", region.value);
      tell(`Samples call ${region.selectedOptions[0].textContent}.`);
    });
  }

  // Tabs, as the ARIA Authoring Practices have them. `pick` is called with the number of the tab
  // that a reader chooses.
  const addTabs = (panels, prefix, label, pick) => {
    const list = document.createElement("div");
    list.className = "tabs";
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", label);
    const tabs = panels.map((panel) => {
      const tab = button(panel.dataset.title);
      tab.id = `tab-${panel.id.slice(prefix.length)}`;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", panel.id);
      list.append(tab);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      panel.tabIndex = 0;
      return tab;
    });
    const select = (at, focus) => {
      tabs.forEach((tab, number) => {
        tab.setAttribute("aria-selected", String(number === at));
        tab.tabIndex = number === at ? 0 : -1;
        panels[number].hidden = number !== at;
      });
      if (focus) tabs[at].focus();
      const { left, right } = tabs[at].getBoundingClientRect();
      const edges = list.getBoundingClientRect();
      if (left < edges.left) list.scrollLeft += left - edges.left - 24;
      if (right > edges.right) list.scrollLeft += right - edges.right + 24;
    };
    list.addEventListener("click", (event) => {
      const at = tabs.indexOf(event.target);
      if (at >= 0) pick(at);
    });
    list.addEventListener("keydown", (event) => {
      const at = tabs.indexOf(event.target);
      const last = tabs.length - 1;
      const to = {
        ArrowLeft: at ? at - 1 : last,
        ArrowRight: at === last ? 0 : at + 1,
        Home: 0,
        End: last,
      }[event.key];
      if (at < 0 || to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      pick(to);
    });
    panels[0].before(list);
    return select;
  };

  // Languages: one choice for all examples. An example may lack the sample of a language.
  const box = document.querySelector(".samples");
  const examples = box ? [...box.querySelectorAll(".example")] : [];
  const rows = [];
  for (const part of examples.length ? examples : box ? [box] : []) {
    const panels = [...part.querySelectorAll(".sample")];
    const row = { panels };
    row.select = addTabs(panels, "sample-", "Language", (at) => {
      const lang = panels[at].dataset.target;
      for (const other of rows) {
        const same = other.panels.findIndex((panel) => panel.dataset.target === lang);
        if (same >= 0) other.select(same, other === row);
      }
      keep("lang", lang);
    });
    rows.push(row);
    for (const panel of panels) {
      const code = panel.querySelector("pre code");
      const bar = document.createElement("div");
      bar.className = "bar";
      const file = document.createElement("span");
      file.className = "file";
      file.textContent = panel.dataset.file;
      const copy = button("Copy");
      copy.setAttribute("aria-label", `Copy ${panel.dataset.title} code`);
      copy.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(code.textContent);
        } catch {
          // No clipboard, or none for this page: the text is selected, to be copied by hand.
          getSelection().selectAllChildren(code);
          tell("The code is selected; copy it with your keyboard.");
          copy.textContent = "Selected";
          setTimeout(() => (copy.textContent = "Copy"), 2000);
          return;
        }
        tell(`Copied ${panel.dataset.file}.`);
        copy.textContent = "Copied";
        setTimeout(() => (copy.textContent = "Copy"), 2000);
      });
      bar.append(file);
      bar.append(copy);
      panel.querySelector(".code").prepend(bar);
    }
    const at = panels.findIndex((panel) => panel.dataset.target === chosen.lang);
    row.select(Math.max(at, 0), false);
    box.classList.add("tabbed");
  }

  // Examples: chosen for this page alone, and in its URL.
  if (examples.length > 1) {
    const select = addTabs(examples, "", "Example", (at) => {
      select(at, true);
      given.set("example", examples[at].dataset.example);
      address();
    });
    const at = examples.findIndex((one) => one.dataset.example === given.get("example"));
    select(Math.max(at, 0), false);
  }
  carry();
  const here = document.querySelector(".operations [aria-current]");
  if (here) here.closest("nav").scrollTop = here.offsetTop - 120;
})();
