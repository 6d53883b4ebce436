// Colours that restaurants and guests choose, made readable.

type Rgb = [number, number, number];

export function parseHex(hex: string): Rgb {
  const digits = hex.replace('#', '');
  const full = digits.length === 3 ? [...digits].map((d) => d + d).join('') : digits;
  const n = /^[0-9a-f]{6}$/i.test(full) ? parseInt(full, 16) : 0x8d806d;
  return [n >> 16, (n >> 8) & 255, n & 255];
}

const toHex = (rgb: Rgb) => '#' + rgb.map((c) => Math.round(c).toString(16).padStart(2, '0')).join('');

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((c) => {
    const s = c / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The contrast of two colours as WCAG counts it, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(parseHex(a)), luminance(parseHex(b))].sort((p, q) => q - p) as [number, number];
  return (x + 0.05) / (y + 0.05);
}

/** Black or white, whichever is read better on the colour. */
export const inkOn = (colour: string): string =>
  contrast(colour, '#ffffff') >= contrast(colour, '#1d1712') ? '#ffffff' : '#1d1712';

const mix = (a: Rgb, b: Rgb, share: number): Rgb => a.map((c, i) => c + ((b[i] ?? 0) - c) * share) as Rgb;

/** The restaurant's colour, moved towards ink until it is read on the ground with a contrast of 4.5. */
export function readableOn(colour: string, ground: string): string {
  const start = parseHex(colour);
  const end: Rgb = luminance(parseHex(ground)) > 0.4 ? [20, 12, 8] : [255, 244, 232];
  for (let share = 0; share <= 1; share += 0.04) {
    const candidate = toHex(mix(start, end, share));
    if (contrast(candidate, ground) >= 4.5) return candidate;
  }
  return toHex(end);
}
