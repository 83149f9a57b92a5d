// The page as Markdown, made of what it shows: with the reader's region, and for an assistant with
// the sample in the reader's language alone. No request is made, and no page has its text twice.
(() => {
  const find = (selector) => document.querySelector(selector);
  const box = find(".copy-page");
  if (!box) return;
  const SKIPPED =
    "nav, button, label, select, .bar, .copy-page, .proof, .regions, " +
    "section:has(> .regions), [hidden]:not([role=tabpanel], .sample, .example)";
  const BLOCK = /^(DL|[OU]L|TABLE|PRE|P|DIV|DETAILS|SUMMARY|SECTION|HEADER|H\d)$/;
  // As many backticks as the text has not.
  const marks = (text, least) => {
    let made = "`".repeat(least);
    while (text.includes(made)) made += "`";
    return made;
  };
  const copy = (isBrief) => {
    const isOut = (node) =>
      node.matches(SKIPPED) || (isBrief && node.hidden && node.matches(".sample, .example"));
    const inline = (node, isCell) =>
      [...node.childNodes]
        .map((child) => {
          if (child.nodeType === 3)
            return child.data.replace(/\s+/g, " ").replace(/[\\`*_[\]<>|#~$]/g, "\\$&");
          if (child.nodeType !== 1 || isOut(child)) return "";
          const text = child.textContent.replace(/\s+/g, " ");
          if (BLOCK.test(child.tagName)) return isCell ? `${inline(child, 1)} ` : "";
          if (child.tagName === "CODE" || !child.translate) {
            const edge = /^`|`$/.test(text) ? " " : "";
            return text && marks(text, 1) + edge + text + edge + marks(text, 1);
          }
          return inline(child, isCell);
        })
        .join("");
    const line = (node, isCell) => inline(node, isCell).replace(/ +/g, " ").trim();
    const row = (cells) => `| ${[...cells].map((cell) => line(cell, 1) || " ").join(" | ")} |`;
    const item = (mark, parts) =>
      `${mark} ${parts.filter(Boolean).join("\n\n").replace(/\n(?=.)/g, "\n  ")}`;
    const blocks = (node) =>
      [...node.children].flatMap((child) => {
        const name = child.tagName;
        if (isOut(child) || !BLOCK.test(name)) return [];
        const text = line(child);
        if (/^H\d/.test(name)) return text && `${"#".repeat(name[1])} ${text}`;
        if (name === "PRE") {
          const code = child.textContent;
          const fence = marks(code, 3);
          const info = child.closest(".sample")?.dataset.fence ?? "";
          return `${fence}${info}\n${code.replace(/\n?$/, "\n")}${fence}`;
        }
        if (name === "DL")
          return [...child.children]
            .map((entry) => {
              const [term, about] = ["dt", "dd"].map((tag) => entry.querySelector(tag));
              const first = [line(term), line(about)].filter(Boolean).join(": ");
              return item("-", [first, ...blocks(about)]);
            })
            .join("\n");
        if (/L$/.test(name))
          return [...child.children]
            .map((entry, at) => item(name === "OL" ? `${at + 1}.` : "-", [line(entry), ...blocks(entry)]))
            .join("\n");
        if (name === "TABLE") {
          const [head, ...rows] = [...child.rows].map((one) => row(one.cells));
          return [head, head.replace(/(\\.|[^|])+/g, " --- "), ...rows].join("\n");
        }
        if (name === "SUMMARY") return child.parentElement.querySelector("dl") ? [] : `**${text}**`;
        return [text, ...blocks(child)];
      }).filter(Boolean);
    const lead = isBrief ? `From the documentation of ${find(".home").textContent}:\n\n` : "";
    return `${lead}${blocks(find("main")).join("\n\n")}\n`;
  };
  for (const button of box.querySelectorAll("button")) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      let done = "Copied";
      try {
        await navigator.clipboard.writeText(copy(button.dataset.copy === "assistant"));
      } catch {
        done = "No clipboard";
      }
      button.textContent = done;
      find(".told").textContent = `${label}: ${done}`;
      setTimeout(() => (button.textContent = label), 2000);
    });
  }
})();
