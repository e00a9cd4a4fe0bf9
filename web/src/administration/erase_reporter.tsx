/** Erases whoever sent a report: the citizen says its number. */
import { useId, useState } from 'preact/hooks';
import { announce } from '../page/frame';
import { t } from '../page/words';
import { isDone, reasonOf, send } from './act';
import { Question } from './question';

export function EraseReporter() {
  const [number, setNumber] = useState('');
  const [asking, setAsking] = useState(false);
  const [said, setSaid] = useState('');
  const id = useId();
  const wanted = number.trim().toUpperCase();
  const erase = async () => {
    const payload = { number: wanted };
    const result = await send({ kind: 'erase_person', target: null, base: null, payload });
    if (!isDone(result)) return reasonOf(result);
    setNumber('');
    setSaid(t('Erased.'));
    announce(t('Erased.'));
    return '';
  };
  return (
    <form
      class="sheet"
      onSubmit={(event) => {
        event.preventDefault();
        setAsking(wanted !== '');
      }}
    >
      <h3>{t('Erase a reporter')}</h3>
      <label for={id}>{t('Number of the report')}</label>
      <span class="help dim" id={`${id}-help`}>
        {t('As the citizen has it. An account is erased on its own page.')}
      </span>
      <input
        id={id}
        aria-describedby={`${id}-help`}
        autocomplete="off"
        spellcheck={false}
        value={number}
        onInput={(event) => setNumber(event.currentTarget.value)}
      />
      <div class="form-end">
        <button type="submit" class="grave" disabled={wanted === ''}>
          {t('Erase this person’s data …')}
        </button>
        <span role="status">{said}</span>
      </div>
      {asking && (
        <Question
          title={t('Erase who sent {number}?', { number: wanted })}
          about={t(
            'Name, contacts and what says who they are go from everywhere; what happened stays. Nobody can bring them back.',
          )}
          deed={t('Erase for good')}
          typed={wanted}
          onYes={erase}
          onClose={() => setAsking(false)}
        />
      )}
    </form>
  );
}
