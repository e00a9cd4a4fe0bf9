/** The crews that could be sent, the readiest first, with what speaks against each. */
import { plural, t } from '../page/words';
import { crewWord } from './crew_word';
import type { Crew } from './wire';

export interface CrewFieldsProps {
  readonly crews: readonly Crew[];
  readonly chosen: string;
  readonly onChosen: (crew: string) => void;
}

export function CrewFields({ crews, chosen, onChosen }: CrewFieldsProps) {
  if (crews.length === 0) {
    return (
      <p>{t('No crew is posted in this area or above it. Hand it over to an agency instead.')}</p>
    );
  }
  return (
    <fieldset class="crews">
      <legend>{t('Which crew')}</legend>
      {crews.map((crew) => (
        <label key={crew.code} class="choice">
          <input
            type="radio"
            name="crew"
            value={crew.code}
            disabled={!crew.can_go}
            checked={chosen === crew.code}
            onChange={() => onChosen(crew.code)}
          />
          <span>
            <b>{crew.name}</b>
            <br />
            <span class="dim">{wordsOf(crew)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function wordsOf(crew: Crew): string {
  const state = crew.can_go
    ? crewWord(crew.state)
    : t('not to be sent: {reason}', { reason: crew.why });
  const parts = [
    state,
    t('{count} present', { count: crew.present }),
    plural(crew.load, '{count} job', '{count} jobs'),
    crew.area_name ?? '',
    crew.shift ?? '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
