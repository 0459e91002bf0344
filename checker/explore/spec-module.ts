/**
 * Loading a spec module: the default export of a compiled file.
 *
 * A spec outside of the repository imports `ordeal`. Whatever copy of the package lies beside it, it gets the spec language of
 * this program: with two copies, expressions of one would be unknown to the checks of the other.
 */
import * as nodeModule from 'node:module';
import type { Spec } from '../lang/index.ts';

export type SpecModule =
  | { readonly kind: 'spec'; readonly spec: Spec }
  /** No default export: vocabulary shared by specs. */
  | { readonly kind: 'noSpec' }
  | { readonly kind: 'failed'; readonly reason: string; readonly stack: string };

const OWN_SPECS = new URL('../../specs/', import.meta.url).href;
const LANG = new URL('../lang/index.js', import.meta.url).href;

interface Resolved {
  readonly url: string;
  readonly shortCircuit?: boolean;
}
type Resolve<R> = (
  specifier: string,
  context: unknown,
  next: (specifier: string, context: unknown) => R,
) => R;
/** Hooks in the same thread, which Node 20 does not have and Node 26 wants. */
type RegisterHooks = (hooks: { readonly resolve: Resolve<Resolved> }) => void;

// For a Node without `registerHooks`: runs on the loader thread, therefore as source text.
const LOADER = `
  let lang;
  export function initialize(url) { lang = url; }
  export async function resolve(specifier, context, next) {
    return specifier === 'ordeal' ? { url: lang, shortCircuit: true } : next(specifier, context);
  }`;

let isRegistered = false;

function resolvePackageToThisProgram(): void {
  if (isRegistered) return;
  isRegistered = true;
  const { registerHooks } = nodeModule as { readonly registerHooks?: RegisterHooks };
  if (registerHooks === undefined) {
    nodeModule.register(`data:text/javascript,${encodeURIComponent(LOADER)}`, { data: LANG });
    return;
  }
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'ordeal' ? { url: LANG, shortCircuit: true } : next(specifier, context),
  });
}

/** Imports a module by file URL. Errors of the module are a result; nothing is thrown. */
export async function loadSpecModule(url: string): Promise<SpecModule> {
  if (!url.startsWith(OWN_SPECS)) resolvePackageToThisProgram();
  try {
    const { default: exported } = (await import(url)) as { default?: unknown };
    if (exported === undefined) return { kind: 'noSpec' };
    if (isSpec(exported)) return { kind: 'spec', spec: exported };
    return { kind: 'failed', reason: 'its default export is not a spec', stack: '' };
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'failed', reason: message, stack };
  }
}

const LISTS = ['variants', 'processes', 'properties', 'configurations', 'constants'] as const;

function isSpec(value: unknown): value is Spec {
  if (typeof value !== 'object' || value === null) return false;
  const candidate = value as Record<string, unknown>;
  return typeof candidate['id'] === 'string' && LISTS.every((key) => Array.isArray(candidate[key]));
}
