/**
 * The required precedences as a picture: one box per unit, an arrow from what must come first to what must follow.
 *
 * A standalone SVG, the same bytes every time, for light and dark. An arrow carries the number of the counterexample of an order without it;
 * units whose place does not matter stand below.
 */
import {
  type Broken,
  closureOf,
  type OrdersAnswer,
  type Precedence,
  reduction,
} from '../../analyse/index.ts';
import { ascii } from '../ascii.ts';
import { BOX_HEIGHT, type Layers, layersFor, type Point } from './layers.ts';
import { counterexamplesOf } from './text.ts';
import { counted, Words } from './words.ts';

const LETTER = { box: 8, title: 9, note: 7.3 };
const PADDING = 28;
const MARGIN = 20;
const TITLE_HEIGHT = 44;
const LINE = 18;

const STYLE = `
svg { --ink: #1f2937; --soft: #5b6472; --box: #eef3fb; --edge: #3f61a3; --way: #b4442f; --fixed: #98a1ae; --paper: #fff }
@media (prefers-color-scheme: dark) {
  svg { --ink: #e6e9ef; --soft: #9aa4b2; --box: #1e2a40; --edge: #7fa0df; --way: #f0937f; --fixed: #6b7482; --paper: #12161d }
}
.paper { fill: var(--paper) }
text { font: 13px ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; fill: var(--ink) }
.title { font-size: 15px; font-weight: 600 }
.note { font-size: 12px; fill: var(--soft) }
.unit { text-anchor: middle }
rect.unit { fill: var(--box); stroke: var(--edge); stroke-width: 1.4 }
rect.loose { stroke-dasharray: 3 3 }
.way { fill: none; stroke: var(--way); stroke-width: 1.6; marker-end: url(#required) }
.fixed { stroke: var(--fixed); stroke-dasharray: 5 4; marker-end: url(#fixed) }
.number { font-size: 11px; fill: var(--way); text-anchor: middle; paint-order: stroke; stroke: var(--paper); stroke-width: 5px }
`;

interface Picture {
  readonly answer: OrdersAnswer;
  readonly words: Words;
  readonly names: readonly string[];
  readonly arrows: readonly Precedence[];
  readonly layers: Layers;
  /** Units without an arrow. */
  readonly loose: readonly number[];
  readonly isByConsequence: boolean;
  /** The arrows say everything. */
  readonly isSufficient: boolean;
}

