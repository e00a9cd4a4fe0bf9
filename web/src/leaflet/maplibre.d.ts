/** The flavours' package names a type of this one, which is not installed: nothing here draws with it. */
declare module '@maplibre/maplibre-gl-style-spec' {
  export type LayerSpecification = unknown;
}
