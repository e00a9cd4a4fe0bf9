/** A category's name and icon, also where the phone does not know the catalogue. */
import { type City, categoryName } from '../page/city';

const UNKNOWN_ICON = 'map-pin';

export function categoryOf(
  city: City | undefined,
  code: string,
): { readonly name: string; readonly icon: string } {
  const category = city?.categories.find((each) => each.code === code);
  return category === undefined
    ? { name: code, icon: UNKNOWN_ICON }
    : { name: categoryName(category), icon: category.icon };
}
