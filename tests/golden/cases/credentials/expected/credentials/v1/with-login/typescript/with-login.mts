// EXAMPLE_LOGIN=<user:password> node with-login.mts
const name = encodeURIComponent("me");
const login = process.env.EXAMPLE_LOGIN;
if (!login) throw new Error("Set EXAMPLE_LOGIN to user:password.");

const url = `https://example.com/login/${name}`;
const response = await fetch(url, {
  method: "POST",
  headers: {
    Authorization: `Basic ${Buffer.from(login).toString("base64")}`,
    Cookie: "theme=dark%20blue",
    "Content-Type": "application/json",
  },
  body: JSON.stringify({ a: "b" }),
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("Fine.");
