// Money is a whole number of cents everywhere; only here it becomes text.

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(locale: string, decimals: number): Intl.NumberFormat {
  const key = `${locale} ${decimals}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: 'ARS',
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    formats.set(key, format);
  }
  return format;
}

/** "$ 12.500", and the cents where there are some: "$ 4.166,67". */
export function money(cents: number, locale = 'es-AR'): string {
  return formatOf(locale, cents % 100 === 0 ? 0 : 2).format(cents / 100);
}

/** Reads what a person typed, "12.500,50" or "12500.5"; undefined: it is no amount. */
export function cents(text: string): number | undefined {
  const plain = text.replace(/[\s$]/g, '');
  const match = /^(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,2}))?$/.exec(plain);
  if (!match) return undefined;
  const whole = Number((match[1] ?? '').replace(/[.,]/g, ''));
  return whole * 100 + Number((match[2] ?? '0').padEnd(2, '0'));
}
