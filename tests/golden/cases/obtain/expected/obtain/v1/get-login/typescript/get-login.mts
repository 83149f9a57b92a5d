// OBTAIN_LOGIN=<user:password> node get-login.mts
const login = process.env.OBTAIN_LOGIN;
if (!login) throw new Error("Set OBTAIN_LOGIN to user:password.");

const url = "https://example.com/login";
const response = await fetch(url, {
  headers: { Authorization: `Basic ${Buffer.from(login).toString("base64")}` },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("Nothing.");
