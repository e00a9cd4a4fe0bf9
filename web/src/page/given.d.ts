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
