// Addresses of the pages of documents and of the full-text search: of `actorgraph serve`, or of the files beside the map.

/** Whether the page comes from `actorgraph serve`, which has every document and the search. */
export const isServed = ({ protocol, pathname } = location) => /^https?:$/.test(protocol) && pathname === "/map";

/** The page of a document, at a sentence (counted from 0); null where there is none. */
export function documentAddress({ id, page }, sentence, here = location) {
  const anchor = `#s${sentence + 1}`;
  if (!isServed(here)) return page ? page + anchor : null;
  const steps = id.split("/");
  // browsers take such steps out of a path
  const isPlain = !steps.some((step) => ["", ".", ".."].includes(step));
  return (isPlain ? `/document/${steps.map(encodeURIComponent).join("/")}` : `/document?${new URLSearchParams({ id })}`) + anchor;
}

/** The search of the server for words. */
export const searchAddress = (words) => `/search?${new URLSearchParams({ q: words })}`;
