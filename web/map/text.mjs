// Words, numbers and dates.

export const number = (value) => value.toLocaleString("en-GB");
export const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Lower case without accents, for search. */
export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** At most so many characters, the last "…" if some are missing. */
export function shorten(text, most = 90) {
  if (text.length <= most) return text;
  return `${Array.from(text).slice(0, most - 1).join("")}…`;
}

const DATE = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/;

/** First and last day that a partial ISO date may mean; null if it is none. */
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

/** The same with months of three letters, where there is little room. */
export const brief = (date) => readable(date, (number) => MONTHS[number - 1].slice(0, 3));

/** A cell of CSV. A spreadsheet would run a cell that starts like a formula: an apostrophe stops it. */
export function csvCell(value) {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows of texts as CSV; the mark at its start tells spreadsheets that it is UTF-8. */
export const csv = (rows) => `\ufeff${rows.map((cells) => cells.map((cell) => csvCell(String(cell))).join(",")).join("\r\n")}\r\n`;
