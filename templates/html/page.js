"use strict";
(() => {
  document.documentElement.classList.add("js");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // What the reader chose: in the URL, which wins and can be passed on. Language and region are for
  // other pages and the next visit, too; example and status are for this page alone.
  const lasting = ["lang", "region"];
  const given = new URLSearchParams(location.search);
  const recall = (name) => {
    try {
      return localStorage.getItem(`gen-${name}`);
    } catch {
      return null; // where pages may store nothing
    }
  };
  const chosen = {};
  for (const name of lasting) chosen[name] = given.get(name) ?? recall(name);

  const links = all("a[data-keep], [data-keep] a").filter((link) => link.pathname !== location.pathname);
  const carry = () => {
    const query = new URLSearchParams();
    for (const name of lasting) if (chosen[name]) query.set(name, chosen[name]);
    for (const link of links) link.search = query.toString();
  };
  const keep = (name, value) => {
    given.set(name, value);
    try {
      history.replaceState(null, "", `?${given}${location.hash}`);
    } catch {
      // It stays in the links.
    }
    if (!lasting.includes(name)) return;
    chosen[name] = value;
    try {
      localStorage.setItem(`gen-${name}`, value);
    } catch {
      // It stays in the URL.
    }
    carry();
  };

  const status = document.querySelector(".told");
  const tell = (text) => {
    status.textContent = "";
    setTimeout(() => (status.textContent = text), 50);
  };
  const make = (tag, name, text = "") => {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = text;
    if (tag === "button") made.type = "button";
    return made;
  };
  // Make a button that copies the text of what `find` returns when it is pressed.
  const copyButton = (label, find, what) => {
    const copy = make("button", "copy", "Copy");
    copy.setAttribute("aria-label", label);
    const show = (text) => {
      copy.textContent = text;
      setTimeout(() => (copy.textContent = "Copy"), 2000);
    };
    copy.addEventListener("click", async () => {
      const code = find();
      try {
        await navigator.clipboard.writeText(code.textContent);
      } catch {
        // No clipboard, or none for this page: the text is selected, to be copied by hand.
        getSelection().selectAllChildren(code);
        tell("The code is selected; copy it with your keyboard.");
        show("Selected");
        return;
      }
      tell(`Copied ${what}.`);
      show("Copied");
    });
    return copy;
  };
  // Make a list of choices; `pick` is called with the number of the one that a reader chooses.
  const picker = (label, titles, pick) => {
    const list = make("select", "choice");
    list.setAttribute("aria-label", label);
    list.autocomplete = "off";
    list.append(...titles.map((title) => new Option(title)));
    list.addEventListener("change", () => pick(list.selectedIndex));
    return list;
  };
  // Put a line on top of a card, with its heading.
  const line = (card) => {
    const made = make("div", "line");
    const heading = card.querySelector("h2");
    heading.before(made);
    made.append(heading);
    return made;
  };

  // Region: the endpoint in every sample, by its text alone.
  const region = document.getElementById("region");
  if (region) {
    const hosts = all(".h");
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
  for (const url of all(".url > code"))
    url.after(copyButton("Copy the URL", () => url, "the URL"));

  // A panel is called as its attribute or its heading says.
  const titleOf = (panel) => panel.dataset.title ?? panel.querySelector("h3, h4").textContent;

  // Tabs, as the ARIA Authoring Practices have them. `pick` is called with the number of the tab
  // that a reader chooses.
  const addTabs = (panels, label, pick) => {
    const list = make("div", "tabs");
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", label);
    const tabs = panels.map((panel) => {
      const tab = make("button", "", titleOf(panel));
      tab.id = `tab-${panel.id}`;
      for (const name of ["status", "phrase"])
        if (panel.dataset[name]) tab.dataset[name] = panel.dataset[name];
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
      if (focus) tabs[at].focus({ preventScroll: true });
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
  // What shows an element that is hidden because the reader chose another, by that element.
  const shown = new Map();

  // Languages: one choice for all examples. An example may lack the sample of a language.
  const samples = document.querySelector(".samples");
  const examples = samples ? all(".example", samples) : [];
  const rows = [];
  for (const part of examples.length ? examples : samples ? [samples] : []) {
    const panels = all(".sample", part);
    const row = { panels };
    const pick = (at, focus = true) => {
      const lang = panels[at].dataset.target;
      for (const other of rows) {
        const same = other.panels.findIndex((panel) => panel.dataset.target === lang);
        if (same >= 0) other.select(same, focus && other === row);
      }
      keep("lang", lang);
    };
    row.select = addTabs(panels, "Language", pick);
    rows.push(row);
    panels.forEach((panel, at) => {
      const bar = make("div", "bar");
      const code = panel.querySelector("pre code");
      bar.append(
        make("span", "file", panel.dataset.file),
        copyButton(`Copy ${titleOf(panel)} code`, () => code, panel.dataset.file),
      );
      panel.querySelector("pre").before(bar);
      shown.set(panel, () => pick(at, false));
    });
    const at = panels.findIndex((panel) => panel.dataset.target === chosen.lang);
    row.select(Math.max(at, 0), false);
  }

  // Examples: one choice for the samples and the body.
  if (examples.length > 1) {
    const bodies = all(".example-body[data-example]");
    const show = (at) => {
      list.selectedIndex = at;
      examples.forEach((example, number) => (example.hidden = number !== at));
      const name = examples[at].dataset.example;
      const body = bodies.find((one) => one.dataset.example === name) ?? bodies[0];
      for (const one of bodies) one.hidden = one !== body;
    };
    const pick = (at) => {
      show(at);
      keep("example", examples[at].dataset.example);
    };
    const list = picker("Example", examples.map((example) => example.dataset.title), pick);
    line(samples).append(list);
    examples.forEach((example, at) => shown.set(example, () => pick(at)));
    show(Math.max(examples.findIndex((one) => one.dataset.example === given.get("example")), 0));
  }

  // Answers: by status, and those of one status by their code.
  const answers = document.querySelector(".answers");
  if (answers) {
    const panels = all(".answer", answers);
    const code = () => all("pre code", answers).find((one) => one.offsetParent);
    const copy = copyButton("Copy the response", code, "the response");
    const show = (at, focus) => {
      select(at, focus);
      copy.hidden = !code();
    };
    const pick = (at, focus = true) => {
      show(at, focus);
      keep("status", panels[at].dataset.status);
    };
    line(answers).append(copy);
    const select = addTabs(panels, "Status", pick);
    panels.forEach((panel, at) => {
      shown.set(panel, () => pick(at, false));
      const cases = all(".case", panel);
      if (cases.length < 2) return;
      panel.classList.add("many");
      const showCase = (number) => {
        list.selectedIndex = number;
        cases.forEach((one, other) => (one.hidden = other !== number));
        copy.hidden = !code();
      };
      const titles = cases.map((one) => one.dataset.title);
      const list = picker(`${cases[0].dataset.choice ?? "Error"} ${panel.dataset.status}`, titles, showCase);
      const bar = make("div", "bar");
      bar.append(list);
      cases[0].before(bar);
      cases.forEach((one, number) => shown.set(one, () => showCase(number)));
      showCase(0);
    });
    show(Math.max(panels.findIndex((one) => one.dataset.status === given.get("status")), 0), false);
  }

  // Errors: a row shows its example, and rows are found by status and text.
  const filter = document.querySelector(".filter");
  if (filter) {
    filter.hidden = false;
    const input = filter.querySelector("input");
    const groups = all(".errors tbody");
    const chips = ["All", ...groups.map((group) => group.dataset.status)].map((text) =>
      make("button", "", text),
    );
    const apply = (chip) => {
      if (chip) for (const one of chips) one.setAttribute("aria-pressed", String(one === chip));
      const wanted = chips.findIndex((one) => one.getAttribute("aria-pressed") === "true");
      const words = input.value.toLowerCase().split(/\s+/);
      let count = 0;
      groups.forEach((group, at) => {
        const errors = [...group.rows].filter((row) => row.id);
        for (const row of errors) {
          const text = `${group.rows[0].textContent} ${row.textContent}`.toLowerCase();
          row.hidden = (wanted > 0 && wanted !== at + 1) || !words.every((word) => text.includes(word));
          count += row.hidden ? 0 : 1;
        }
        group.hidden = errors.every((row) => row.hidden);
        shown.set(group, clear);
        for (const row of errors) shown.set(row, clear);
      });
      filter.querySelector(".none").hidden = count > 0;
      return count;
    };
    const clear = () => {
      input.value = "";
      apply(chips[0]);
    };
    const count = (chip) => tell(`Errors: ${apply(chip)}`);
    filter.querySelector(".chips").append(...chips);
    for (const chip of chips) chip.addEventListener("click", () => count(chip));
    input.addEventListener("input", () => count());
    apply(chips[0]);
  }

  // Fields: all of a section at once.
  for (const button of all(".unfold")) {
    const folds = all("details", button.closest("section")).filter((one) => one.closest(".fields"));
    const opens = () => folds.some((fold) => !fold.open);
    const name = () => (button.textContent = opens() ? "Expand all" : "Collapse all");
    button.hidden = !folds.length;
    button.addEventListener("click", () => {
      const open = opens();
      for (const fold of folds) fold.open = open;
    });
    for (const fold of folds) fold.addEventListener("toggle", name);
    name();
  }

  // Links: those of fields within others are made here, so that pages stay small. Nobody translates
  // the name of a field.
  for (const link of all("dt > a")) {
    link.href ||= `#${link.closest("[id]").id}`;
    link.translate = false;
  }
  // What a link leads to is unfolded, and chosen where only one of several is shown.
  const reveal = (event) => {
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      // No id has a percent sign.
    }
    const found = id && document.getElementById(id);
    if (!found) return;
    for (let one = found; one; one = one.parentElement) {
      if (one.tagName === "DETAILS") one.open = true;
      if (one.hidden) shown.get(one)?.();
    }
    const answer = document.getElementById(found.id.replace(/^(response|error)-/, "answer-"));
    if (answer !== found && answer?.hidden) shown.get(answer)?.();
    const example = document.getElementById(`answer-${found.id}`);
    for (const one of example ? [example, example.parentElement] : [])
      if (one.hidden) shown.get(one)?.();
    found.scrollIntoView({ behavior: event ? "auto" : "instant" });
  };
  addEventListener("hashchange", reveal);
  carry();
  reveal();

  const side = document.querySelector(".side");
  const here = side?.querySelector("li [aria-current]");
  if (here) side.scrollTop = here.offsetTop - 120;
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && location.hash === "#navigation") location.hash = "#main";
  });
})();
