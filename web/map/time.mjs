// Claims by time: bars of days, weeks, months or years, the older ones in one bar where hardly anything is so old.

import { brief } from "./text.mjs";

const MOST_BARS = 40;
const OLD_SHARE = 0.12;

/** A day so many days later. */
function later(day, count) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** The Monday of a day's week (ISO 8601). */
const monday = (day) => later(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

function nextMonth(key) {
  const [year, month] = key.split("-").map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 7);
}

/** Units of time, the finest first: the bar that a day falls into, the next bar, the last of a bar, its name. */
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

/** The first of the days after which all but a small share of the claims lie. */
function usualStart(days) {
  for (let at = Math.floor(days.length * OLD_SHARE); at > 0; at -= 1) {
    if (days[at].slice(0, 7) !== days[at - 1].slice(0, 7)) return days[at];
  }
  return days[0];
}

/** Bars for these claims: `[{key, from, to, name}]` in order of time, `from` empty in a first bar of all that is older. */
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

/** The day, month or year before. */
function before(key) {
  if (key.length === 10) return later(key, -1);
  return later(`${key}-01-01`.slice(0, 10), -1).slice(0, key.length);
}

/** The number of the bar that a claim falls into, by its first day; -1 for a claim without a date. */
export function barOf(made, { period }) {
  if (!period || !made.length) return -1;
  for (let at = made.length - 1; at >= 0; at -= 1) {
    if (made[at].from === "" || period[0].slice(0, made[at].from.length) >= made[at].from) return at;
  }
  return 0;
}

/** How many of the claims fall into each bar. */
export function tallied(bars, claims) {
  const counts = bars.map(() => 0);
  for (const claim of claims) {
    const at = barOf(bars, claim);
    if (at >= 0) counts[at] += 1;
  }
  return counts;
}
