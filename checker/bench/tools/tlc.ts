/** TLC with one worker, where a jar is named by the environment: none comes with the repository. */
import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODELS } from '../places.ts';
import { missingOf, numbersIn, type Tool } from './tool.ts';

export const TLC_JAR = 'ORDEAL_TLA2TOOLS';

const MODULES = { barzap: 'BarZap', 'two-phase-commit': 'TwoPhase' } as const;
const INVARIANTS = { barzap: 'Safe', 'two-phase-commit': 'Consistent' } as const;
const FIGURES = /^(\d+) states generated, (\d+) distinct states found, 0 states left/m;
const DEPTH = /depth of the complete state graph search is (\d+)/;

export const tlc: Tool = {
  name: 'TLC',
  description: 'TLC, 1 worker; its fingerprints are not exact',
  missing: () => {
    const jar = process.env[TLC_JAR];
    if (jar === undefined) return `${TLC_JAR} does not name a tla2tools.jar`;
    return existsSync(jar) ? missingOf('java') : `${jar} does not exist`;
  },
  build: ({ model, constants }, folder) => {
    const name = MODULES[model];
    copyFileSync(join(MODELS, `${name}.tla`), join(folder, `${name}.tla`));
    const all = { ...constants, ...(model === 'barzap' ? { Bad: 'FALSE' } : {}) };
    const lines = Object.entries(all).map(([constant, value]) => `CONSTANT ${constant} = ${value}`);
    const config = ['SPECIFICATION Spec', `INVARIANT ${INVARIANTS[model]}`, ...lines, ''];
    writeFileSync(join(folder, `${name}.cfg`), config.join('\n'));
    const java = ['java', '-XX:+UseParallelGC', '-cp', process.env[TLC_JAR] ?? '', 'tlc2.TLC'];
    const options = ['-workers', '1', '-deadlock', '-metadir', 'states', '-config', `${name}.cfg`];
    return { command: [...java, ...options, name], cwd: folder, countsIn };
  },
};

/** It counts the states on the longest path, and so one more than its steps. */
function countsIn(output: string) {
  const [generated, distinct] = numbersIn(output, FIGURES) ?? [];
  const [states] = numbersIn(output, DEPTH) ?? [];
  if (generated === undefined || distinct === undefined || states === undefined) return null;
  return { distinct, generated, depth: states - 1 };
}
