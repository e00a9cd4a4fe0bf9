/** The form of something new, and what is shown once it is there: a key's secret, or an account's first code. */
import { useEffect, useState } from 'preact/hooks';
import { sentenceOf } from '../page/sign_in';
import { t } from '../page/words';
import type { Result } from './act';
import { Form } from './form';
import { entryAt, listAt } from './route';
import { newSecret } from './secret';
import { type Choices, type Shape, sourcesOf } from './shape';
import { ShownOnce } from './shown_once';
import { newResetCode, readChoices } from './store';

export interface NewPageProps {
  readonly shape: Shape;
  readonly given: URLSearchParams;
}

interface Once {
  readonly title: string;
  readonly about: string;
  readonly text: string;
  readonly next: string;
}

export function NewPage({ shape, given }: NewPageProps) {
  const [choices, setChoices] = useState<Choices | null>(null);
  const [trouble, setTrouble] = useState('');
  const [once, setOnce] = useState<Once | null>(null);
  // The same key until it was saved, so that a lost answer does not make two.
  const [secretOnce] = useState(() => remembered(newSecret));

  useEffect(() => {
    readChoices(sourcesOf(shape.fields(null))).then(setChoices, (error) =>
      setTrouble(sentenceOf(error)),
    );
  }, [shape]);

  const onSaved = async (result: Result) => {
    const key = result.target ?? '';
    const next = shape.what === 'keys' ? listAt(shape.what) : entryAt(shape.what, key);
    if (shape.what === 'keys') {
      setOnce({
        title: t('The key'),
        about: t('It is shown this once; the store keeps only its hash. Hand it over safely.'),
        text: (await secretOnce()).text,
        next,
      });
    } else if (shape.what === 'accounts') {
      await showCode(key, next);
    } else {
      window.location.hash = next;
    }
  };

  const showCode = async (account: string, next: string) => {
    try {
      const { code } = await newResetCode(account);
      setOnce({
        title: t('A code for the first password'),
        about: t(
          'With login and code the person sets a password, within a day. It is shown this once.',
        ),
        text: code,
        next,
      });
    } catch {
      // The account is there; its page offers another code.
      window.location.hash = next;
    }
  };

  if (trouble !== '') {
    return (
      <p class="trouble" role="alert">
        {trouble}
      </p>
    );
  }
  if (choices === null) return <p role="status">{t('Loading …')}</p>;
  return (
    <>
      <h2 class="entry-name">{t(shape.fresh ?? '')}</h2>
      <Form
        shape={shape}
        entry={null}
        choices={choices}
        given={given}
        onSaved={onSaved}
        {...(shape.what === 'keys'
          ? { more: async () => ({ sha256: (await secretOnce()).sha256 }) }
          : {})}
      />
      {once !== null && (
        <ShownOnce
          title={once.title}
          about={once.about}
          text={once.text}
          onClose={() => {
            window.location.hash = once.next;
          }}
        />
      )}
    </>
  );
}

function remembered<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
