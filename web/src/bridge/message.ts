/**
 * What the desktop and its map page say to each other.
 *
 * Generated from commandcenter/views/map/message by
 * `python -m commandcenter.views.map.typescript --write`; change it there.
 */

export const PROTOCOL_VERSION = '4d5b56d98490';

/** Bits of ``SetMarks.flags``. */
export const MARK_FLAG = {
  OVERDUE: 1,
  PENDING: 2,
} as const;

/** How one state is drawn; its place in the list is its code. */
export interface StateLook {
  /** The state in the reader's language. */
  readonly word: string;
  /** The outline that carries the state where colour can't. */
  readonly shape:
    | 'triangle'
    | 'diamond'
    | 'pentagon'
    | 'circle'
    | 'hourglass'
    | 'check'
    | 'cross'
    | 'loop';
  /** Of the theme, as `#RRGGBB`. */
  readonly color: string;
}

/** The words of the page, in the reader's language; `{name}` stands for a value. */
export interface Texts {
  /** BCP 47 tag; it decides separators. */
  readonly language: string;
  /** What the map is, for screen readers. */
  readonly map_name: string;
  /** How to use it without a pointer, for screen readers. */
  readonly keys: string;
  /** Of the button. */
  readonly zoom_in: string;
  /** Of the button. */
  readonly zoom_out: string;
  /** A number of reports: `{count}`. */
  readonly reports: string;
  /** The word beside an overdue report. */
  readonly overdue: string;
  /** The words beside a report with an act that the store has not answered. */
  readonly pending: string;
  /** The note about borders that are stand-ins. */
  readonly approximate: string;
  /** Letters behind a latitude north of the equator. */
  readonly north: string;
  /** Letters behind a southern one. */
  readonly south: string;
  /** Letters behind a longitude east of Greenwich. */
  readonly east: string;
  /** Letters behind a western one. */
  readonly west: string;
  /** Heading of what the marks' colours and shapes mean. */
  readonly legend: string;
  /** What the ring around a number shares out. */
  readonly legend_ring: string;
  /** How an area is drawn. */
  readonly draw_help: string;
  /** How something is measured. */
  readonly measure_help: string;
  /** A length: `{length}`. */
  readonly measured_length: string;
  /** A length and the area inside: `{length}`, `{area}`. */
  readonly measured_area: string;
  /** What is shown when the borders could not be read. */
  readonly areas_missing: string;
  /** What is shown when the base map's tiles can't be had. */
  readonly base_map_failing: string;
}

/** How large the map is drawn, and for whom. */
export interface Presentation {
  /** Size of marks, 1 on a desk. */
  readonly scale: number;
  /** No word is smaller than this, in pixels; 0 on a desk, where words have their own sizes. */
  readonly least_word_px: number;
  /** Whether bubbles carry numbers and areas names; without them only shapes and colours speak. */
  readonly words: boolean;
  /** Whether there is anybody to use buttons, the scale line and the readout. */
  readonly controls: boolean;
}

/** The colours of the map, as `#RRGGBB`, and how large it is drawn. */
export interface MapTheme {
  /** Which of the two looks. */
  readonly name: 'dark' | 'light';
  /** Outside every area. */
  readonly sea: string;
  /** Inside an area. */
  readonly land: string;
  /** Between areas. */
  readonly border: string;
  /** Around all of them. */
  readonly coast: string;
  /** Names of areas. */
  readonly label: string;
  /** Inside of bubbles, and the rim that parts a mark from the map. */
  readonly core: string;
  /** Panels. */
  readonly surface: string;
  /** Borders of panels. */
  readonly line: string;
  /** A button under the pointer. */
  readonly hover: string;
  /** Numbers and words. */
  readonly text: string;
  /** Secondary words. */
  readonly dim_text: string;
  /** The chosen report, and focus. */
  readonly accent: string;
  /** How the states are drawn, in the order of their codes. */
  readonly states: readonly StateLook[];
  /** How large, and for whom. */
  readonly presentation: Presentation;
}

/** How one layer is drawn. */
export interface LayerLook {
  /** Which. */
  readonly key: string;
  /** From which message its content comes. */
  readonly draws: 'heat' | 'shading' | 'points' | 'shapes' | 'tiles';
  /** 0 to 1. */
  readonly opacity: number;
  /** Of points and shapes, as `#RRGGBB`. */
  readonly color: string;
  /** Pixels of lines. */
  readonly width: number;
}

