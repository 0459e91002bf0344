/**
 * Where the parts of the package lie, told from where this module lies: in the room, in the build, or in the bundle of the build, which
 * is at the depth of a room too.
 */
import { fileURLToPath } from 'node:url';

/** What holds `checker` and `specs`: the build, or the sources that tests run. Ends with a slash, as all folders here do. */
export const BUILT = new URL('../../', import.meta.url);
/** The package: the build lies one level deeper. */
export const ROOT = import.meta.url.endsWith('.ts') ? BUILT : new URL('../', BUILT);

export const CHECKER_FOLDER = fileURLToPath(new URL('checker/', BUILT));
export const SPECS_FOLDER = fileURLToPath(new URL('specs/', BUILT));
export const RECORD_FOLDER = fileURLToPath(new URL('counterexamples/', ROOT));
export const MANIFEST = new URL('package.json', ROOT);
