// A strict reader of KTAP version 1, written from the kernel's description of the format (Documentation/dev-tools/ktap.rst).

export interface KtapTest {
  readonly name: string;
  readonly isOk: boolean;
  readonly directive: string;
  readonly diagnostics: readonly string[];
  readonly subtests: readonly KtapTest[];
}

const RESULT = /^(ok|not ok) (\d+) (?:- )?([^#]*?)(?: # (SKIP|TODO|XFAIL|TIMEOUT|ERROR)\b.*)?$/;

interface Cursor {
  at: number;
  readonly lines: readonly string[];
}

/** Reads a document; throws unless every line is understood, plans are kept and numbers run on. */
export function readKtap(text: string): readonly KtapTest[] {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const cursor = { at: 0, lines: text.slice(0, -1).split('\n') };
  const tests = readLevel(cursor, '');
  if (cursor.at < cursor.lines.length) throw new Error(`left: ${cursor.lines[cursor.at]}`);
  return tests;
}

function readLevel(cursor: Cursor, indent: string): readonly KtapTest[] {
  const next = (): string => cursor.lines[cursor.at] ?? '';
  const take = (): string => {
    const line = next();
    if (!line.startsWith(indent)) throw new Error(`wrong indentation: '${line}'`);
    cursor.at++;
    return line.slice(indent.length);
  };
  if (take() !== 'KTAP version 1') throw new Error('no version line');
  const planned = Number(/^1\.\.(\d+)$/.exec(take())?.[1]);
  const tests: KtapTest[] = [];
  while (tests.length < planned) {
    const diagnostics: string[] = [];
    let subtests: readonly KtapTest[] = [];
    while (/^#/.test(next().slice(indent.length))) diagnostics.push(take().slice(2));
    if (next().startsWith(`${indent}  `)) subtests = readLevel(cursor, `${indent}  `);
    const line = take();
    const [, result, number, name = '', directive = ''] = RESULT.exec(line) ?? [];
    if (result === undefined) throw new Error(`not a result: '${line}'`);
    if (Number(number) !== tests.length + 1) throw new Error(`out of order: '${line}'`);
    tests.push({ name, isOk: result === 'ok', directive, diagnostics, subtests });
  }
  return tests;
}
