/** States and their shapes. Generated from commandcenter/views/palette.py by `python -m commandcenter.views.page_look --write`. */

export type State =
  | 'waiting'
  | 'coordinating'
  | 'delegated'
  | 'in_progress'
  | 'estimated'
  | 'done'
  | 'rejected'
  | 'reopened';

export const GLYPH: Readonly<Record<State, string>> = {
  waiting: '▲',
  coordinating: '◆',
  delegated: '⬟',
  in_progress: '●',
  estimated: '⧗',
  done: '✓',
  rejected: '✕',
  reopened: '↺',
};
