/** The colours that guests choose between: told apart also by those who see few of them, by lightness. */
export const colours = [
  '#c2410c',
  '#1d4ed8',
  '#facc15',
  '#15803d',
  '#a21caf',
  '#0e7490',
  '#f472b6',
  '#44403c',
] as const;
