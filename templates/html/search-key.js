// The control in the bar on top, and the key for it.
(() => {
  const control = document.querySelector(".search-link");
  const input = document.getElementById("find");
  if (control) control.hidden = Boolean(input);
  document.addEventListener("keydown", (event) => {
    const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    const isCommand = event.key === "k" && (event.ctrlKey || event.metaKey) && !event.altKey;
    const { target } = event;
    const isText = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
    if (!(isCommand || (isSlash && !isText)) || !(input || control)) return;
    event.preventDefault();
    if (input) input.select();
    else control.click();
  });
})();
