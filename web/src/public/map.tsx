/** The map as a part of the page: loads its code, hands it borders and marks, and says what is in view. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../page/words';
import { type Borders, type Clusters, marksOf, type WholeReport } from './answer';
import type { Bounds, MapView, Viewport } from './map_view';
import { ALL_STATES } from './question';

interface MapProps {
  /** What the map opens with. */
  readonly bounds: Bounds | null;
  /** Code of the area that is asked for; the map goes there whenever it is another one. */
  readonly area: string;
  readonly borders: Borders | undefined;
  readonly clusters: Clusters | undefined;
  readonly chosen: WholeReport | undefined;
  readonly onMoved: (view: Viewport) => void;
  readonly onReportChosen: (number: string) => void;
}

export function PublicMap(props: MapProps) {
  const { bounds, borders, clusters, chosen } = props;
  const element = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapView | undefined>(undefined);
  const [missing, setMissing] = useState(false);
  const listeners = useRef(props);
  listeners.current = props;
  const sequence = useRef(0);
  // The map is made once, with the box that is known then.
  useEffect(() => {
    let made: MapView | undefined;
    let gone = false;
    import('./map_view').then(
      ({ MapView: Made }) => {
        if (gone || element.current === null) return;
        made = new Made(element.current, bounds, {
          onMoved: (view) => listeners.current.onMoved(view),
          onReportChosen: (number) => listeners.current.onReportChosen(number),
          onPainted: (marks) => element.current?.setAttribute('data-painted', String(marks)),
        });
        setMap(made);
      },
      () => setMissing(true),
    );
    const resized = new ResizeObserver(() => made?.resize());
    if (element.current !== null) resized.observe(element.current);
    return () => {
      gone = true;
      resized.disconnect();
      made?.remove();
    };
  }, []);
  useEffect(() => {
    if (borders !== undefined) map?.setBorders(borders);
  }, [map, borders]);
  useEffect(() => {
    if (props.area !== '' && borders !== undefined) map?.fitArea(props.area);
  }, [map, borders, props.area]);
  useEffect(() => {
    if (clusters === undefined || map === undefined) return;
    sequence.current += 1;
    map.setMarks(marksOf(clusters, sequence.current, ALL_STATES.length));
  }, [map, clusters]);
  useEffect(() => {
    const { lon, lat } = chosen ?? { lon: null, lat: null };
    const place = lon === null || lat === null ? undefined : { lon, lat };
    map?.select(chosen?.number ?? '', place);
  }, [map, chosen]);
  return (
    <div class="map-place">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the map is moved by keyboard */}
      <div ref={element} class="map" tabIndex={0} />
      {missing && (
        <p class="map-missing" role="alert">
          {t('The map could not be loaded; the list holds the same reports.')}
        </p>
      )}
    </div>
  );
}
