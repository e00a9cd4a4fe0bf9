/** A report's state: shape, word and colour together, everywhere the same. */
import { SHAPE, type State } from './look';
import { StateShape } from './shape';
import { t, word } from './words';

const WORD: Readonly<Record<State, string>> = {
  waiting: word('Waiting'),
  coordinating: word('Coordination'),
  delegated: word('Delegated'),
  in_progress: word('In progress'),
  estimated: word('Estimated'),
  done: word('Done'),
  rejected: word('Rejected'),
  reopened: word('Reopened'),
};

export function stateWord(state: State): string {
  return t(WORD[state]);
}

export function StateMark({ state }: { readonly state: State }) {
  return (
    <span class={`state state-${state}`}>
      <StateShape shape={SHAPE[state]} /> {stateWord(state)}
    </span>
  );
}
