/** A report's story: what was done and when, the last first. */
import { moment } from '../page/moment';
import { stateWord } from '../page/state';
import { t } from '../page/words';
import type { StoryEntry } from './mine';

export interface StoryProps {
  readonly story: readonly StoryEntry[];
  readonly clockMs: number;
}

export function Story({ story, clockMs }: StoryProps) {
  return (
    <ol class="story" reversed>
      {[...story].reverse().map((entry, place) => (
        <li key={`${entry.at_ms}-${story.length - place}`}>
          <p>
            <strong>{happened(entry)}</strong>
            <br />
            <span class="dim">{moment(entry.at_ms, clockMs)}</span>
          </p>
          {entry.text !== '' && <blockquote>{entry.text}</blockquote>}
        </li>
      ))}
    </ol>
  );
}

function happened({ kind, state }: StoryEntry): string {
  switch (kind) {
    case 'submitted':
      return t('You reported it');
    case 'taken_on':
      return t('An office has read it');
    case 'answered':
      return t('The office answered');
    case 'categorised':
      return t('The category was corrected');
    case 'photo_added':
      return t('A photo was added');
    case 'rated':
      return t('Somebody rated the work');
    case 'joined':
      return t('Put together with other reports of the same trouble');
    default:
      return stateWord(state);
  }
}