/** By consequence where that requires anything, else by all properties; what was fixed is drawn dashed. */
export function ordersSvg(answer: OrdersAnswer): string {
  const picture = pictureOf(answer);
  const { layers, loose, names } = picture;
  const notes = notesOf(picture);
  const looseTop = TITLE_HEIGHT + layers.height + (layers.height > 0 ? LINE : 0);
  const notesTop = looseTop + (loose.length > 0 ? BOX_HEIGHT + LINE : 0) + LINE;
  const looseWidth = loose.reduce((sum, unit) => sum + widthOf(names[unit] ?? '') + LINE, 80);
  const width = Math.ceil(
    2 * MARGIN +
      Math.max(
        layers.width,
        loose.length > 0 ? looseWidth : 0,
        titleOf(answer).length * LETTER.title,
        ...notes.map(({ length }) => length * LETTER.note),
      ),
  );
  const height = notesTop + notes.length * LINE + MARGIN / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${escaped(titleOf(answer))}</title>`,
    `<style>${STYLE}</style>`,
    `<defs>${head('required', '--way')}${head('fixed', '--fixed')}</defs>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<text class="title" x="${MARGIN}" y="26">${escaped(titleOf(answer))}</text>`,
    `<g transform="translate(${MARGIN} ${TITLE_HEIGHT})">`,
    ...picture.arrows.map((pair, at) => arrow(picture, pair, layers.ways[at] ?? [])),
    ...names.flatMap((name, unit) => {
      const box = layers.boxes[unit];
      return box == null ? [] : [boxText(name, box, false)];
    }),
    '</g>',
    ...looseBoxes(picture, looseTop + BOX_HEIGHT / 2),
    ...notes.map(
      (note, at) =>
        `<text class="note" x="${MARGIN}" y="${notesTop + at * LINE}">${escaped(note)}</text>`,
    ),
    '</svg>',
    '',
  ].join('\n');
}

function pictureOf(answer: OrdersAnswer): Picture {
  const { consequence, overall, fixed, units } = answer;
  const isByConsequence = consequence.requirements.required.length > 0;
  const { required, isSufficient } = isByConsequence ? consequence.requirements : overall;
  const arrows = reduction(closureOf([...required, ...fixed]));
  const names = units.map(({ name }) => ascii(name));
  const layers = layersFor(names.map(widthOf), arrows);
  const loose = names.flatMap((_, unit) => (layers.boxes[unit] === null ? [unit] : []));
  const words = new Words(answer);
  return { answer, words, names, arrows, layers, loose, isByConsequence, isSufficient };
}

function titleOf({ fn, universe, overall }: OrdersAnswer): string {
  const safe = universe.sets.size(overall.safe);
  return `${fn}(): ${safe} of ${counted(universe.orders.length, 'order')} safe`;
}

function notesOf({ answer, arrows, isByConsequence, isSufficient }: Picture): readonly string[] {
  const { fixed, model } = answer;
  const what = isByConsequence ? 'required by consequence' : 'required';
  const enough = isSufficient ? 'sufficient' : 'not sufficient, more is forbidden';
  const isNumbered = arrows.some((pair) => brokenBy(answer, pair) !== undefined);
  return [
    `arrow: ${what}, ${enough}${fixed.length > 0 ? '; dashed: fixed' : ''}`,
    ...(isNumbered ? ['number: counterexample of an order without it'] : []),
    ascii(`${model.id} [${model.configuration}]: ${model.bounds}`),
  ];
}

const widthOf = (name: string): number => name.length * LETTER.box + PADDING;

/** The counterexample for what lacks this precedence. */
const brokenBy = ({ broken }: OrdersAnswer, { before, after }: Precedence): Broken | undefined =>
  broken.find(
    ({ precedences: [first, ...more] }) =>
      more.length === 0 && first?.before === after && first.after === before,
  );

function arrow({ answer, words }: Picture, pair: Precedence, way: readonly Point[]): string {
  const isFixed = answer.fixed.some(
    ({ before, after }) => before === pair.before && after === pair.after,
  );
  const path = `<path class="way${isFixed ? ' fixed' : ''}" d="${curve(way)}"/>`;
  const broken = brokenBy(answer, pair);
  if (broken === undefined) return path;
  const number = counterexamplesOf(answer).indexOf(broken) + 1;
  const { x, y } = middleOf(way);
  const why = `${words.pattern(broken.precedences)} violates ${broken.property} in ${counted(broken.steps, 'step')} (counterexample ${number})`;
  return `<g><title>${escaped(why)}</title>${path}<text class="number" x="${x}" y="${y + 4}">${number}</text></g>`;
}

/** Every way begins and ends level, and so does each piece of it. */
function curve([first, ...others]: readonly Point[]): string {
  if (first === undefined) return '';
  let { x, y } = first;
  let path = `M${x} ${y}`;
  for (const next of others) {
    const half = (x + next.x) / 2;
    path +=
      next.y === y ? `L${next.x} ${next.y}` : `C${half} ${y} ${half} ${next.y} ${next.x} ${next.y}`;
    ({ x, y } = next);
  }
  return path;
}

/** Between the last two points, nearer to the end: where ways from one box have parted. */
function middleOf(way: readonly Point[]): Point {
  const [from, to] = way.slice(-2) as [Point, Point];
  return { x: Math.round((from.x + to.x) / 2), y: Math.round((from.y + to.y) / 2) };
}

function looseBoxes({ loose, names, isSufficient }: Picture, y: number): readonly string[] {
  if (loose.length === 0) return [];
  const label = isSufficient ? 'anywhere:' : 'no arrow:';
  let x = MARGIN + 80;
  const boxes = loose.map((unit) => {
    const name = names[unit] ?? '';
    const text = boxText(name, { x, y, width: widthOf(name) }, true);
    x += widthOf(name) + LINE;
    return text;
  });
  return [`<text class="note" x="${MARGIN}" y="${y + 4}">${label}</text>`, ...boxes];
}

function boxText(
  name: string,
  { x, y, width }: Point & { readonly width: number },
  isLoose: boolean,
): string {
  const rect = `<rect class="unit${isLoose ? ' loose' : ''}" x="${x}" y="${y - BOX_HEIGHT / 2}" width="${width}" height="${BOX_HEIGHT}" rx="7"/>`;
  return `${rect}<text class="unit" x="${x + width / 2}" y="${y + 4.5}">${escaped(name)}</text>`;
}

const head = (id: string, color: string): string =>
  `<marker id="${id}" viewBox="0 0 9 8" refX="9" refY="4" markerWidth="9" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L9 4L0 8z" style="fill: var(${color})"/></marker>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
