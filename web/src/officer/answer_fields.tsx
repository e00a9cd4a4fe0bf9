/** An answer to the citizen: ready words to begin with, or one's own. Citizens read Indonesian, whatever the officer reads. */
import { useId } from 'preact/hooks';
import { t } from '../page/words';
import type { Desk, Template, Whole } from './wire';

export interface Answering {
  readonly template: string;
  readonly text: string;
}

export interface AnswerFieldsProps {
  readonly whole: Whole;
  readonly desk: Desk;
  readonly answering: Answering;
  readonly onAnswering: (answering: Answering) => void;
}

export function AnswerFields({ whole, desk, answering, onAnswering }: AnswerFieldsProps) {
  const id = useId();
  const fitting = desk.templates.filter(
    ({ category }) => category === null || category === whole.report.category,
  );
  const choose = (code: string) => {
    const chosen = fitting.find((template) => template.code === code);
    onAnswering({
      template: code,
      text: chosen === undefined ? answering.text : filled(chosen, whole),
    });
  };
  return (
    <>
      {fitting.length > 0 && (
        <>
          <label for={`${id}-template`}>{t('Ready words')}</label>
          <select
            id={`${id}-template`}
            value={answering.template}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            <option value="">{t('My own words')}</option>
            {fitting.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </>
      )}
      <label for={`${id}-text`}>{t('Answer; everybody can read it')}</label>
      <textarea
        id={`${id}-text`}
        rows={5}
        maxLength={1000}
        value={answering.text}
        onInput={(event) => onAnswering({ ...answering, text: event.currentTarget.value })}
      />
    </>
  );
}

/** The ready words with what is known filled in, as a preview; what is not known stays for the store to fill in. */
export function filled({ text_id }: Template, { report }: Whole): string {
  const known: Record<string, string | null> = { number: report.number, area: report.area_name };
  return text_id.replace(/\{(\w+)\}/g, (whole, name: string) => known[name] ?? whole);
}
