/** What every page needs to know of the city it stands for. */
import { ask } from './door';
import { language } from './words';

export interface Category {
  readonly code: string;
  readonly name_id: string;
  readonly name_en: string;
  /** A name in the sprite of icons. */
  readonly icon: string;
  readonly group: string;
  /** `public`, `by_rule`, `after_review`, … as the catalogue says. */
  readonly publication: string;
  /** Whether a street crew can do it without an agency. */
  readonly ppsu_sized: boolean;
}

export interface City {
  readonly city: string;
  /** Whether any report is simulated. */
  readonly simulated: boolean;
  /** Whether the borders of areas are approximate. */
  readonly approximate: boolean;
  /** West, south, east, north in degrees; null where no area is loaded. */
  readonly bounds: readonly [number, number, number, number] | null;
  /** Whether citizens may open accounts by themselves. */
  readonly registration: boolean;
  readonly categories: readonly Category[];
  /** The store's clock when it answered. */
  readonly clock_ms: number;
}

/** Throws Refusal and Unreachable. */
export function readCity(): Promise<City> {
  return ask<City>('GET', '/v1/city');
}

export function categoryName(category: Category): string {
  return language() === 'id' ? category.name_id : category.name_en;
}
