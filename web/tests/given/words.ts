/** No text is translated where pages are tested by themselves. */
export default {} as Readonly<Record<string, string>>;
