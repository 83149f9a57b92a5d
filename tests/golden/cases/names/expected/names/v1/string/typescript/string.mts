// PATH_KEY=<your key> node string.mts
const classValue = encodeURIComponent("a");
const classValue2 = encodeURIComponent("b");
const value = encodeURIComponent("c");
const value2Nd = encodeURIComponent("d");
const path = encodeURIComponent("e");
const pathKey = encodeURIComponent("f");
const pathKeyValue = encodeURIComponent("g");
const userId = encodeURIComponent("h");
const key = process.env.PATH_KEY;
if (!key) throw new Error("Set PATH_KEY to your key.");

const url = `https://example.com/${classValue}/${classValue2}/${value}/${value2Nd}/${path}/${pathKey}/${pathKeyValue}/${userId}`;
const response = await fetch(url, {
  headers: { "X-Key": key },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("Fine.");
