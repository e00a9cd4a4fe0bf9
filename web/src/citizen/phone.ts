/** What this phone is known by: a name made up here, so that one phone's support counts once. */

const KEPT = 'lapor-device';

let name: string | null = null;

/** Returns the phone's name; where the browser keeps nothing, a new one each time the page is opened. */
export function deviceId(): string {
  if (name !== null) return name;
  try {
    name = localStorage.getItem(KEPT);
    if (name === null) {
      name = crypto.randomUUID();
      localStorage.setItem(KEPT, name);
    }
  } catch {
    name = crypto.randomUUID();
  }
  return name;
}

/** Returns a secret that nobody can guess, by which whoever sent a report is known again. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(20));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
