/**
 * The words around the table: what is violated, why, and within which bounds.
 */
import { type Ending, holdingText, type Trace, type Wait, waitCycle } from '../../trace/index.ts';
import { endingParts, replayWords } from '../epilogue.ts';
import { searchName, standing, verdictWord } from '../header.ts';
import { letteredFacts } from './arrows.ts';
import { code, html, type Markup } from './markup.ts';

/** What is at the top of the page. */
export function verdictHeader(trace: Trace, isExpected: boolean): Markup {
  return html`<header>
<p class="verdict-line"><strong class="badge ${trace.ending.kind}">${verdictWord(trace)}</strong> <code class="search">${searchName(trace)}</code>${
    isExpected && html` <span class="expected">as expected</span>`
  }${trace.status !== null && html` <span class="standing">${standing(trace)}</span>`}</p>
<h1>${trace.property}</h1>
<p class="sentence">${trace.sentence}</p>
<p class="about">${trace.summary}<span class="figures">${lengthText(trace)}</span></p>
</header>`;
}

const times = (count: number, what: string, plural = `${what}s`): string =>
  `${count} ${count === 1 ? what : plural}`;

function lengthText({ steps, switches, isShortest }: Trace): string {
  const length = `${times(steps.length, 'step')}, ${times(switches, 'context switch', 'context switches')}`;
  return isShortest ? `${length}; no shorter trace exists` : length;
}

/** Why the verdict is what it is. */
export function reasonSection(trace: Trace): Markup {
  return html`<section class="why" aria-labelledby="why"><h2 id="why">Why</h2>${endingText(trace)}</section>`;
}

/** The ending in words: the false clause with its values, who waits for whom, or why a replay stopped. */
export function endingText(trace: Pick<Trace, 'ending' | 'property' | 'steps'>): Markup {
  const { ending } = trace;
  switch (ending.kind) {
    case 'invariant':
    case 'check':
      return falseText(ending, trace);
    case 'deadlock':
      return html`<ul class="waits">${ending.waits.map((wait) => waitItem(wait))}</ul>${circleText(ending.waits)}`;
    default:
      return html`<dl>${endingParts(trace as Trace).map(([key, text]) => html`<dt>${key}</dt><dd>${text}</dd>`)}</dl>`;
  }
}

function falseText(
  ending: Extract<Ending, { kind: 'invariant' | 'check' }>,
  trace: Pick<Trace, 'ending' | 'steps'>,
): Markup {
  const where =
    ending.kind === 'invariant'
      ? html`clause &#8220;${ending.clause}&#8221;`
      : html`check in front of step ${trace.steps.length}`;
  return html`<p class="false"><span class="false-word"><span aria-hidden="true">&#10007; </span>false</span> ${code(ending.text)} <span class="clause">${where}</span></p>${
    ending.terms.length > 0 &&
    html`<dl class="terms">${ending.terms.map(({ name, text }) => html`<dt>${code(name)}</dt><dd>${code(text)}</dd>`)}</dl>`
  }<ul class="facts">${letteredFacts(trace).map(
    ({ letter, text, since }) =>
      html`<li><span class="letter">${letter}</span> ${code(text)} <span class="since">${sinceText(since)}</span></li>`,
  )}</ul>`;
}

const sinceText = (since: number): Markup =>
  since === 0 ? html`since the start` : html`since <a href="#step-${since}">step ${since}</a>`;

function circleText(waits: readonly Wait[]): Markup | null {
  const cycle = waitCycle(waits);
  if (cycle.length === 0) return null;
  const parts = cycle.map(
    (thread, at) =>
      html`${at > 0 && html` <span aria-hidden="true">&#8594;</span><span class="sr">waits for</span> `}<span class="cpu t${thread % 8}">CPU${thread}</span>`,
  );
  return html`<p class="circle">A circle: ${parts}</p>`;
}

/** A thread that cannot go on, and what it waits for. */
export function waitItem({ thread, labels, locks, facts }: Wait): Markup {
  const held = locks.map(
    ({ name, kind, mode, holding }) =>
      html`<code>${name}</code>${mode !== null && html` (for ${mode})`} is ${holdingText(holding, kind)}`,
  );
  const values = facts.map(({ text, since }) => html`${code(text)} ${sinceText(since)}`);
  const all = [...held, ...values].map((each, at) => (at === 0 ? each : html`; ${each}`));
  return html`<li><span class="cpu t${thread % 8}">CPU${thread}</span> waits at ${code(labels.join(' or '))}: ${all}</li>`;
}

/** Where the trace comes from and what was bounded. */
export function aboutSection(trace: Trace, specs: string | null, version: string): Markup {
  const rows: readonly (readonly [string, Markup | string])[] = [
    ['source', trace.source],
    ['mirrors', trace.mirrors],
    ['bounds', `${trace.bounds}; sequential consistency`],
    ['replay', code(replayWords(trace, specs).join(' '))],
    ['model', `${trace.digest.slice(0, 16)}, ordeal ${version}`],
  ];
  const told = rows.filter(
    ([key, text]) => text !== '' && (key !== 'replay' || replayWords(trace, specs).length > 0),
  );
  return html`<section aria-labelledby="about"><h2 id="about">About this trace</h2>
<dl>${told.map(([key, text]) => html`<dt>${key}</dt><dd>${text}</dd>`)}</dl>${startText(trace)}</section>`;
}

function startText({ start }: Trace): Markup {
  const used = start.values.filter(
    ({ isUsed, isRelevant, isChosen }) => isUsed || isRelevant || isChosen,
  );
  return html`<details><summary>How it starts: ${times(used.length, 'variable')}</summary><ul class="start">${used.map(
    ({ name, value, isRelevant, isChosen }) =>
      html`<li class="${isRelevant ? 'main' : 'minor'}">${code(name)} = <b>${value}</b>${isChosen && html` <span class="remark">one of several</span>`}</li>`,
  )}</ul></details>`;
}