/** One line of a legend. */
export interface LegendEntry {
  readonly label: string;
  /** As `#RRGGBB`. */
  readonly color: string;
  /** Whether it stands for what can't be said. */
  readonly hatched: boolean;
}

/** To the page: its hello was right; from now on messages flow. */
export interface Welcome {
  readonly kind: 'welcome';
  /** The messages' version, as in the page's hello. */
  readonly version: string;
  readonly texts: Texts;
  readonly theme: MapTheme;
}

/** To the page: another language; the theme comes along, because it holds the states' words. */
export interface SetTexts {
  readonly kind: 'set_texts';
  readonly texts: Texts;
  readonly theme: MapTheme;
}

/** To the page: other colours. */
export interface SetTheme {
  readonly kind: 'set_theme';
  readonly theme: MapTheme;
}

/** To the page: all marks of a viewport, as parallel arrays. */
export interface SetMarks {
  readonly kind: 'set_marks';
  /** Number of the answer; `Painted` repeats it. */
  readonly sequence: number;
  /** Number of the board's generation that was asked. */
  readonly generation: number;
  /** Zoom that the marks were gathered for. */
  readonly zoom: number;
  /** Side of a cell in world units; each cell of the world's grid has one mark. */
  readonly cell: number;
  /** World units. */
  readonly x: readonly number[];
  /** World units. */
  readonly y: readonly number[];
  /** Reports behind each mark; 1 for a single one. */
  readonly totals: readonly number[];
  /** Reports by state, one row of `len(states)` numbers a mark, row after row. */
  readonly counts: readonly number[];
  /** Id of the report for a single, empty text for a cluster. */
  readonly reports: readonly string[];
  /** Bits: 1 overdue, 2 an act under way. */
  readonly flags: readonly number[];
  /** Icon of a single's category; empty text for a cluster, and from afar. */
  readonly icons: readonly string[];
}

/** To the page: another report is chosen. */
export interface SetSelection {
  readonly kind: 'set_selection';
  /** Its id; empty text for none. */
  readonly report: string;
  /** World units; 0 without a place. */
  readonly x: number;
  /** World units. */
  readonly y: number;
  /** Whether it has a place. */
  readonly placed: boolean;
}

/** To the page: bring a place into view, if it is not. */
export interface Reveal {
  readonly kind: 'reveal';
  /** World units. */
  readonly x: number;
  /** World units. */
  readonly y: number;
  /** Least zoom to arrive at. */
  readonly zoom: number;
}

/** To the page: show all of a box. */
export interface FitView {
  readonly kind: 'fit_view';
  /** Degrees, EPSG:4326, as the other three. */
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  /** Nearest zoom to arrive at. */
  readonly max_zoom: number;
  /** Whether this is only what a fresh map shows: nothing happens once somebody moved it. */
  readonly opening: boolean;
}

/** To the page: show what the page before it showed. */
export interface ResumeView {
  readonly kind: 'resume_view';
  /** World units of the middle. */
  readonly x: number;
  /** World units. */
  readonly y: number;
  /** Of 256-pixel tiles; may have a fraction. */
  readonly zoom: number;
}

/** To the page: fetch the areas' borders, for they are ready or changed. */
export interface ReadAreas {
  readonly kind: 'read_areas';
  /** Number of the edition; `AreasPainted` repeats it. */
  readonly revision: number;
}

/** To the page: another base map, or none, lies under everything. */
export interface SetBaseMap {
  readonly kind: 'set_base_map';
  /** Number of this choice; `BaseMapPainted` repeats it. */
  readonly revision: number;
  /** `none`; tiles of an archive, `vector` or `raster`; or those of a server, `xyz` or `wms`. */
  readonly form: 'none' | 'vector' | 'raster' | 'xyz' | 'wms';
  /** Whose layers vector tiles hold; empty for pictures. */
  readonly scheme: '' | 'protomaps' | 'openmaptiles';
  /** Template with `{z}`, `{x}`, `{y}` or `{-y}`; for a WMS its address. */
  readonly address: string;
  /** Side of a tile's picture in pixels; a tile of 512 pixels is drawn as large as four of 256. */
  readonly tile_px: number;
  /** Farthest zoom with tiles, of tiles of 256 pixels. */
  readonly min_zoom: number;
  /** Nearest zoom with tiles; nearer, those are drawn larger. */
  readonly max_zoom: number;
  /** Degrees, EPSG:4326, as the other three: the box that has tiles. */
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  /** Whose map it is; plain text, always shown. */
  readonly attribution: string;
  /** What is wrong with the map that was wanted, a sentence; empty if nothing is. */
  readonly note: string;
}

