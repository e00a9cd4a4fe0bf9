/** Goes to the report of a number that somebody quotes. */
import { useState } from 'preact/hooks';
import { sentenceOf } from '../page/sign_in';
import { t } from '../page/words';
import { toReport } from './route';
import { readReport } from './wire';

export function NumberSearch() {
  const [number, setNumber] = useState('');
  const [trouble, setTrouble] = useState('');
  const go = async (event: Event) => {
    event.preventDefault();
    setTrouble('');
    if (number.trim() === '') return;
    try {
      const found = await readReport(number.trim());
      window.location.hash = toReport(found.report.id);
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };
  return (
    <form class="search" onSubmit={go}>
      <input
        aria-label={t('Report number')}
        placeholder={t('Number')}
        autocapitalize="characters"
        spellcheck={false}
        value={number}
        onInput={(event) => setNumber(event.currentTarget.value)}
      />
      <button type="submit">{t('Go')}</button>
      {trouble !== '' && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
    </form>
  );
}
