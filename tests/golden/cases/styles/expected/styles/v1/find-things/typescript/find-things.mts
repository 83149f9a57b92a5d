// node find-things.mts

const url = "https://example.com/things?ids=1%7C2&words=a%20b&filter%5Bfrom%5D=x%20y&filter%5Bto%5D=2&size=3&point=x,3,y,4";
const response = await fetch(url, {
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("Here are your things.");
