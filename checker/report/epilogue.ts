/**
 * What stands below the steps: why the verdict is what it is, who changed the values last, what was bounded, how to replay.
 */

import type { ModelTerm } from '../model/index.ts';
import {
  type Fact,
  holdingText,
  type Stop,
  splitNote,
  type Trace,
  type Wait,
  waitCycle,
} from '../trace/index.ts';
import { ascii } from './ascii.ts';
import { labelled, TEXT_AT } from './header.ts';
import type { Lane } from './lanes.ts';
import type { Layout } from './options.ts';
import { wrapList, wrapWords } from './wrap.ts';

/** Lines of at most `width` columns; a path or an id longer than that is not broken. */
export function epilogueLines(
  trace: Trace,
  legends: readonly Pick<Lane, 'title' | 'legend'>[],
  { width, specs }: Pick<Layout, 'width' | 'specs'>,
): readonly string[] {
  const paragraph = (key: string, text: string): readonly string[] => {
    if (text === '') return [];
    const room = width - Math.max(TEXT_AT, key.length + 4);
    return labelled(ascii(key), wrapWords(ascii(text), room));
  };
  const threads = trace.threads.map(({ process }, at) => ascii(`CPU${at} = ${process}`));
  return [
    ...legends.flatMap(({ title, legend }) => paragraph(title, legend)),
    ...paragraph(trace.property, trace.sentence),
    ...endingParts(trace).flatMap(([key, text]) => paragraph(key, text)),
    ...labelled('threads', wrapList(threads, width - TEXT_AT)),
    ...paragraph('source', trace.source),
    ...paragraph('mirrors', trace.mirrors),
    ...paragraph('bounds', `${trace.bounds}; sequential consistency`),
    ...replayPart(replayWords(trace, specs), width),
  ];
}

const FURTHER_LEFT = 4;

export type Part = readonly [key: string, text: string];

/** What is said of the ending, key by key: the false clause, who waits, why a replay stopped. */
export function endingParts({ ending, property, steps }: Trace): readonly Part[] {
  switch (ending.kind) {
    case 'invariant':
      return [
        ['false', `${ending.text}  (clause "${ending.clause}")`],
        ...ending.terms.map(termPart),
        ['because', because(ending.facts)],
      ];
    case 'check':
      return [
        ['false', `check in front of step ${steps.length}: ${ending.text}`],
        ...ending.terms.map(termPart),
        ['because', because(ending.facts)],
      ];
    case 'deadlock':
      return [
        ...ending.waits.map((wait) => [`CPU${wait.thread}`, waitText(wait)] as const),
        ...cyclePart(ending.waits),
      ];
    case 'error':
      return [['error', `step ${steps.length}: ${ending.message}`]];
    case 'completed': {
      const verdict = ending.isChecked ? 'is not violated' : 'is not checked by this model';
      return [['result', `all ${steps.length} steps were taken; ${property} ${verdict}`]];
    }
    case 'stopped':
      return stopParts(ending.stop, steps.length + 1);
  }
}

/** Names the circle; threads that wait for what nobody has are in none. */
function cyclePart(waits: readonly Wait[]): readonly Part[] {
  const cycle = waitCycle(waits).map((thread) => `CPU${thread}`);
  return cycle.length === 0 ? [] : [['circle', `${cycle.join(' waits for ')}`]];
}

const termPart = ({ name, text }: ModelTerm): Part => [name, text];

/** `pte=1 since step 4; in_reset=1 since step 9`; values that changed together share the step. */
function because(facts: readonly Fact[]): string {
  const steps = [...new Set(facts.map(({ since }) => since))];
  const parts = steps.map((step) => {
    const texts = facts.filter(({ since }) => since === step).map(({ text }) => text);
    return `${texts.join(', ')} since ${step === 0 ? 'the start' : `step ${step}`}`;
  });
  return parts.join('; ');
}

/** `waits at mutex_lock(&b): b is held by CPU1`. */
export function waitText({ labels, locks, facts }: Wait): string {
  const wanted = locks.map(({ name, kind, mode, holding }) => {
    const purpose = mode === null ? '' : ` (for ${mode})`;
    return `${name}${purpose} is ${holdingText(holding, kind)}`;
  });
  const values = facts.length === 0 ? [] : [because(facts)];
  return `waits at ${labels.join(' or ')}: ${[...wanted, ...values].join('; ')}`;
}

function stopParts({ step, of, thread, reason, instead }: Stop, number: number): readonly Part[] {
  const who = thread === null ? step.process : `CPU${thread}`;
  const others = instead.map(placeText);
  return [
    ['stopped', `step ${number} of ${of} cannot be taken by ${who}: ${placeText(step)}`],
    ['because', stopReason(reason, step.choices)],
    ...(others.length === 0
      ? []
      : [['instead', `${who} would do ${others.join('; or ')}`] as const]),
  ];
}

/** Calls, label, and as a comment note and chosen values. */
function placeText({ calls, label, choices }: Stop['step']): string {
  const { label: text, note } = splitNote(label);
  const remarks = [...(note === null ? [] : [note]), ...choices];
  const remark = remarks.length === 0 ? '' : ` /* ${remarks.join(', ')} */`;
  return `${[...calls, text].join(' > ')}${remark}`;
}

/** Why a step cannot be taken, in words. */
export function stopReason(reason: Stop['reason'], choices: readonly string[]): string {
  switch (reason.kind) {
    case 'blocked':
      return `it ${waitText(reason.wait)}${reason.guard === '' ? '' : `; it needs ${reason.guard}`}`;
    case 'elsewhere':
      return reason.isAtEnd ? 'the thread has ended' : 'the thread is at another step';
    case 'choice':
      return `it cannot choose ${choices.join(', ')} here`;
    case 'error':
      return `it would leave a domain: ${reason.message}`;
    case 'start':
      return `the model does not start with ${reason.wanted.join(', ')}`;
    case 'unknownProcess':
      return `there is no such process; ${reason.help}`;
    case 'unknownStep':
      return `the thread has no such step anywhere${reason.help === null ? '' : `; did you mean '${reason.help}'?`}`;
  }
}

/** The command that runs this trace again, word by word; empty for a replay, which is no counterexample. */
export function replayWords(trace: Trace, specs: string | null): readonly string[] {
  if (trace.ending.kind === 'completed' || trace.ending.kind === 'stopped') return [];
  const { id, property, configuration, constants } = trace;
  const settings = Object.entries(constants).flatMap(([name, value]) => [`-c ${name}=${value}`]);
  const place = specs === null ? [] : [`--specs ${specs}`];
  return [
    'ordeal trace replay',
    `${id}:${property}`,
    `--config ${configuration}`,
    ...settings,
    ...place,
  ];
}

/** An id too long to stand below the text stands further left: it is never broken. */
function replayPart(words: readonly string[], width: number): readonly string[] {
  if (words.length === 0) return [];
  const fits = words.every((word) => `${word} \\`.length <= width - TEXT_AT);
  const indent = fits ? TEXT_AT : FURTHER_LEFT;
  const [first = '', ...others] = continued(words, width - indent);
  return [...labelled('replay', [first]), ...others.map((line) => ' '.repeat(indent) + line)];
}

/** Words on as few lines as fit, each but the last ending in a backslash: nothing that may be pasted is broken. */
function continued(words: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word} \\`.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, at) => (at < lines.length - 1 ? `${line} \\` : line));
}
