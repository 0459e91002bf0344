// A strict reader of the XML that reports are made of: elements, attributes, text, the five named entities and character references.
// It refuses what a conforming parser must refuse; name spaces, comments and document types do not occur.

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

const CHARACTERS = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

function decoded(text: string): string {
  if (text.includes('<') || text.includes(']]>')) throw new Error(`not well-formed: ${text}`);
  return text.replace(/&([^;&]*);?/g, (whole, entity: string) => {
    const [, code] = /^#(\d+)$/.exec(entity) ?? [];
    const sign = code === undefined ? ENTITIES[entity] : String.fromCodePoint(Number(code));
    if (sign === undefined || !whole.endsWith(';')) throw new Error(`unknown entity ${whole}`);
    return sign;
  });
}

const HEAD = /^<([A-Za-z][\w-]*)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>/;

class Reader {
  #rest: string;

  constructor(text: string) {
    this.#rest = text;
  }

  document(): XmlElement {
    this.#take(/^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/);
    const root = this.#element();
    this.#take(/^\s*$/);
    return root;
  }

  #element(): XmlElement {
    const [, name = '', attributes = '', closed] = this.#take(HEAD);
    const content = closed === '/' ? { children: [], text: '' } : this.#content(name);
    return { name, attributes: attributesIn(attributes), ...content };
  }

  #content(name: string): Pick<XmlElement, 'children' | 'text'> {
    const children: XmlElement[] = [];
    let text = '';
    for (;;) {
      text += decoded(this.#take(/^[^<]*/)[0] ?? '');
      if (this.#rest.startsWith('</')) break;
      children.push(this.#element());
    }
    this.#take(new RegExp(`^</${name}>`));
    return { children, text };
  }

  #take(pattern: RegExp): readonly string[] {
    const found = pattern.exec(this.#rest);
    if (found === null) throw new Error(`not well-formed at: ${this.#rest.slice(0, 60)}`);
    this.#rest = this.#rest.slice(found[0].length);
    return found;
  }
}

function attributesIn(text: string): Readonly<Record<string, string>> {
  const all = [...text.matchAll(/([\w-]+)="([^"]*)"/g)];
  const names = all.map(([, name]) => name);
  if (new Set(names).size < names.length) throw new Error(`an attribute twice:${text}`);
  return Object.fromEntries(all.map(([, name, value = '']) => [name, decoded(value)]));
}

/** Reads a document; throws for what is not well-formed. */
export function readXml(text: string): XmlElement {
  if (!CHARACTERS.test(text)) throw new Error('a character that XML does not have');
  return new Reader(text).document();
}
