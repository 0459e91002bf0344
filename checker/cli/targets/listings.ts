/**
 * The rows of `list`: for each kind of thing, its line and its fields.
 */
import { modelOf } from '../../explore/index.ts';
import type { Expectation, Spec, Variant } from '../../lang/index.ts';
import { type Model, statusText, variantId } from '../../model/index.ts';

/** A line of text and the same as fields. */
export interface Row {
  readonly text: string;
  readonly id: string;
}

export type Kind = 'specs' | 'variants' | 'properties' | 'configs' | 'actions';

export const LISTINGS: Readonly<Record<Kind, (spec: Spec) => readonly Row[]>> = {
  specs: specRow,
  variants: (spec) => spec.variants.map((variant) => variantRow(spec, variant)),
  properties: propertyRows,
  configs: configurationRows,
  actions: actionRows,
};

function specRow({ id, summary, mirrors, variants, configurations }: Spec): readonly Row[] {
  const text = `${id}  variants=${variants.length} configs=${configurations.length}  ${summary}`;
  const configs = configurations.map(({ name }) => name);
  return [
    { text, id, summary, mirrors, variants: variants.map(({ name }) => name), configs } as Row,
  ];
}

function variantRow(spec: Spec, variant: Variant): Row {
  const id = variantId(spec, variant);
  const { summary, ref, status, expect } = variant;
  const standing = status === null ? '' : `${statusText(status)}; `;
  const expected = Object.entries(expect).map(
    ([configuration, expectation]) => [configuration, expectationText(expectation)] as const,
  );
  const expectText = expected.map(([name, text]) => `${name}: ${text}`).join('; ');
  return {
    text: `${id}  ${expectText}  (${standing}${ref})  ${summary}`,
    id,
    expect: Object.fromEntries(expected),
    ref,
    ...(status === null ? {} : { status }),
    summary,
  } as Row;
}

function expectationText(expectation: Expectation): string {
  switch (expectation.kind) {
    case 'holds':
      return 'holds';
    case 'violates': {
      const also = expectation.also.map(({ property }) => property);
      return `violates ${[...expectation.properties, ...also].join(', ')}`;
    }
    case 'open question':
      return `open: ${expectation.question}`;
  }
}

function propertyRows(spec: Spec): readonly Row[] {
  // Properties that the vocabulary asserts are not listed in the spec, but belong to its models.
  const all = new Map(
    baseModels(spec).flatMap(({ properties }) => properties.map((each) => [each.id, each])),
  );
  return [...all.values()].map(({ id, sentence }) => ({
    text: `${spec.id}:${id}  ${sentence}`,
    id: spec.id,
    property: id,
    sentence,
  }));
}

function configurationRows({ id, configurations }: Spec): readonly Row[] {
  return configurations.map(({ name, size, bounds, set, goals }) => {
    const settings = Object.entries(set).map(([constant, value]) => `${constant}=${value}`);
    return {
      text: [`${id}[${name}]`, size, bounds, ...settings].join('  '),
      id,
      configuration: name,
      size,
      bounds,
      set,
      goals: goals.map((goal) => goal.name),
    };
  });
}

function actionRows(spec: Spec): readonly Row[] {
  const all = new Map(
    baseModels(spec).flatMap(({ units }) => units.map((unit) => [unit.id, unit])),
  );
  return [...all.values()].map(({ owner, label }) => ({
    text: `${spec.id}  ${owner}: ${label}`,
    id: spec.id,
    owner,
    label,
  }));
}

/** The base in each of its configurations that can be built. */
function baseModels(spec: Spec): readonly Model[] {
  const [base] = spec.variants;
  return Object.keys(base.expect).flatMap((configuration) => {
    const built = modelOf(spec, { variant: base.name, configuration, overrides: {} });
    return built.kind === 'model' ? [built.model] : [];
  });
}
