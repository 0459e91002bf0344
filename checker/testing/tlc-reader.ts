/**
 * A reader of TLC's output as the TLA+ extension of editors reads it: its regular expressions and its grammar of values, restated.
 *
 * Messages between markers; a state has a heading and conjuncts; a value is a string, a number, a boolean, a set, or a function.
 */

export interface TlcState {
  readonly number: number;
  readonly title: string;
  readonly values: ReadonlyMap<string, unknown>;
}

export interface TlcOutput {
  readonly errors: readonly string[];
  readonly states: readonly TlcState[];
}

const START = /^(.*)@!@!@STARTMSG (-?\d+)(:\d+)? @!@!@$/;
const END = /^(.*)@!@!@ENDMSG -?\d+ @!@!@(.*)$/;
const HEADING = /^(\d+): <?([\w\s]+)>?$/;
const CONJUNCT = /^\/\\ ([\w.[\]]+) = (.+)$/;
const STATE = 2217;
const IGNORED = [2121, 2262];

/** Throws for what the extension could not read. */
export function readTlc(text: string): TlcOutput {
  const errors: string[] = [];
  const states: TlcState[] = [];
  let lines: string[] | null = null;
  let [code, severity] = [0, ''];
  for (const line of text.split('\n')) {
    const started = START.exec(line);
    if (started !== null) {
      [, , code, severity] = [0, 0, Number(started[2]), started[3] ?? ''];
      lines = [];
    } else if (END.test(line)) {
      if (lines === null) throw new Error('the end of no message');
      if (code === STATE) states.push(readState(lines));
      else if (severity === ':1' && !IGNORED.includes(code)) errors.push(lines.join('\n'));
      lines = null;
    } else if (line !== '') {
      if (lines === null) throw new Error(`outside of a message: ${line}`);
      lines.push(line);
    }
  }
  return { errors, states };
}

function readState([heading = '', ...conjuncts]: readonly string[]): TlcState {
  const [, number, title = ''] = HEADING.exec(heading) ?? [];
  if (number === undefined) throw new Error(`not a heading: ${heading}`);
  const values = conjuncts.map((line) => {
    const [, name = '', value = ''] = CONJUNCT.exec(line) ?? [];
    if (name === '') throw new Error(`not a conjunct: ${line}`);
    const reader = new Reader(value);
    const read = reader.value();
    reader.end();
    return [name, read] as const;
  });
  return { number: Number(number), title, values: new Map(values) };
}

class Reader {
  #rest: string;

  constructor(text: string) {
    this.#rest = text;
  }

  value(): unknown {
    if (this.#take(/^\{/) !== null) return new Set(this.#items('}', ','));
    if (this.#take(/^\(/) !== null) return new Map(this.#pairs());
    const text = this.#take(/^"(?:[^"\\]|\\.)*"/);
    if (text !== null) return JSON.parse(text);
    const number = this.#take(/^-?\d+/);
    if (number !== null) return Number(number);
    const truth = this.#take(/^(TRUE|FALSE)/);
    if (truth !== null) return truth === 'TRUE';
    throw new Error(`not a value: ${this.#rest}`);
  }

  end(): void {
    if (this.#rest.trim() !== '') throw new Error(`behind the value: ${this.#rest}`);
  }

  #items(end: string, separator: string): unknown[] {
    const items: unknown[] = [];
    while (!this.#skip(end)) {
      if (items.length > 0 && !this.#skip(separator)) throw new Error(`no ${separator}`);
      items.push(this.value());
    }
    return items;
  }

  #pairs(): [unknown, unknown][] {
    const pairs: [unknown, unknown][] = [];
    while (!this.#skip(')')) {
      if (pairs.length > 0 && !this.#skip('@@')) throw new Error('no @@');
      const key = this.value();
      if (!this.#skip(':>')) throw new Error('no :>');
      pairs.push([key, this.value()]);
    }
    return pairs;
  }

  #skip(text: string): boolean {
    this.#rest = this.#rest.trimStart();
    if (!this.#rest.startsWith(text)) return false;
    this.#rest = this.#rest.slice(text.length);
    return true;
  }

  #take(shape: RegExp): string | null {
    this.#rest = this.#rest.trimStart();
    const [found] = shape.exec(this.#rest) ?? [];
    if (found === undefined) return null;
    this.#rest = this.#rest.slice(found.length);
    return found;
  }
}
