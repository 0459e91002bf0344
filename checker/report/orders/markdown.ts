/**
 * An answer about orders as Markdown: the verdict, tables, and the whole text to copy.
 */
import type { OrdersAnswer, Precedence, Requirements } from '../../analyse/index.ts';
import { closureOf, reduction } from '../../analyse/index.ts';
import { counterexamplesOf, type OrdersReport, textLines } from './text.ts';
import { Words } from './words.ts';

export function markdownLines(report: OrdersReport): readonly string[] {
  const { outcome, name, command } = report;
  const text = [
    '<details><summary>Plain text</summary>',
    '',
    '```text',
    ...textLines(report),
    '```',
    '',
    '</details>',
    '',
    `Again: \`${command}\``,
  ];
  if (outcome.kind === 'inconclusive')
    return [`**INCONCLUSIVE** orders in \`${name}\`, ${outcome.bound}`, '', ...text];
  const words = new Words(outcome);
  const { universe, overall, consequence } = outcome;
  const safe = universe.sets.size(overall.safe);
  const sufficient = consequence.requirements.isSufficient ? 'sufficient' : 'not sufficient';
  return [
    `**${safe} of ${universe.orders.length} orders** of \`${outcome.fn}()\` are safe in \`${name}\``,
    '',
    consequence.requirements.safe === 0
      ? 'By consequence no order is safe.'
      : `By consequence: ${code(words.chain(consequence.requirements))}, ${sufficient}.`,
    '',
    ...mermaid(outcome, words),
    ...propertyTable(outcome, words),
    ...counterexampleTable(outcome, words),
    ...text,
  ];
}

/** Code that neither ends at a backtick nor splits a table cell. */
const code = (text: string): string => `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;

function requiredBy(requirements: Requirements, words: Words): string {
  if (requirements.safe === 0) return 'every order is refuted';
  return `${code(words.chain(requirements))}${requirements.isSufficient ? '' : ', and more'}`;
}

function mermaid({ consequence, units, fixed }: OrdersAnswer, words: Words): readonly string[] {
  const pairs = reduction(closureOf([...consequence.requirements.required, ...fixed]));
  const node = (unit: number): string => `u${unit}["${words.unit(unit).replaceAll('"', "'")}"]`;
  const arrow = ({ before, after }: Precedence): string => `  u${before} --> u${after}`;
  return [
    '```mermaid',
    'graph LR',
    ...units.map((_, unit) => `  ${node(unit)}`),
    ...pairs.map(arrow),
    '```',
    '',
  ];
}

function propertyTable({ properties, universe }: OrdersAnswer, words: Words): readonly string[] {
  if (properties.length === 0) return [];
  return [
    '| property | refutes | requires |',
    '| --- | --: | --- |',
    ...properties.map(
      ({ property, violated, requirements }) =>
        `| ${property} | ${violated} of ${universe.orders.length} | ${requiredBy(requirements, words)} |`,
    ),
    '',
  ];
}

function counterexampleTable(answer: OrdersAnswer, words: Words): readonly string[] {
  const all = counterexamplesOf(answer);
  if (all.length === 0) return [];
  return [
    '| counterexample | breaks | order | property | steps |',
    '| --: | --- | --- | --- | --: |',
    ...all.map(
      ({ precedences, order, property, steps }, at) =>
        `| ${at + 1} | ${code(words.pattern(precedences))} | ${code(words.order(order))} | ${property} | ${steps} |`,
    ),
    '',
  ];
}
