declare module 'virtual:snippets' {
  /** Those that are to be run. */
  export const snippets: { name: string; markup: string; run: () => Promise<unknown> }[];
}
