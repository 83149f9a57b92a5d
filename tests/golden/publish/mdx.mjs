// Compiles pages as Docusaurus does, with MDX and GFM, and renders them to HTML that stands still.
// Tabs and notes are stand-ins, since Docusaurus itself brings a thousand packages along.
//
// Run: node mdx.mjs PAGES  (in a folder whose node_modules has what is imported)
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { compile } from "@mdx-js/mdx";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";

const pages = resolve(process.argv[2]);
for (const name of readdirSync(pages, { recursive: true })) {
  if (!name.endsWith(".mdx")) continue;
  const file = join(pages, name);
  const made = await compile(readFileSync(file, "utf8"), {
    remarkPlugins: [remarkFrontmatter, remarkGfm],
  });
  for (const message of made.messages) console.error(`${name}: ${message}`);
  writeFileSync(`${file}.mjs`, String(made));
  const page = await import(pathToFileURL(`${file}.mjs`));
  writeFileSync(`${file}.html`, `<article>${renderToStaticMarkup(createElement(page.default))}</article>`);
}
