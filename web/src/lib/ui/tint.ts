// Hues of food: bread, tomato, wine, herbs, citrus, sea.
const hues = [32, 14, 345, 95, 48, 190, 268, 160];

/** The hue that belongs to a category. */
export const tintOf = (seed: number): number => hues[Math.abs(seed) % hues.length] ?? 32;
