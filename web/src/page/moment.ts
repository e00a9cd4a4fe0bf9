/** Times and ages as people read them, always in the city's time (WIB, UTC+7). Instants are UTC milliseconds. */
import { language, t } from './words';

const CITY_ZONE = 'Asia/Jakarta';
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `7 mnt`, `3 j 20 m`, `2 hr`. */
export function age(seconds: number): string {
  const passed = Math.max(0, Math.floor(seconds));
  if (passed < MINUTE) return t('{seconds} s', { seconds: passed });
  if (passed < HOUR) return t('{minutes} min', { minutes: Math.floor(passed / MINUTE) });
  if (passed < DAY) {
    const hours = Math.floor(passed / HOUR);
    const minutes = Math.floor((passed % HOUR) / MINUTE);
    return minutes === 0
      ? t('{hours} h', { hours })
      : t('{hours} h {minutes} m', { hours, minutes });
  }
  return t('{days} d', { days: Math.floor(passed / DAY) });
}

/** `lewat 3 j` or `sisa 20 mnt`. */
export function due(atMs: number, nowMs: number): string {
  const left = (atMs - nowMs) / 1000;
  return left < 0 ? t('overdue {age}', { age: age(-left) }) : t('{age} left', { age: age(left) });
}

/** `14.30` */
export function clock(atMs: number): string {
  return format(atMs, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** The time, with the date where it is not today's. */
export function moment(atMs: number, nowMs: number): string {
  const day = (ms: number) => format(ms, { dateStyle: 'short' });
  if (day(atMs) === day(nowMs)) return t('{time} WIB', { time: clock(atMs) });
  return t('{date}, {time} WIB', { date: date(atMs), time: clock(atMs) });
}

/** `30 Nov 2026` */
export function date(atMs: number): string {
  return format(atMs, { day: 'numeric', month: 'short', year: 'numeric' });
}

function format(atMs: number, options: Intl.DateTimeFormatOptions): string {
  const locale = language() === 'id' ? 'id-ID' : 'en-GB';
  return new Intl.DateTimeFormat(locale, { timeZone: CITY_ZONE, ...options }).format(atMs);
}
