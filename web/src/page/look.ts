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

/** The outlines that `core/shape` draws. */
export const SHAPE = {
  waiting: 'triangle',
  coordinating: 'diamond',
  delegated: 'pentagon',
  in_progress: 'circle',
  estimated: 'hourglass',
  done: 'check',
  rejected: 'cross',
  reopened: 'loop',
} as const;
