/** The way to a place, in whatever map the phone has: nothing is asked of anybody else by this page. */

const DECIMALS = 6;

/**
 * Returns a link that opens the phone's own map at a place.
 *
 * @param place degrees, WGS 84
 * @param label what the map calls it
 * @param agent the browser's description of itself; iPhones know no `geo:`
 */
export function directionTo(
  place: { readonly lon: number; readonly lat: number },
  label: string,
  agent: string,
): string {
  const at = `${place.lat.toFixed(DECIMALS)},${place.lon.toFixed(DECIMALS)}`;
  if (/iPhone|iPad|iPod/.test(agent)) return `maps:?daddr=${at}`;
  return `geo:${at}?q=${at}(${encodeURIComponent(label)})`;
}
