/**
 * What is typed into the form of one place of the page and is not saved yet.
 *
 * It outlives the form: the page is drawn anew when its language changes, and whoever leaves while the form is still
 * being read again is asked all the same.
 */
import type { Drafts } from './value';

let typed: { readonly hash: string; readonly drafts: Drafts } | null = null;

/** Holds what is typed here. */
export function holdUnsaved(drafts: Drafts): void {
  typed = { hash: window.location.hash, drafts };
}

/** Gives up what was typed: it is saved, undone, or left behind. */
export function forgetUnsaved(): void {
  typed = null;
}

/** Whether something typed at a place is not saved. */
export function isUnsaved(hash: string): boolean {
  return typed?.hash === hash;
}

/** What was typed here laid over what a form begins with. */
export function withUnsaved(first: Drafts): Drafts {
  return typed?.hash === window.location.hash ? { ...first, ...typed.drafts } : first;
}
