// node put-entry.mts
const uuid = "123e4567-e89b-12d3-a456-426614174000";
const date = "2026-01-31";
const host = "www.example.com";
const wait = "PT5M";
const own = encodeURIComponent("S1");
const when = encodeURIComponent("2026-01-31T12:00:00Z");
const number = "9007199254740993";

const url = `https://example.com/${uuid}/${date}/${host}/${wait}/${own}/${when}/${number}?mails=ada%40example.com`;
const response = await fetch(url, {
  method: "PUT",
  headers: { Accept: "application/json", "Content-Type": "application/json" },
  body: JSON.stringify({
    small: -2147483648,
    large: "18446744073709551615",
    part: 1e300,
    data: "ZXhhbXBsZQ==",
    link: "/a?b=c",
    days: ["2026-01-31", "2024-02-29"],
  }),
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log(await response.text());
