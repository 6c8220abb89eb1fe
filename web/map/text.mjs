// Formats text, numbers, dates and CSV.

export const number = (value) => value.toLocaleString("en-GB");
export const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Lower case without accents, for search. */
export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Truncate a text to a number of characters, ending with "…" if shortened. */
export function shorten(text, most = 90) {
  if (text.length <= most) return text;
  return `${Array.from(text).slice(0, most - 1).join("")}…`;
}

const FEWEST = 12;

/** A text as lines of at most a number of letters; longer words are broken. */
export function wrapped(text, letters) {
  const most = Math.max(FEWEST, Math.floor(letters));
  const lines = [];
  for (const word of text.split(" ").flatMap((one) => one.match(new RegExp(`.{1,${most}}`, "gu")) ?? [])) {
    if (lines.length && lines.at(-1).length + 1 + word.length <= most) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}

const DATE = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/;

/** The first and last day of a partial ISO date, or null if it is invalid. */
export function period(text) {
  const found = DATE.exec(text.trim());
  return found && [`${found[1]}-${found[2] ?? "01"}-${found[3] ?? "01"}`,
    `${found[1]}-${found[2] ?? "12"}-${found[3] ?? "31"}`];
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];

/** "2025-10-27" as "27 October 2025", "2025-10" as "October 2025", an interval with a dash. */
export function readable(date, monthOf = (number) => MONTHS[number - 1]) {
  return date.split("/").map((end) => {
    const [year, month, day] = end.slice(0, 10).split("-");
    return [day && String(Number(day)), month && monthOf(month), year].filter(Boolean).join(" ");
  }).join(" – ");
}

/** The same with three-letter months, for narrow places. */
export const brief = (date) => readable(date, (number) => MONTHS[number - 1].slice(0, 3));

/** A CSV cell. An apostrophe prevents spreadsheets from evaluating text that starts like a formula. */
export function csvCell(value) {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as CSV with a byte order mark, by which spreadsheets recognise UTF-8. */
export const csv = (rows) => `\ufeff${rows.map((cells) => cells.map((cell) => csvCell(String(cell))).join(",")).join("\r\n")}\r\n`;
