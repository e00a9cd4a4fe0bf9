/** What the store answers (docs/public.md), and what the map's shared code makes of it. */
import { MARK_FLAG, type SetMarks } from '../bridge/message';
import { type Area, boxOf, type Land, type Ring } from '../core/area';
import { toWorld } from '../core/projection';
import type { State } from '../page/look';

export interface Clusters {
  readonly zoom: number;
  /** Of the whole question, in view or not. */
  readonly total: number;
  /** Side of a cell in world units. */
  readonly cell: number;
  readonly step: number;
  readonly west: number;
  readonly north: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly totals: readonly number[];
  /** For each mark pairs of a state's code and how many. */
  readonly counts: readonly (readonly number[])[];
  /** Number of a single report; empty for several. */
  readonly reports: readonly string[];
  /** Places of the overdue single ones. */
  readonly overdue: readonly number[];
  /** One a mark, or none at all from afar. */
  readonly icons: readonly string[];
}

export interface Borders {
  readonly grid: number;
  /** From the finest up. */
  readonly levels: readonly string[];
  readonly areas: readonly BorderArea[];
  readonly coast: readonly (readonly number[])[];
}

export interface BorderArea {
  readonly code: string;
  readonly name: string;
  readonly rank: number;
  readonly parent: string | null;
  readonly approximate: boolean;
  /** Longitude, latitude and radius in steps of the grid. */
  readonly label: readonly [number, number, number];
  readonly rings: readonly (readonly number[])[];
}

export interface Counts {
  readonly total: number;
  readonly overdue: number;
  /** West, south, east, north of where most of them lie; null where none has a place. */
  readonly box: readonly [number, number, number, number] | null;
  readonly states: Readonly<Partial<Record<State, number>>>;
  readonly categories: Readonly<Record<string, number>>;
  readonly areas: Readonly<Record<string, number>>;
}

export interface ReportLine {
  readonly number: string;
  readonly category: string;
  readonly state: State;
  readonly area: string | null;
  readonly agency: string | null;
  readonly address: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly created_ms: number;
  readonly updated_ms: number;
  readonly closed_ms: number | null;
  readonly close_by_ms: number;
  readonly supporters: number;
  readonly simulated: boolean;
}

export interface ReportList {
  readonly total: number;
  readonly next: string | null;
  readonly reports: readonly ReportLine[];
}

export interface Step {
  readonly kind: 'submitted' | 'taken_on' | 'moved' | 'answered';
  readonly state: State;
  readonly acted_ms: number;
  readonly answer: string;
}

export interface Photo {
  readonly stage: string;
  readonly recorded_ms: number;
  readonly large: string;
  readonly medium: string;
  readonly small: string;
}

export interface WholeReport extends ReportLine {
  readonly description: string;
  readonly expected_ms: number | null;
  readonly steps: readonly Step[];
  readonly photos: readonly Photo[];
}

export interface AreaFigures {
  readonly area: string;
  readonly received: number;
  readonly closed: number;
  readonly open: number;
  readonly overdue: number;
  readonly on_time: number;
  readonly on_time_percent: number | null;
  readonly response_s: number | null;
  readonly responses: number;
}

export interface Figures {
  readonly level: string;
  readonly days: number;
  readonly areas: readonly AreaFigures[];
}

export interface Sensitive {
  /** Its first day, ISO. */
  readonly month: string;
  readonly least: number;
  readonly counts: readonly {
    readonly category: string;
    readonly area: string;
    readonly count: number;
  }[];
}

/** Marks as the map draws them. `states` is how many states there are. */
export function marksOf(clusters: Clusters, sequence: number, states: number): SetMarks {
  const { step, west, north, totals, icons } = clusters;
  const counts = new Array<number>(totals.length * states).fill(0);
  clusters.counts.forEach((pairs, row) => {
    for (let at = 0; at + 1 < pairs.length; at += 2) {
      counts[row * states + (pairs[at] ?? 0)] = pairs[at + 1] ?? 0;
    }
  });
  const flags = totals.map(() => 0);
  for (const row of clusters.overdue) flags[row] = MARK_FLAG.OVERDUE;
  return {
    kind: 'set_marks',
    sequence,
    generation: sequence,
    zoom: clusters.zoom,
    cell: clusters.cell,
    // The middle of the step, so that nothing moves west and north by half of one.
    x: clusters.x.map((each) => west + (each + 0.5) * step),
    y: clusters.y.map((each) => north + (each + 0.5) * step),
    totals,
    counts,
    reports: clusters.reports,
    flags,
    icons: icons.length === totals.length ? icons : totals.map(() => ''),
  };
}

/** Borders as the map draws them. */
export function landOf({ grid, areas, coast }: Borders): Land {
  return {
    areas: areas.map((area) => areaOf(area, grid)),
    coast: coast.map((ring) => worldRing(ring, grid)),
  };
}

function areaOf(area: BorderArea, grid: number): Area {
  const rings = area.rings.map((ring) => worldRing(ring, grid));
  const [lon, lat, radius] = area.label.map((each) => each / grid) as [number, number, number];
  const at = toWorld({ lon, lat });
  const edge = toWorld({ lon: lon + radius, lat });
  return {
    code: area.code,
    name: area.name,
    rank: area.rank,
    approximate: area.approximate,
    label: { ...at, radius: edge.x - at.x },
    rings,
    box: boxOf(rings),
  };
}

function worldRing(steps: readonly number[], grid: number): Ring {
  const ring = new Float64Array(steps.length);
  let [lon, lat] = [0, 0];
  for (let at = 0; at + 1 < steps.length; at += 2) {
    lon += steps[at] ?? 0;
    lat += steps[at + 1] ?? 0;
    const { x, y } = toWorld({ lon: lon / grid, lat: lat / grid });
    ring[at] = x;
    ring[at + 1] = y;
  }
  return ring;
}
