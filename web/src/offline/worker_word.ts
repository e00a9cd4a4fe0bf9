/** Sent by a page to its waiting service worker to let it in. */
export const TAKE_OVER = 'take over';
