// LADEN_TOKEN=<Ihr "Token"> node delete-thing.mts
const id = "7";
const token = process.env.LADEN_TOKEN;
if (!token)
  throw new Error('Setzen Sie LADEN_TOKEN auf "Ihr "Token"" \\ für C:\\Läden (100 %, $y `z` \'q\').');

const url = `https://example.com/things/${id}`;
const response = await fetch(url, {
  method: "DELETE",
  headers: { Authorization: `Bearer ${token}` },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log('Das "Ding" wurde gelöscht.');
