/**
 * Rules on variants: what they start from, replace, set, and expect exists and makes a difference.
 */
import {
  type Expectation,
  S_ASSERT,
  S_LOCKBAL,
  S_REF,
  type Spec,
  type Variant,
} from '../../lang/index.ts';
import { sameBody } from '../canonical.ts';
import { lineage, parentOf, replacements, variantTitle } from '../lineage.ts';
import { DEADLOCK } from '../model.ts';
import { type Problems, suggest } from '../problem.ts';
import { constantValues } from '../settings.ts';
import { STATUSES } from '../status.ts';
import { type Owner, ownersIn, visitStatements } from '../template.ts';

/** The properties that the kernel vocabulary brings along. */
export const VOCABULARY: readonly string[] = [S_LOCKBAL.id, S_ASSERT.id, S_REF.id];

/** Reports unknown names in variants and configurations, and variants that change nothing. */
export function checkVariants(spec: Spec, problems: Problems): void {
  for (const variant of spec.variants) {
    checkFrom(spec, variant, problems);
    checkReplaced(spec, variant, problems);
    checkExpectations(spec, variant, problems);
    checkStatus(variant, problems);
  }
  checkSettings(spec, problems);
}

function checkFrom(spec: Spec, variant: Variant, problems: Problems): void {
  const { from, source } = variant;
  const title = variantTitle(variant);
  const others = spec.variants.filter((each) => each !== variant && each.name !== '');
  if (from === null) return;
  if (variant === spec.variants[0]) {
    problems.report('E-REPLACE', `${title} starts from nothing, not from '${from}'`, source);
  } else if (parentOf(spec, variant) === undefined) {
    const names = others.map(({ name }) => name);
    const help = suggest(from, names);
    problems.report('E-NAME', `${title} starts from '${from}', which is no variant`, source, help);
  } else if (!lineage(spec, variant).includes(spec.variants[0])) {
    problems.report(
      'E-REPLACE',
      `${title} starts from itself: from '${from}' it leads back`,
      source,
    );
  }
}

/** A compiled spec may come from plain JavaScript, which the types do not reach. */
function checkStatus(variant: Variant, problems: Problems): void {
  const { status, source } = variant;
  if (status === null || STATUSES.includes(status)) return;
  const title = variantTitle(variant);
  problems.report(
    'E-VALUE',
    `${title} has the status '${status}', which is none`,
    source,
    suggest(status, STATUSES),
  );
}

function checkReplaced(spec: Spec, variant: Variant, problems: Problems): void {
  const parent = parentOf(spec, variant);
  const title = variantTitle(variant);
  const names = Object.keys(variant.replace);
  if (variant === spec.variants[0] && names.length > 0) {
    problems.report('E-REPLACE', `${title} is the base and replaces nothing`, variant.source);
  }
  if (parent === undefined) return;
  if (names.length === 0 && Object.keys(variant.set).length === 0) {
    const help = 'replace a function or set a constant';
    problems.report('E-REPLACE', `${title} changes nothing`, variant.source, help);
  }
  for (const name of names) checkReplacement(spec, variant, { name, parent }, problems);
}

const functionsIn = (owners: readonly Owner[]): readonly Owner[] =>
  owners.filter(({ kind }) => kind === 'function');

function checkReplacement(
  spec: Spec,
  variant: Variant,
  { name, parent }: { readonly name: string; readonly parent: Variant },
  problems: Problems,
): void {
  const title = variantTitle(variant);
  const before = functionsIn(ownersIn(spec, parent));
  const after = functionsIn(ownersIn(spec, variant));
  const original = before.find((each) => each.name === name);
  if (original === undefined && after.every((each) => each.name !== name)) {
    const help = suggest(
      name,
      before.map((each) => each.name),
    );
    const message = `${title} replaces '${name}', which no process calls`;
    problems.report('E-REPLACE', message, variant.source, help);
  } else if (after.every((each) => each.name !== name)) {
    const message = `${title} replaces '${name}', but nothing calls it in this variant`;
    problems.report('E-REPLACE', message, variant.source);
  }
  const body = variant.replace[name];
  const old = replacements(spec, parent).get(name) ?? original?.body;
  if (body === undefined || old === undefined || !sameBody(body, old)) return;
  const message = `${title} replaces '${name}' with an equal body`;
  problems.report('E-REPLACE', message, variant.source, 'write what differs, or leave it out');
}

function checkExpectations(spec: Spec, variant: Variant, problems: Problems): void {
  const title = variantTitle(variant);
  const entries = Object.entries(variant.expect);
  const configurations = spec.configurations.map(({ name }) => name);
  if (entries.length === 0) {
    const help = 'a variant is run in the configurations that it expects something of';
    problems.report('E-EXPECT', `${title} is run in no configuration`, variant.source, help);
  }
  for (const [name, expectation] of entries) {
    if (!configurations.includes(name)) {
      const message = `${title} is expected in '${name}', which is no configuration`;
      problems.report('E-EXPECT', message, variant.source, suggest(name, configurations));
    }
    checkExpectation(spec, variant, expectation, problems);
  }
}

function checkExpectation(
  spec: Spec,
  variant: Variant,
  expectation: Expectation,
  problems: Problems,
): void {
  if (expectation.kind !== 'violates') return;
  const title = variantTitle(variant);
  const { properties, also } = expectation;
  const named = [...properties, ...also.map(({ property }) => property)];
  const valid = propertiesOf(spec, variant);
  if (named.length === 0) {
    const help = "write 'allHold' where every property holds";
    problems.report('E-EXPECT', `${title} expects to violate nothing`, variant.source, help);
  }
  for (const [index, name] of named.entries()) {
    if (!valid.includes(name)) {
      const message = `${title} expects to violate '${name}', which is no property of ${spec.id}`;
      problems.report('E-EXPECT', message, variant.source, suggest(name, valid));
    } else if (named.indexOf(name) < index) {
      problems.report('E-EXPECT', `${title} expects to violate '${name}' twice`, variant.source);
    }
  }
}

/** The properties that can be violated: those of the spec, what its vocabulary asserts, deadlock. */
function propertiesOf(spec: Spec, variant: Variant): readonly string[] {
  const own = spec.properties.map(({ id }) => id);
  const asserted = new Set<string>();
  for (const { body } of ownersIn(spec, variant)) {
    visitStatements(body, (each) => {
      if (each.kind === 'check' && VOCABULARY.includes(each.property)) asserted.add(each.property);
    });
  }
  return [...new Set([...own, ...asserted, DEADLOCK])];
}

function checkSettings(spec: Spec, problems: Problems): void {
  const configurations = spec.configurations.map(({ name, set, source }) => ({
    settings: set,
    by: `configuration '${name}'`,
    source,
  }));
  const variants = spec.variants.map((variant) => ({
    settings: variant.set,
    by: variantTitle(variant),
    source: variant.source,
  }));
  constantValues(spec.constants, [...configurations, ...variants], problems);
}
