/** What areas and categories are called; and who lies in whom. */
import type { City } from '../page/city';
import { categoryName } from '../page/city';
import { language } from '../page/words';
import type { Borders } from './answer';

export class Names {
  private readonly categories: ReadonlyMap<
    string,
    { readonly name: string; readonly icon: string }
  >;
  private readonly areas: ReadonlyMap<string, { readonly name: string; readonly parent: string }>;

  constructor(city: City | undefined, borders: Borders | undefined) {
    this.categories = new Map(
      city?.categories.map((each) => [each.code, { name: categoryName(each), icon: each.icon }]),
    );
    this.areas = new Map(
      borders?.areas.map(({ code, name, parent }) => [code, { name, parent: parent ?? '' }]),
    );
  }

  category(code: string): string {
    return this.categories.get(code)?.name ?? code;
  }

  icon(code: string): string {
    return this.categories.get(code)?.icon ?? 'map-pin';
  }

  area(code: string | null): string {
    return code === null ? '' : (this.areas.get(code)?.name ?? code);
  }

  /** An area's name and that of the one right above it. */
  areaWithin(code: string): string {
    const parent = this.areas.get(code)?.parent ?? '';
    return parent === '' ? this.area(code) : `${this.area(code)}, ${this.area(parent)}`;
  }

  /** By name, as the language sorts. */
  sorted<Item>(items: readonly Item[], name: (item: Item) => string): Item[] {
    const order = new Intl.Collator(language());
    return [...items].sort((one, other) => order.compare(name(one), name(other)));
  }
}
