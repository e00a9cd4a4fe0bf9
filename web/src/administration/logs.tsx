/** What the store did by itself or for good: messages that it sent, and people that were erased. */
import { useEffect, useState } from 'preact/hooks';
import { moment } from '../page/moment';
import { sentenceOf } from '../page/sign_in';
import { count, t, word } from '../page/words';
import { type Delivery, type Erasure, readDeliveries, readErasures } from './store';

const CHANNELS: Readonly<Record<string, string>> = {
  email: word('E-mail'),
  push: word('Push'),
  webhook: word('Webhook'),
};

const OUTCOMES: Readonly<Record<string, string>> = {
  tried: word('… no answer yet'),
  sent: word('✓ sent'),
  failed: word('✕ failed'),
  gone: word('✕ address gone'),
  dropped: word('– not sent any more'),
};

const ERASED: Readonly<Record<string, string>> = {
  account: word('Account'),
  reporter: word('Reporter of one report'),
  retention: word('Reporters, after the time that data are kept'),
};

export function Deliveries() {
  const [lines, setLines] = useState<readonly Delivery[] | null>(null);
  const [trouble, setTrouble] = useState('');
  const [ended, setEnded] = useState(false);
  const load = async (before?: number) => {
    try {
      const found = await readDeliveries(before);
      setLines((have) => [...(before === undefined ? [] : (have ?? [])), ...found]);
      setEnded(found.length === 0);
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };
  useEffect(() => {
    load();
  }, []);
  return (
    <>
      <p class="dim">{t('Every try to send a message, without anybody’s address.')}</p>
      <Trouble text={trouble} />
      {lines === null && trouble === '' && <p role="status">{t('Loading …')}</p>}
      {lines?.length === 0 && <p>{t('Nothing was sent yet.')}</p>}
      {lines !== null && lines.length > 0 && (
        <>
          <table class="entries">
            <thead>
              <tr>
                <th scope="col">{t('When')}</th>
                <th scope="col">{t('Channel')}</th>
                <th scope="col">{t('Outcome')}</th>
                <th scope="col">{t('Try')}</th>
                <th scope="col">{t('Why')}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={`${line.message_id}/${line.attempt}`}>
                  <th scope="row">{moment(line.tried_ms, Date.now())}</th>
                  <td>{t(CHANNELS[line.channel] ?? line.channel)}</td>
                  <td>{t(OUTCOMES[line.outcome] ?? line.outcome)}</td>
                  <td>
                    <span class="cell-name dim">{t('Try')}</span> {count(line.attempt)}
                  </td>
                  <td>
                    <bdi>{line.why}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {!ended && (
            <button type="button" onClick={() => load(lines[lines.length - 1]?.tried_ms)}>
              {t('Show older ones')}
            </button>
          )}
        </>
      )}
    </>
  );
}

export function Erasures() {
  const [lines, setLines] = useState<readonly Erasure[] | null>(null);
  const [trouble, setTrouble] = useState('');
  useEffect(() => {
    readErasures().then(setLines, (error) => setTrouble(sentenceOf(error)));
  }, []);
  return (
    <>
      <p class="dim">{t('That personal data were erased, when and by whom; never whose.')}</p>
      <Trouble text={trouble} />
      {lines === null && trouble === '' && <p role="status">{t('Loading …')}</p>}
      {lines?.length === 0 && <p>{t('Nothing was erased yet.')}</p>}
      {lines !== null && lines.length > 0 && (
        <table class="entries">
          <thead>
            <tr>
              <th scope="col">{t('When')}</th>
              <th scope="col">{t('Whose')}</th>
              <th scope="col">{t('By')}</th>
              <th scope="col">{t('Rows')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.erasure_id}>
                <th scope="row">{moment(line.erased_ms, Date.now())}</th>
                <td>{t(ERASED[line.kind] ?? line.kind)}</td>
                <td>
                  <bdi>{line.by}</bdi>
                </td>
                <td>
                  <span class="cell-name dim">{t('Rows')}</span> {count(line.rows)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Trouble({ text }: { readonly text: string }) {
  return (
    <p class="trouble" role="alert">
      {text}
    </p>
  );
}
