// Turns the texts of one folder of messages/ into a module with one function per text,
// so that a page ships only the texts that it uses and a missing one breaks the build.
//
// A text is a string with {parameters}, or an object with the forms "one" and "other",
// which {count} chooses between.

const parameters = (text) => {
  const forms = typeof text === 'string' ? [text] : Object.values(text);
  const names = new Set(forms.flatMap((form) => [...form.matchAll(/\{(\w+)\}/g)].map((m) => m[1])));
  if (typeof text !== 'string') names.add('count');
  return [...names].sort();
};

const template = (form) =>
  '`' + form.replace(/[`\\$]/g, '\\$&').replace(/\{(\w+)\}/g, (_, name) => '${p.' + name + '}') + '`';

const expression = (text) =>
  typeof text === 'string'
    ? template(text)
    : `plural(p.count, ${template(text.one)}, ${template(text.other)})`;

function check(area, key, translations) {
  const wanted = JSON.stringify(parameters(translations[0]));
  translations.forEach((text, i) => {
    const language = ['es', 'en', 'pt'][i];
    if (text === undefined) throw new Error(`messages/${area}/${language}.json lacks "${key}"`);
    const found = JSON.stringify(parameters(text));
    if (found !== wanted) {
      throw new Error(`messages/${area}/${language}.json: "${key}" has ${found}, Spanish has ${wanted}`);
    }
  });
}

/** The source of the module for the Spanish, English and Portuguese texts of an area. */
export function textsModule(area, languages) {
  const [spanish, ...others] = languages;
  for (const [i, texts] of others.entries()) {
    const unknown = Object.keys(texts).filter((key) => !(key in spanish));
    if (unknown.length)
      throw new Error(`messages/${area}/${['en', 'pt'][i]}.json has unknown texts: ${unknown}`);
  }
  const functions = Object.keys(spanish).map((key) => {
    if (!/^[a-z][a-zA-Z0-9]*$/.test(key))
      throw new Error(`messages/${area}: "${key}" is no name of a function`);
    const translations = languages.map((texts) => texts[key]);
    check(area, key, translations);
    const names = parameters(spanish[key]);
    const type = names.map((n) => `${n}: ${n === 'count' ? 'number' : 'string | number'}`).join('; ');
    const argument = names.length ? `p: { ${type} }` : '';
    return `export const ${key} = (${argument}) => choose(${translations.map(expression).join(', ')});\n`;
  });
  const used = ['choose', ...(functions.some((f) => f.includes('plural(')) ? ['plural'] : [])];
  return `import { ${used.join(', ')} } from '#lib/texts.svelte.ts';\n\n${functions.join('')}`;
}
