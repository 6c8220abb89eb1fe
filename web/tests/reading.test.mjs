import assert from "node:assert/strict";
import test from "node:test";
import { documentAddress, isServed, searchAddress } from "../map/reading.mjs";

const here = (address) => { const { protocol, pathname } = new URL(address); return { protocol, pathname }; };
const SERVER = here("http://127.0.0.1:8765/map");

for (const [address, served] of [["http://127.0.0.1:8765/map", true], ["https://a.org/map", true], ["file:///out/map.html", false],
  ["file:///map", false], ["http://a.org/out/map.html", false], ["about:srcdoc", false]]) {
  test(`${address} ${served ? "has" : "has not"} a server behind it`, () => assert.equal(isServed(here(address)), served));
}

for (const [id, address] of [["2025-10/a b#c?d", "/document/2025-10/a%20b%23c%3Fd#s3"], ["x/../y", "/document?id=x%2F..%2Fy#s3"],
  ["/a", "/document?id=%2Fa#s3"], ["ไทย", "/document/%E0%B9%84%E0%B8%97%E0%B8%A2#s3"]]) {
  test(`the address of ${id} on a server`, () => assert.equal(documentAddress({ id }, 2, SERVER), address));
}

test("from disk, only pages that were written are linked", () => {
  const disk = here("file:///out/map.html");
  assert.equal(documentAddress({ id: "a" }, 0, disk), null);
  assert.equal(documentAddress({ id: "a", page: "documents/a-1234.html" }, 0, disk), "documents/a-1234.html#s1");
});

test("words are escaped in the address of a search", () => assert.equal(searchAddress("a&b=c #d"), "/search?q=a%26b%3Dc+%23d"));
