/** What can be reported here: as the store says it, or as it last said it where there is no network. */
import { useEffect, useState } from 'preact/hooks';
import { type City, readCity } from '../page/city';

const KEPT = 'lapor-city';

export function useKnownCity(): City | null {
  const [city, setCity] = useState<City | null>(kept);
  useEffect(() => {
    readCity()
      .then((found) => {
        setCity(found);
        keep(found);
      })
      .catch(() => {
        // Without an answer what was kept goes on; the page says itself that there is no network.
      });
  }, []);
  return city;
}

function kept(): City | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as City | null;
  } catch {
    return null;
  }
}

function keep(city: City): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(city));
  } catch {
    // Full, or a browser that keeps nothing: it is asked for again.
  }
}
