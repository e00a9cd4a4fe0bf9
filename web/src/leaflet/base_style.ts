/**
 * How a base map of shapes is drawn: quietly, because it is the ground that marks stand on.
 *
 * Land and sea are the map's own, so that the borders' coast and the tiles' agree; everything else
 * is a shade between the two or a hint of green. Few words: names of areas are another layer's, and
 * places of interest are not what this room looks for.
 */
import {
  CenteredTextSymbolizer,
  exp,
  type Feature,
  type LabelRule,
  LineLabelSymbolizer,
  LineSymbolizer,
  type PaintRule,
  PolygonSymbolizer,
  paintRules,
} from 'protomaps-leaflet';
import type { MapTheme, SetBaseMap } from '../bridge/message';
import { between } from '../core/colour';

type Scheme = SetBaseMap['scheme'];

/** What green areas are tinted with, and how much of it is left. */
const GREEN_TINT = { dark: '#3cab6b', light: '#5fae7c' } as const;
const GREEN_PART = { faint: 0.1, plain: 0.16 } as const;

const WORD_PX = 11;
/** Nearer than this, areas' own names say where one is. */
const PLACES_UNTIL_ZOOM = 9;
const MAJOR_NAMES_FROM_ZOOM = 14;
const MINOR_NAMES_FROM_ZOOM = 16;

/** Returns the colour of a tile where nothing is drawn: one scheme has shapes of land, the other of water. */
export function baseGround(scheme: Scheme, theme: MapTheme): string {
  return scheme === 'openmaptiles' ? theme.land : theme.sea;
}

export function basePaintRules(scheme: Scheme, theme: MapTheme): PaintRule[] {
  const colours = coloursOf(theme);
  // The library's rules ask for no other colours of a flavour than these.
  return scheme === 'openmaptiles' ? openMapTilesRules(colours) : paintRules(colours as Flavor);
}

export function baseLabelRules(scheme: Scheme, theme: MapTheme, language: string): LabelRule[] {
  if (!theme.presentation.words) return [];
  const px = Math.max(WORD_PX, theme.presentation.least_word_px);
  const other = scheme === 'openmaptiles';
  const kindOf = (feature: Feature) => text(feature, other ? 'class' : 'kind');
  const shared = {
    labelProps: [`name:${language}`, 'name'],
    font: `400 ${px}px Inter, sans-serif`,
    fill: between(theme.dim_text, theme.land, 0.25),
    stroke: theme.land,
    width: 2.5,
  };
  const roads = new LineLabelSymbolizer(shared);
  const places = new CenteredTextSymbolizer({ ...shared, lineHeight: 1.3 });
  const water = new CenteredTextSymbolizer({
    ...shared,
    font: `italic 400 ${px}px Inter, sans-serif`,
    stroke: theme.sea,
  });
  const roadLayer = other ? 'transportation_name' : 'roads';
  return [
    {
      dataLayer: other ? 'place' : 'places',
      symbolizer: places,
      maxzoom: PLACES_UNTIL_ZOOM,
      filter: (_zoom, feature) => ['locality', 'city', 'town'].includes(kindOf(feature)),
    },
    {
      dataLayer: roadLayer,
      symbolizer: roads,
      minzoom: MAJOR_NAMES_FROM_ZOOM,
      filter: (_zoom, feature) => MAJOR.has(kindOf(feature)),
    },
    {
      dataLayer: roadLayer,
      symbolizer: roads,
      minzoom: MINOR_NAMES_FROM_ZOOM,
      filter: (_zoom, feature) => MINOR.has(kindOf(feature)),
    },
    {
      dataLayer: other ? 'water_name' : 'water',
      symbolizer: water,
      filter: (_zoom, feature) => feature.geomType === POINT,
    },
  ];
}

const POINT = 1;
const LINE = 2;
const POLYGON = 3;

/** Kinds of both schemes. */
const MAJOR = new Set(['highway', 'major_road', 'motorway', 'trunk', 'primary', 'secondary']);
const MINOR = new Set(['minor_road', 'tertiary', 'minor', 'service']);
const GREEN = new Set(['grass', 'wood', 'farmland', 'wetland', 'cemetery', 'park', 'pitch']);

