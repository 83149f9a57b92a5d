// The page as Markdown, made of what it shows: with the reader's region, and for an assistant with
// the sample in the reader's language alone. No request is made, and no page has its text twice.
(() => {
  const box = document.querySelector(".copy-page");
  if (!box) return;
  const SKIPPED =
    "nav, script, style, button, label, input, select, .tabs, .bar, .copy-page, .proof, " +
    ".regions, section:has(> .regions), [hidden]:not([role=tabpanel])";
  const fence = (text, info) => {
    const runs = text.match(/`{3,}/g) ?? [];
    const marks = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
    return `${marks}${info}\n${text}${text.endsWith("\n") ? "" : "\n"}${marks}`;
  };
  const codeSpan = (text) => {
    const runs = text.match(/`+/g) ?? [];
    const marks = "`".repeat(runs.length ? Math.max(...runs.map((run) => run.length)) + 1 : 1);
    const edge = /^`|`$/.test(text) ? " " : "";
    return text && `${marks}${edge}${text}${edge}${marks}`;
  };
  const escaped = (text) =>
    text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>|#~$]/g, (mark) => `\\${mark}`);
  const isBlock = (node) =>
    /^(DL|UL|OL|TABLE|PRE|P|DIV|DETAILS|SUMMARY|SECTION|HEADER|H[1-6])$/.test(node.tagName);

  const copy = (forAssistant) => {
    const isLeftOut = (node) =>
      node.matches(SKIPPED) ||
      (forAssistant && node.matches(".sample, .example") && node.hidden);
    const inline = (node, isCell) =>
      [...node.childNodes]
        .map((child) => {
          if (child.nodeType === Node.TEXT_NODE) return escaped(child.data);
          if (child.nodeType !== Node.ELEMENT_NODE || isLeftOut(child)) return "";
          if (isBlock(child)) return isCell ? `${inline(child, true)} ` : "";
          if (child.tagName === "CODE" || !child.translate) return codeSpan(child.textContent.replace(/\s+/g, " "));
          const text = inline(child, isCell);
          if (/^(STRONG|B)$/.test(child.tagName) && text.trim()) return `**${text.trim()}**`;
          const href = child.tagName === "A" ? child.getAttribute("href") : "";
          return /^https?:/.test(href) ? `[${text}](<${href}>)` : text;
        })
        .join("");
    const line = (node, isCell) => inline(node, isCell).replace(/ +/g, " ").trim();
    const deeper = (text) => text.replace(/\n(?=.)/g, "\n  ");
    const item = (mark, parts) => `${mark} ${deeper(parts.filter(Boolean).join("\n\n"))}`;
    const row = (cells) => `| ${[...cells].map((cell) => line(cell, true) || " ").join(" | ")} |`;
    const blocks = (node) => {
      const made = [];
      const add = (text) => text && made.push(text);
      for (const child of node.children) {
        if (isLeftOut(child)) continue;
        const level = /^H([1-6])$/.exec(child.tagName);
        if (level) add(line(child) && `${"#".repeat(Number(level[1]))} ${line(child)}`);
        else if (child.tagName === "PRE") {
          const sample = child.closest(".sample");
          add(fence(child.textContent, sample?.dataset.fence ?? ""));
        } else if (child.tagName === "DL") {
          const rows = [...child.children].map((entry) => {
            const [name, text] = ["dt", "dd"].map((tag) => entry.querySelector(tag));
            const first = [line(name), line(text)].filter(Boolean).join(": ");
            return item("-", [first, ...blocks(text)]);
          });
          add(rows.join("\n"));
        } else if (/^[OU]L$/.test(child.tagName)) {
          const rows = [...child.children].map((entry, at) =>
            item(child.tagName === "OL" ? `${at + 1}.` : "-", [line(entry), ...blocks(entry)]),
          );
          add(rows.join("\n"));
        } else if (child.tagName === "TABLE") {
          const [head, ...rows] = [...child.rows].map((one) => row(one.cells));
          add([head, row(child.rows[0].cells).replace(/[^|]+/g, " --- "), ...rows].join("\n"));
        } else if (child.tagName === "SUMMARY") {
          if (!child.parentElement.querySelector(":scope > dl")) add(`**${line(child)}**`);
        } else if (isBlock(child)) {
          add(line(child));
          made.push(...blocks(child));
        }
      }
      return made;
    };
    const text = blocks(document.querySelector("main")).join("\n\n");
    const source = document.querySelector(".home")?.textContent.trim() ?? "";
    const lead = `From the documentation of ${source}. The sample is a whole program; change only what the task needs.`;
    return `${forAssistant ? `${lead}\n\n` : ""}${text}\n`;
  };

  const status = document.querySelector(".told");
  for (const button of box.querySelectorAll("[data-copy]")) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(copy(button.dataset.copy === "assistant"));
        status.textContent = "Copied the page as Markdown.";
        button.textContent = "Copied";
      } catch {
        status.textContent = "There is no clipboard; open the Markdown and copy it from there.";
        button.textContent = "No clipboard";
      }
      setTimeout(() => (button.textContent = label), 2000);
    });
  }
})();
