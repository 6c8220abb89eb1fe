// Bins claims by day, week, month or year; sparse older times share one bar.

import { brief } from "./text.mjs";

const MOST_BARS = 40;
const OLD_SHARE = 0.12;

/** The day a number of days later. */
function later(day, count) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** The Monday of the ISO 8601 week of a day. */
const monday = (day) => later(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

function nextMonth(key) {
  const [year, month] = key.split("-").map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 7);
}

/** Units of time, finest first: functions for the bar of a day, the next bar, the last day of a bar, and its name. */
const UNITS = [
  { keyOf: (day) => day, next: (key) => later(key, 1), last: (key) => key, nameOf: brief },
  { keyOf: monday, next: (key) => later(key, 7), last: (key) => later(key, 6), nameOf: (key) => `week of ${brief(key)}` },
  { keyOf: (day) => day.slice(0, 7), next: nextMonth, last: (key) => key, nameOf: brief },
  { keyOf: (day) => day.slice(0, 4), next: (key) => String(Number(key) + 1).padStart(4, "0"), last: (key) => key, nameOf: brief },
];
const YEAR = UNITS.at(-1);

function keysBetween(first, last, { keyOf, next }, most) {
  const keys = [];
  for (let key = keyOf(first); key <= keyOf(last) && keys.length <= most; key = next(key)) keys.push(key);
  return keys;
}

/** The first day of the period that contains all but a small share of the claims. */
function usualStart(days) {
  for (let at = Math.floor(days.length * OLD_SHARE); at > 0; at -= 1) {
    if (days[at].slice(0, 7) !== days[at - 1].slice(0, 7)) return days[at];
  }
  return days[0];
}

/** Bars for these claims: `[{key, from, to, name}]` in chronological order; `from` is empty for a first bar with everything older. */
export function bars(claims) {
  const days = claims.filter(({ period }) => period).map(({ period }) => period[0]).sort();
  if (!days.length) return [];
  for (const unit of UNITS) {
    for (const start of unit === YEAR ? [days[0]] : [days[0], usualStart(days)]) {
      const keys = keysBetween(start, days.at(-1), unit, MOST_BARS);
      if (keys.length <= MOST_BARS) return made(keys, unit, unit.keyOf(days[0]) < keys[0]);
    }
  }
  return made(keysBetween(days[0], days.at(-1), YEAR, Infinity).slice(-MOST_BARS), YEAR, true);
}

function made(keys, { last, nameOf }, isOlder) {
  const found = keys.map((key) => ({ key, from: key, to: last(key), name: nameOf(key) }));
  if (isOlder) found.unshift({ key: `before ${keys[0]}`, from: "", to: before(keys[0]), name: `before ${brief(keys[0])}` });
  return found;
}

/** The previous day, month or year. */
function before(key) {
  if (key.length === 10) return later(key, -1);
  return later(`${key}-01-01`.slice(0, 10), -1).slice(0, key.length);
}

/** The index of the bar of a claim, by its first day; -1 without a date. */
export function barOf(made, { period }) {
  if (!period || !made.length) return -1;
  for (let at = made.length - 1; at >= 0; at -= 1) {
    if (made[at].from === "" || period[0].slice(0, made[at].from.length) >= made[at].from) return at;
  }
  return 0;
}

/** The number of claims in each bar. */
export function tallied(bars, claims) {
  const counts = bars.map(() => 0);
  for (const claim of claims) {
    const at = barOf(bars, claim);
    if (at >= 0) counts[at] += 1;
  }
  return counts;
}
