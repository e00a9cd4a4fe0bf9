/** Free hospital beds: hospitals near one, by class, and how old that is. */
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../page/door';
import { age } from '../page/moment';
import { sentenceOf } from '../page/sign_in';
import { count, t } from '../page/words';
import { distanceM } from './distance';
import { positionOfPhone, positionTrouble } from './position';
import type { Spot } from './report_act';

interface Beds {
  readonly bed_class: string;
  readonly free: number;
  readonly total: number | null;
  readonly said_by: 'facility' | 'office';
  readonly said_ms: number;
  readonly stale: boolean;
}

export interface Facility {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly address?: string | null;
  readonly beds: readonly Beds[];
}

interface Answer {
  readonly clock_ms: number;
  readonly stale_after_s: number;
  readonly facilities: readonly Facility[];
}

export function BedFinder() {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [trouble, setTrouble] = useState('');
  const [spot, setSpot] = useState<Spot | null>(null);
  const [lost, setLost] = useState('');
  const [wanted, setWanted] = useState('');

  useEffect(() => {
    ask<Answer>('GET', '/v1/facilities')
      .then(setAnswer)
      .catch((error: unknown) => setTrouble(sentenceOf(error)));
  }, []);
  const find = async () => {
    setLost('');
    try {
      setSpot(await positionOfPhone());
    } catch (error) {
      setLost(positionTrouble(error));
    }
  };

  const hospitals = answer?.facilities.filter(({ beds }) => beds.length > 0) ?? [];
  const classes = [...new Set(hospitals.flatMap(({ beds }) => beds.map((one) => one.bed_class)))];
  return (
    <div class="sheet">
      <h2>{t('Free hospital beds')}</h2>
      <p class="dim">{t('In an emergency call 112 or 119. Call the hospital before you go.')}</p>
      <div class="pair">
        <button type="button" onClick={() => void find()}>
          {t('Near me')}
        </button>
        <div>
          <label for="bed-class" class="unseen">
            {t('Class')}
          </label>
          <select id="bed-class" value={wanted} onChange={(e) => setWanted(e.currentTarget.value)}>
            <option value="">{t('All classes')}</option>
            {classes.sort().map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </div>
      </div>
      <p class="trouble" role="alert">
        {trouble || lost}
      </p>
      {answer === null && trouble === '' && <p role="status">{t('Asking for beds …')}</p>}
      {answer !== null && hospitals.length === 0 && (
        <p>{t('No hospital has said anything of its beds yet.')}</p>
      )}
      <ul class="cards">
        {answer !== null &&
          inOrder(hospitals, spot, wanted).map((hospital) => (
            <li key={hospital.code} class="card">
              <h3>{hospital.name}</h3>
              {spot !== null && hospital.lon !== null && hospital.lat !== null && (
                <p>{away(spot, { lon: hospital.lon, lat: hospital.lat })}</p>
              )}
              <BedTable hospital={hospital} wanted={wanted} clockMs={answer.clock_ms} />
            </li>
          ))}
      </ul>
    </div>
  );
}

interface BedTableProps {
  readonly hospital: Facility;
  readonly wanted: string;
  readonly clockMs: number;
}

function BedTable({ hospital, wanted, clockMs }: BedTableProps) {
  const shown = hospital.beds.filter(({ bed_class }) => wanted === '' || bed_class === wanted);
  return (
    <table>
      <caption class="unseen">{t('Beds of {name}', { name: hospital.name })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('Class')}</th>
          <th scope="col">{t('Free')}</th>
          <th scope="col">{t('Said')}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((one) => (
          <tr key={one.bed_class} class={one.stale ? 'stale' : ''}>
            <th scope="row">{one.bed_class}</th>
            <td>
              <strong>{count(one.free)}</strong>
              {one.total !== null && ` / ${count(one.total)}`}
            </td>
            <td>
              {t('{age} ago', { age: age((clockMs - one.said_ms) / 1000) })}
              {one.said_by === 'office' && ` · ${t('by an office')}`}
              {one.stale && <strong> ⚠ {t('old: may be wrong')}</strong>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Those with a free bed that is not old come first, then by distance, then by name. */
export function inOrder(
  hospitals: readonly Facility[],
  spot: Pick<Spot, 'lon' | 'lat'> | null,
  wanted: string,
): Facility[] {
  const fresh = ({ beds }: Facility) =>
    beds.some((one) => one.free > 0 && !one.stale && (wanted === '' || one.bed_class === wanted));
  const far = ({ lon, lat }: Facility) =>
    spot === null || lon === null || lat === null
      ? Number.POSITIVE_INFINITY
      : distanceM(spot, { lon, lat });
  return hospitals
    .filter(({ beds }) => wanted === '' || beds.some(({ bed_class }) => bed_class === wanted))
    .map((hospital) => ({ hospital, fresh: fresh(hospital), far: far(hospital) }))
    .sort(
      (one, other) =>
        Number(other.fresh) - Number(one.fresh) ||
        (one.far === other.far ? 0 : one.far - other.far) ||
        one.hospital.name.localeCompare(other.hospital.name),
    )
    .map(({ hospital }) => hospital);
}

function away(spot: Spot, place: { lon: number; lat: number }): string {
  const metres = distanceM(spot, place);
  return metres < 1000
    ? t('{metres} m from here', { metres: Math.round(metres) })
    : t('{kilometres} km from here', { kilometres: Math.round(metres / 100) / 10 });
}
