/** One thing: its form, what else can be done with it, what belongs to it, and who changed it. */
import { useEffect, useState } from 'preact/hooks';
import { sentenceOf } from '../page/sign_in';
import { t } from '../page/words';
import { AccountDeeds } from './account_deeds';
import type { Result } from './act';
import { CrewMembers } from './crew_members';
import { Form } from './form';
import { History } from './history';
import { KeyDeeds } from './key_deeds';
import { isOwnLimit, OwnLimit } from './own_limit';
import { type Choices, type Shape, sourcesOf, textOf } from './shape';
import { readChoices, readEntry } from './store';
import { type Entry, readable } from './value';

export interface EntryPageProps {
  readonly shape: Shape;
  readonly id: string;
}

interface Loaded {
  readonly entry: Entry;
  readonly choices: Choices;
}

export function EntryPage({ shape, id }: EntryPageProps) {
  const [loaded, setLoaded] = useState<Loaded | 'absent' | null>(null);
  const [trouble, setTrouble] = useState('');
  const [drawn, setDrawn] = useState(0);

  const load = async () => {
    try {
      const entry = await readEntry(shape, id);
      if (entry === undefined) {
        setLoaded('absent');
        return;
      }
      const choices = await readChoices(sourcesOf(shape.fields(entry)));
      setLoaded({ entry, choices });
      setTrouble('');
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };
  useEffect(() => {
    load();
  }, [shape, id]);

  const anew = async () => {
    await load();
    setDrawn((before) => before + 1);
  };

  if (trouble !== '') {
    return (
      <p class="trouble" role="alert">
        {trouble}{' '}
        <button type="button" onClick={anew}>
          {t('Try again')}
        </button>
      </p>
    );
  }
  if (loaded === null) return <p role="status">{t('Loading …')}</p>;
  if (loaded === 'absent') return <p>{t('There is no such entry. It may be called otherwise.')}</p>;
  const { entry, choices } = loaded;
  return (
    <>
      <h2 class="entry-name">
        <bdi>{shape.nameOf(entry)}</bdi> {shape.key === 'code' && <small class="dim">{id}</small>}
      </h2>
      {shape.what === 'keys' ? (
        <>
          <Facts shape={shape} entry={entry} choices={choices} />
          <KeyDeeds entry={entry} onDone={anew} />
        </>
      ) : (
        <Form
          key={drawn}
          shape={shape}
          entry={entry}
          choices={choices}
          onSaved={(_: Result) => anew()}
        />
      )}
      {shape.what === 'accounts' && <AccountDeeds entry={entry} onDone={anew} />}
      {shape.what === 'settings' && isOwnLimit(entry) && <OwnLimit entry={entry} />}
      {shape.what === 'crews' && <CrewMembers crew={id} />}
      <section class="sheet">
        <h3>{t('Who changed it')}</h3>
        <History key={drawn} of={id} kinds={shape.kinds} />
      </section>
    </>
  );
}

interface FactsProps {
  readonly shape: Shape;
  readonly entry: Entry;
  readonly choices: Choices;
}

/** What can be seen and not be changed. */
function Facts({ shape, entry, choices }: FactsProps) {
  return (
    <dl class="sheet facts">
      {shape.fields(entry).map((field) => (
        <div key={field.name}>
          <dt>{t(field.label)}</dt>
          <dd>
            <bdi>{readable(field, textOf(entry, field.name), choices)}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
