/**
 * Stands in the bundle for two packages that the drawing library imports and this page never calls.
 *
 * The page brings its own colours, and archives are read by the desktop. Both packages come without
 * the text of their licence, so they could not be shipped.
 */

export function namedFlavor(): never {
  throw new Error('flavours are not in the bundle');
}

export class PMTiles {
  constructor() {
    throw new Error('the reader of archives is not in the bundle');
  }
}
