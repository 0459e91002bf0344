// What must not be in the repository: names of the machine or the registry it was worked on with.

import { describe, expect, test } from 'vitest';
import { filesBelow, readText } from './files.ts';

const REGISTRY_HOST = /\bregistry\.[\w-]+\.\w+|:\/\/[^ "/]*(npm|yarn|debian)[^ "/]*\.(org|com|io)/i;
const MACHINE_PATH = /(?<![\w.~*-])\/(work|home|root|Users)\/\w/;

function placesOf(pattern: RegExp): string[] {
  return filesBelow('').flatMap((path) =>
    readText(path)
      .split('\n')
      .flatMap((line, at) => (pattern.test(line) ? [`${path}:${at + 1}: ${line.trim()}`] : [])),
  );
}

test('no file names a package registry', () => {
  expect(placesOf(REGISTRY_HOST)).toEqual([]);
});

test('no file names an absolute path of a machine', () => {
  expect(placesOf(MACHINE_PATH)).toEqual([]);
});

test('the lockfile says what to install, not from where', () => {
  const lockfile = JSON.parse(readText('package-lock.json')) as {
    packages: Record<string, { resolved?: string; integrity?: string }>;
  };
  const { '': self, ...packages } = lockfile.packages;
  expect(self).toBeDefined();
  expect(Object.keys(packages).length).toBeGreaterThan(10);
  for (const entry of Object.values(packages)) {
    expect(entry).not.toHaveProperty('resolved');
    expect(entry).toHaveProperty('integrity');
  }
});

// The samples are put together here, because this file is searched as well.
describe('the patterns', () => {
  test('find hosts and paths', () => {
    expect(['https://registry', 'example', 'org/'].join('.')).toMatch(REGISTRY_HOST);
    expect(['at ', 'work', 'main/a.ts'].join('/')).toMatch(MACHINE_PATH);
    expect(['', 'home', 'someone'].join('/')).toMatch(MACHINE_PATH);
  });

  test('leave relative paths and devices alone', () => {
    expect('specs/work/home/a.ts').not.toMatch(MACHINE_PATH);
    expect('/dev/vfio/1 and ./root/x').not.toMatch(MACHINE_PATH);
    expect('the registry of specs').not.toMatch(REGISTRY_HOST);
  });
});