/** To the page: what stands beside a single mark under the pointer. */
export interface SetHint {
  readonly kind: 'set_hint';
  /** Whose hint. */
  readonly report: string;
  /** Plain text, the first one most important. */
  readonly lines: readonly string[];
}

/** To the page: the layers that are shown, from the ground up; all others are hidden. */
export interface SetLayers {
  readonly kind: 'set_layers';
  readonly layers: readonly LayerLook[];
  /** Of areas' names, 0 to 1. */
  readonly names_opacity: number;
  /** Of marks, 0 to 1; at 0 they can't be clicked either. */
  readonly marks_opacity: number;
}

/** To the page: how densely reports lie, as a grid. */
export interface SetHeat {
  readonly kind: 'set_heat';
  /** World units of the grid's corner. */
  readonly west: number;
  /** World units. */
  readonly north: number;
  /** Side of a cell in world units. */
  readonly cell: number;
  /** How many, west to east. */
  readonly columns: number;
  /** How many, north to south. */
  readonly rows: number;
  /** Base64 of one byte a cell, row after row: 0 for nothing, 255 for the last colour. */
  readonly values: string;
  /** From sparse to dense, as `#RRGGBB`. */
  readonly colors: readonly string[];
  /** What is shown. */
  readonly heading: string;
  /** How it was made, and from how many reports. */
  readonly note: string;
  /** From dense to sparse. */
  readonly legend: readonly LegendEntry[];
}

/** To the page: a class for each area. */
export interface SetShading {
  readonly kind: 'set_shading';
  /** Codes. */
  readonly areas: readonly string[];
  /** Places in `legend`, one for each of `areas`. */
  readonly classes: readonly number[];
  /** What is shown. */
  readonly heading: string;
  /** Its definition, and from how many reports. */
  readonly note: string;
  /** The classes, greatest first, and what can't be said. */
  readonly legend: readonly LegendEntry[];
}

/** To the page: the points of one layer, as parallel arrays. */
export interface SetPoints {
  readonly kind: 'set_points';
  /** Which layer. */
  readonly key: string;
  /** World units. */
  readonly x: readonly number[];
  /** World units. */
  readonly y: readonly number[];
  /** Names of the family's icons. */
  readonly icons: readonly string[];
  /** A few characters beside each icon. */
  readonly words: readonly string[];
  /** As `#RRGGBB`. */
  readonly colors: readonly string[];
  /** 1 where what is known is old. */
  readonly faded: readonly number[];
  /** What stands beside a point under the pointer; lines parted by line feeds. */
  readonly hints: readonly string[];
}

/** To the page: fetch the shapes of one layer, for they are ready or changed. */
export interface ReadShapes {
  readonly kind: 'read_shapes';
  /** Which layer. */
  readonly key: string;
  /** Number of the edition. */
  readonly revision: number;
}

/** To the page: where the tiles of one layer are. */
export interface SetTiles {
  readonly kind: 'set_tiles';
  /** Which layer. */
  readonly key: string;
  /** Number of the edition; `TilesPainted` repeats it. */
  readonly revision: number;
  /** How the server is asked. */
  readonly form: 'xyz' | 'wms';
  /** Template with `{z}`, `{x}`, `{y}` or `{-y}`; for a WMS its address. */
  readonly address: string;
  /** Nearest zoom with tiles, of tiles of 256 pixels; nearer, those are drawn larger. */
  readonly max_zoom: number;
  /** What the layer is called. */
  readonly name: string;
  /** Whose map it is; plain text, shown as long as the layer is. */
  readonly attribution: string;
}

/** To the page: from now on clicks do something else. */
export interface SetTool {
  readonly kind: 'set_tool';
  /** `none` is the pointer, as at first. */
  readonly tool: 'none' | 'draw' | 'measure';
}

/** To the page: the drawn area that filters; also the answer to each `AreaDrawn`. */
export interface SetDrawn {
  readonly kind: 'set_drawn';
  /** Longitude and latitude in turn, the first corner not said again; empty for no area. */
  readonly corners: readonly number[];
}

