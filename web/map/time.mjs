// Claims by time: bars of days, months or years, the older ones in one bar where hardly anything is so old.

const UNITS = { day: 10, month: 7, year: 4 };
const MOST_BARS = 40;
const OLD_SHARE = 0.12;

function next(key) {
  const [year, month, day] = key.split("-").map(Number);
  const date = new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1));
  if (day) date.setUTCDate(date.getUTCDate() + 1);
  else if (month) date.setUTCMonth(date.getUTCMonth() + 1);
  else date.setUTCFullYear(date.getUTCFullYear() + 1);
  return date.toISOString().slice(0, key.length);
}

function keysBetween(first, last, length, most) {
  const keys = [];
  for (let key = first.slice(0, length); key <= last.slice(0, length) && keys.length <= most; key = next(key)) keys.push(key);
  return keys;
}

/** The first of the days after which all but a small share of the claims lie. */
function usualStart(days) {
  for (let at = Math.floor(days.length * OLD_SHARE); at > 0; at -= 1) {
    if (days[at].slice(0, 7) !== days[at - 1].slice(0, 7)) return days[at];
  }
  return days[0];
}

/** Bars for these claims: `[{key, from, to}]` in order of time, `from` empty in a first bar of all that is older. */
export function bars(claims) {
  const days = claims.filter(({ period }) => period).map(({ period }) => period[0]).sort();
  if (!days.length) return [];
  for (const [unit, length] of Object.entries(UNITS)) {
    for (const start of unit === "year" ? [days[0]] : [days[0], usualStart(days)]) {
      const keys = keysBetween(start, days.at(-1), length, MOST_BARS);
      if (keys.length > MOST_BARS) continue;
      const made = keys.map((key) => ({ key, from: key, to: key }));
      if (days[0].slice(0, length) < keys[0]) made.unshift({ key: `before ${keys[0]}`, from: "", to: before(keys[0]) });
      return made;
    }
  }
  const years = keysBetween(days[0], days.at(-1), UNITS.year, Infinity).slice(-MOST_BARS);
  return [{ key: `before ${years[0]}`, from: "", to: before(years[0]) }, ...years.map((key) => ({ key, from: key, to: key }))];
}

function before(key) {
  const [year, month, day] = key.split("-").map(Number);
  const date = new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1));
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, key.length);
}

/** The number of the bar that a claim falls into, by its first day; -1 for a claim without a date. */
export function barOf(made, { period }) {
  if (!period || !made.length) return -1;
  for (let at = made.length - 1; at >= 0; at -= 1) {
    if (made[at].from === "" || period[0].slice(0, made[at].from.length) >= made[at].from) return at;
  }
  return 0;
}