function text(feature: Feature, name: string): string {
  const value = feature.props[name];
  return typeof value === 'string' ? value : '';
}

type Flavor = Parameters<typeof paintRules>[0];

/** The colours of a flavour that rules ask for. */
type Colours = Pick<
  Flavor,
  | 'aerodrome'
  | 'beach'
  | 'boundaries'
  | 'buildings'
  | 'earth'
  | 'glacier'
  | 'highway'
  | 'hospital'
  | 'industrial'
  | 'major'
  | 'minor_a'
  | 'park_a'
  | 'park_b'
  | 'pedestrian'
  | 'pier'
  | 'railway'
  | 'runway'
  | 'sand'
  | 'school'
  | 'scrub_a'
  | 'scrub_b'
  | 'water'
  | 'wood_a'
  | 'wood_b'
  | 'zoo'
>;

function coloursOf(theme: MapTheme): Colours {
  const line = (strength: number) => between(theme.land, theme.coast, strength);
  const green = (part: number) => between(theme.land, GREEN_TINT[theme.name], part);
  const [faint, plain] = [green(GREEN_PART.faint), green(GREEN_PART.plain)];
  const built = line(0.07);
  return {
    aerodrome: built,
    beach: built,
    boundaries: theme.border,
    buildings: line(0.2),
    earth: theme.land,
    glacier: built,
    highway: line(0.5),
    hospital: built,
    industrial: built,
    major: line(0.32),
    minor_a: line(0.22),
    park_a: faint,
    park_b: plain,
    pedestrian: built,
    pier: line(0.22),
    railway: line(0.5),
    runway: line(0.22),
    sand: built,
    school: built,
    scrub_a: faint,
    scrub_b: faint,
    water: theme.sea,
    wood_a: plain,
    wood_b: plain,
    zoo: faint,
  };
}

/** Layers and classes of OpenMapTiles, which the library has no rules for. */
function openMapTilesRules(colours: Colours): PaintRule[] {
  const isClass = (wanted: ReadonlySet<string>) => (_zoom: number, feature: Feature) =>
    wanted.has(text(feature, 'class'));
  const road = (wanted: ReadonlySet<string>, color: string, widths: number[][]): PaintRule => ({
    dataLayer: 'transportation',
    symbolizer: new LineSymbolizer({ color, width: (zoom) => exp(1.6, widths)(zoom) }),
    filter: isClass(wanted),
  });
  const area = (dataLayer: string, fill: string, filter?: PaintRule['filter']): PaintRule => ({
    dataLayer,
    symbolizer: new PolygonSymbolizer({ fill }),
    filter: (zoom, feature) => feature.geomType === POLYGON && (filter?.(zoom, feature) ?? true),
  });
  return [
    area('landcover', colours.park_b, isClass(GREEN)),
    area('landuse', colours.park_a, isClass(GREEN)),
    area('park', colours.park_b),
    area('water', colours.water),
    {
      dataLayer: 'waterway',
      symbolizer: new LineSymbolizer({
        color: colours.water,
        // biome-ignore format: a table
        width: (zoom) => exp(1.6, [[9, 0.5], [18, 12]])(zoom),
      }),
      filter: (_zoom, feature) => feature.geomType === LINE,
    },
    area('building', colours.buildings),
    // biome-ignore format: a table
    road(new Set(['path', 'track', 'service', 'minor']), colours.minor_a, [[13, 0], [18, 8]]),
    // biome-ignore format: a table
    road(new Set(['tertiary', 'secondary', 'primary']), colours.major, [[6, 0], [12, 1.6], [15, 3], [18, 13]]),
    // biome-ignore format: a table
    road(new Set(['trunk', 'motorway']), colours.highway, [[3, 0], [6, 1.1], [12, 1.6], [15, 5], [18, 15]]),
    // biome-ignore format: a table
    road(new Set(['rail']), colours.railway, [[8, 0], [13, 0.7], [18, 2]]),
    {
      dataLayer: 'boundary',
      symbolizer: new LineSymbolizer({ color: colours.boundaries, width: 1 }),
    },
  ];
}
