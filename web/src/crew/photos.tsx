/** The photos of a report: how it was, and how it is now; also without a network, where the phone has kept them. */
import { useEffect, useState } from 'preact/hooks';
import { t, word } from '../page/words';
import type { Photo } from './job';
import { keptPhoto } from './keep';

const STAGE: Readonly<Record<Photo['stage'], string>> = {
  before: word('Before'),
  progress: word('Meanwhile'),
  after: word('After'),
};

export function Photos({ media }: { readonly media: readonly Photo[] }) {
  const shown = media.flatMap(({ id, stage, url }) =>
    url?.startsWith('/v1/media/') ? [{ id, stage, url }] : [],
  );
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="job-photos">
      <h3 id="job-photos">{t('Photos')}</h3>
      <ul class="photos">
        {shown.map(({ id, stage, url }) => (
          <li key={id}>
            <figure>
              <OnePhoto url={url} alt={t('Photo: {stage}', { stage: t(STAGE[stage]) })} />
              <figcaption>{t(STAGE[stage])}</figcaption>
            </figure>
          </li>
        ))}
      </ul>
    </section>
  );
}

function OnePhoto({ url, alt }: { readonly url: string; readonly alt: string }) {
  const [kept, setKept] = useState<string>();
  const [missing, setMissing] = useState(false);
  useEffect(() => () => void (kept !== undefined && URL.revokeObjectURL(kept)), [kept]);
  const fall = async () => {
    const photo = kept === undefined ? await keptPhoto(url) : undefined;
    if (photo === undefined) setMissing(true);
    else setKept(URL.createObjectURL(photo));
  };
  if (missing) return <p class="dim">{t('This photo needs a network.')}</p>;
  return <img src={kept ?? url} alt={alt} loading="lazy" onError={() => void fall()} />;
}
