// Bare requests from an OpenAPI document, for the peers that take ready-made
// requests. This is the cheapest reading that's still honest: the examples that
// the document has, no schema sampling, no query and no authentication. So it
// can only make these peers look faster.

const METHODS = "get put post delete options head patch trace".split(" ");

// Follows a reference inside the document, such as "#/components/examples/a".
function resolve(doc, value) {
  while (value?.$ref) {
    value = value.$ref
      .slice(2)
      .split("/")
      .map((key) => decodeURIComponent(key).replaceAll("~1", "/"))
      .reduce((node, key) => node[key.replaceAll("~0", "~")], doc);
  }
  return value;
}

// The first example of a parameter or a media type. A null one, which documents
// give for "no body", counts as none.
function example(doc, owner) {
  const first = resolve(doc, Object.values(owner?.examples ?? {})[0]);
  return owner?.example ?? first?.value ?? undefined;
}

export function* operations(doc) {
  for (const [path, item] of Object.entries(doc.paths)) {
    for (const method of METHODS.filter((name) => item[name])) {
      const operation = item[method];
      const values = {};
      for (const found of [item.parameters, operation.parameters].flat()) {
        const one = resolve(doc, found);
        if (one?.in !== "path") continue;
        const schema = resolve(doc, one.schema);
        values[one.name] = example(doc, one) ?? schema?.example ?? one.name;
      }
      const content = resolve(doc, operation.requestBody)?.content;
      const body = example(doc, content?.["application/json"]);
      const [server] = operation.servers ?? item.servers ?? doc.servers;
      yield { method, path, server: server.url, values, body };
    }
  }
}

// A HAR request, which is what most of the peers take.
export function har({ method, path, server, values, body }) {
  const json = "application/json";
  const fill = (_, name) => encodeURIComponent(values[name] ?? name);
  const request = {
    method: method.toUpperCase(),
    url: server + path.replace(/{([^}]+)}/g, fill),
    httpVersion: "HTTP/1.1",
    headers: [{ name: "accept", value: json }],
    queryString: [],
    cookies: [],
    headersSize: -1,
    bodySize: -1,
  };
  if (body !== undefined) {
    request.headers.push({ name: "content-type", value: json });
    request.postData = { mimeType: json, text: JSON.stringify(body) };
  }
  return request;
}
