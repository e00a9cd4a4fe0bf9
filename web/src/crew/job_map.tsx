/** The jobs on a map; its code comes when somebody asks for it, and the list stays what works without. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { t } from '../page/words';
import { categoryOf } from './category';
import type { PartProps } from './crew_work';
import { jobWord } from './job';
import type { JobPin, PinMap } from './pin_map';
import { toJob } from './route';
import type { Work } from './work';

export function JobMap({ work }: PartProps) {
  const element = useRef<HTMLDivElement>(null);
  const map = useRef<PinMap | undefined>(undefined);
  const [trouble, setTrouble] = useState(false);
  const { shown, city } = work;
  const pins = useMemo(() => pinsOf(shown, city), [shown, city]);
  const newest = useRef(pins);
  newest.current = pins;

  useEffect(() => {
    let here = true;
    void import('./pin_map')
      .then(({ PinMap }) => {
        if (!here || element.current === null) return;
        map.current = new PinMap(element.current, t('Map of the jobs'));
        map.current.setPins(newest.current);
      })
      .catch(() => setTrouble(true));
    return () => {
      here = false;
      map.current?.close();
      map.current = undefined;
    };
  }, []);
  useEffect(() => map.current?.setPins(pins), [pins]);

  if (trouble) {
    return (
      <p class="empty">{t('The map needs a network the first time. The list works without.')}</p>
    );
  }
  return (
    <>
      <div ref={element} class="job-map" />
      {pins.length === 0 && <p class="empty">{t('No job has a place on the map.')}</p>}
    </>
  );
}

function pinsOf(shown: Work['shown'], city: Work['city']): JobPin[] {
  return (shown?.open ?? []).flatMap(({ job, state }, at) => {
    const { lon, lat, category, number } = job.report;
    if (lon === null || lat === null) return [];
    const name = t('{place}. {category}, {state}: {number}', {
      place: at + 1,
      category: categoryOf(city, category).name,
      state: jobWord(state),
      number,
    });
    return [{ place: at + 1, lon, lat, name, address: toJob(job.id) }];
  });
}
