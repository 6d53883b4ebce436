// Writes what is generated from other files of the repository: the types of the REST
// API and of the events, and one module of texts for each folder of messages/. A file
// that would not change is left alone, so that a build that is current stays current.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { textsModule } from './texts.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const banner = '// Written by scripts/generate.mjs: change its source, not this file.\n';

function write(path, text) {
  const file = join(root, path);
  let before = '';
  try {
    before = readFileSync(file, 'utf8');
  } catch {
    mkdirSync(dirname(file), { recursive: true });
  }
  if (before !== banner + text) writeFileSync(file, banner + text);
}

const json = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

const types = async (document) => astToString(await openapiTS(document, { alphabetize: false }));

// The events are described by an AsyncAPI document. Its schemas are those of OpenAPI, so
// the same program reads them: Events maps the type of each event to the event.
function eventsDocument(asyncapi) {
  const { schemas, messages } = asyncapi.components;
  const events = Object.entries(messages).filter(([, m]) => m.payload.allOf);
  const properties = Object.fromEntries(
    events.map(([name, m]) => [name, { description: m.summary, ...m.payload }]),
  );
  const required = Object.keys(properties);
  // Each event names its own type and entity; the envelope has the rest.
  const shared = (name) => name !== 'type' && name !== 'entity';
  const Envelope = {
    ...schemas.Envelope,
    properties: Object.fromEntries(
      Object.entries(schemas.Envelope.properties).filter(([name]) => shared(name)),
    ),
    required: schemas.Envelope.required.filter(shared),
  };
  for (const event of Object.values(properties)) event.allOf[1].required = ['type', 'entity'];
  return {
    openapi: '3.1.0',
    info: { title: 'events', version: '1' },
    paths: {},
    components: { schemas: { ...schemas, Envelope, Events: { type: 'object', properties, required } } },
  };
}

write('src/lib/client/generated/rest.ts', await types(json('../api/openapi.json')));
write('src/lib/client/generated/events.ts', await types(eventsDocument(json('../api/asyncapi.json'))));
for (const area of readdirSync(join(root, 'messages'))) {
  const texts = ['es', 'en', 'pt'].map((language) => json(`messages/${area}/${language}.json`));
  write(`src/generated/texts/${area}.ts`, textsModule(area, texts));
}