/** From the page: it runs and knows this version of the messages. */
export interface Hello {
  readonly kind: 'hello';
  readonly version: string;
}

/** From the page: it shows, or is about to show, another piece of the world. */
export interface ViewportChanged {
  readonly kind: 'viewport_changed';
  /** Degrees, EPSG:4326, as the other three. */
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  /** Of 256-pixel tiles; may have a fraction. */
  readonly zoom: number;
  /** Pixels of the map, without the device's ratio. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
}

/** From the page: somebody clicked a single report. */
export interface ReportChosen {
  readonly kind: 'report_chosen';
  readonly report: string;
}

/** From the page: somebody clicked a cluster. */
export interface ClusterOpened {
  readonly kind: 'cluster_opened';
  /** World units. */
  readonly x: number;
  /** World units. */
  readonly y: number;
  /** Whether the map is at its deepest zoom, so that going nearer can't part the cluster. */
  readonly deepest: boolean;
}

/** From the page: a single report is under the pointer or has the focus, and its hint is wanted. */
export interface ReportHovered {
  readonly kind: 'report_hovered';
  readonly report: string;
}

/** From the page: these marks are drawn. */
export interface Painted {
  readonly kind: 'painted';
  /** Of the `SetMarks`. */
  readonly sequence: number;
  /** Of the `SetMarks`. */
  readonly generation: number;
  /** How many were drawn. */
  readonly marks: number;
  /** Milliseconds that drawing them took. */
  readonly paint_ms: number;
}

/** From the page: the borders are drawn. */
export interface AreasPainted {
  readonly kind: 'areas_painted';
  /** Of the `ReadAreas`. */
  readonly revision: number;
  /** How many. */
  readonly areas: number;
  /** Milliseconds that drawing them took. */
  readonly paint_ms: number;
}

/** From the page: all tiles of the base map that are in view have been asked for and dealt with. */
export interface BaseMapPainted {
  readonly kind: 'base_map_painted';
  /** Of the `SetBaseMap`. */
  readonly revision: number;
  /** How many are drawn. */
  readonly drawn: number;
  /** How many could not be had. */
  readonly failed: number;
}

/** From the page: layers are drawn. */
export interface LayersPainted {
  readonly kind: 'layers_painted';
  /** Of the layers that had something to draw, from the ground up, parted by blanks. */
  readonly keys: string;
}

/** From the page: all tiles of a layer that are in view have been asked for and dealt with. */
export interface TilesPainted {
  readonly kind: 'tiles_painted';
  /** Which layer. */
  readonly key: string;
  /** Of the `SetTiles`. */
  readonly revision: number;
  /** How many are drawn. */
  readonly drawn: number;
  /** How many could not be had. */
  readonly failed: number;
}

/** From the page: somebody drew an area, or is dragging one of its corners; the next one waits for `SetDrawn`. */
export interface AreaDrawn {
  readonly kind: 'area_drawn';
  /** Longitude and latitude in turn; at least three corners. */
  readonly corners: readonly number[];
}

/** From the page: clicks do what they did at first; the area is drawn, or given up. */
export interface ToolEnded {
  readonly kind: 'tool_ended';
  /** Which tool it was. */
  readonly tool: 'draw' | 'measure';
}

/** From the page: something went wrong there. */
export interface Trouble {
  readonly kind: 'trouble';
  /** `script`, `policy`, `areas` or `layers`. */
  readonly where: 'script' | 'policy' | 'areas' | 'layers';
  /** For the log, never for the screen. */
  readonly text: string;
}

export type ToPage =
  | Welcome
  | SetTexts
  | SetTheme
  | SetMarks
  | SetSelection
  | Reveal
  | FitView
  | ResumeView
  | ReadAreas
  | SetBaseMap
  | SetHint
  | SetLayers
  | SetHeat
  | SetShading
  | SetPoints
  | ReadShapes
  | SetTiles
  | SetTool
  | SetDrawn;

export type FromPage =
  | Hello
  | ViewportChanged
  | ReportChosen
  | ClusterOpened
  | ReportHovered
  | Painted
  | AreasPainted
  | BaseMapPainted
  | LayersPainted
  | TilesPainted
  | AreaDrawn
  | ToolEnded
  | Trouble;
