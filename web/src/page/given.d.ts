/** Indonesian by English text, of the page that is built; the build makes it from resources/translations/pages. */
declare module 'words' {
  const catalogue: Readonly<Record<string, string>>;
  export default catalogue;
}
/** Address of the sprite that holds every icon of web/icons.json under its name; the build makes it. */
declare module 'icons' {
  const address: string;
  export default address;
}
/** What a page's service worker keeps for it; the build knows it. */
declare module 'built' {
  const built: { readonly version: string; readonly files: readonly string[] };
  export default built;
}
