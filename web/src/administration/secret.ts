/** A key for a desk, made in this browser: the store is told its hash alone. */

export interface Secret {
  readonly text: string;
  /** SHA-256 of the text, in hexadecimal digits. */
  readonly sha256: string;
}

const BYTES = 32;

export async function newSecret(): Promise<Secret> {
  const random = crypto.getRandomValues(new Uint8Array(BYTES));
  const plain = btoa(String.fromCharCode(...random));
  const text = `cc_${plain.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')}`;
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const sha256 = Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0'));
  return { text, sha256: sha256.join('') };
}
