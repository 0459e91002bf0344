/**
 * The required precedences as a picture: one box per unit, an arrow from what must come first to what must follow.
 *
 * A standalone SVG, the same bytes every time. Boxes without arrows are units whose place does not matter.
 */
import { closureOf, type OrdersAnswer, type Precedence, reduction } from '../../analyse/index.ts';
import { ascii } from '../ascii.ts';

const BOX = { height: 28, perLetter: 8, padding: 20 };
const GAP = { x: 48, y: 16 };
const MARGIN = 16;
const CAPTION = 24;

interface Box {
  readonly unit: number;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** By consequence where that requires anything, else by all properties; what was fixed is drawn dashed. */
export function ordersSvg(answer: OrdersAnswer): string {
  const { consequence, overall, fixed, units, universe } = answer;
  const isByConsequence = consequence.requirements.required.length > 0;
  const { required, isSufficient } = isByConsequence ? consequence.requirements : overall;
  const closure = closureOf([...required, ...fixed]);
  const boxes = boxesOf(
    units.map(({ name }) => ascii(name)),
    closure,
  );
  const width = Math.max(...boxes.map((box) => box.x + box.width)) + MARGIN;
  const height = Math.max(...boxes.map((box) => box.y + BOX.height)) + CAPTION + MARGIN;
  const arrows = reduction(closure).map((pair) => arrow(pair, boxes, isIn(fixed, pair)));
  const safe = universe.sets.size(overall.safe);
  const caption =
    `${safe} of ${universe.orders.length} orders are safe; ` +
    `${isByConsequence ? 'required by consequence' : 'required'}, ${isSufficient ? 'sufficient' : 'not sufficient'}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.max(width, caption.length * 7 + 2 * MARGIN)}" height="${height}" role="img" font-family="monospace" font-size="13">`,
    `<title>${escaped(`required order of ${answer.fn}()`)}</title>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#555"/></marker></defs>',
    ...arrows,
    ...boxes.map(boxText),
    `<text x="${MARGIN}" y="${height - MARGIN + 4}" fill="#555">${escaped(caption)}</text>`,
    '</svg>',
    '',
  ].join('\n');
}

const isIn = (pairs: readonly Precedence[], { before, after }: Precedence): boolean =>
  pairs.some((each) => each.before === before && each.after === after);

/** Columns by the longest way that leads to a unit. */
function boxesOf(names: readonly string[], closure: readonly Precedence[]): readonly Box[] {
  const columnOf = (unit: number): number =>
    Math.max(
      -1,
      ...closure.filter(({ after }) => after === unit).map(({ before }) => columnOf(before)),
    ) + 1;
  const columns = names.map((_, unit) => columnOf(unit));
  const widthOf = (name: string): number => name.length * BOX.perLetter + BOX.padding;
  const widths = names.map((_, column) =>
    Math.max(
      0,
      ...names.flatMap((name, unit) => (columns[unit] === column ? [widthOf(name)] : [])),
    ),
  );
  const taken = names.map(() => 0);
  return names.map((name, unit) => {
    const column = columns[unit] as number;
    const left = widths.slice(0, column).reduce((sum, each) => sum + each + GAP.x, MARGIN);
    const row = taken[column] as number;
    taken[column] = row + 1;
    const y = MARGIN + row * (BOX.height + GAP.y);
    return { unit, name, x: left, y, width: widthOf(name) };
  });
}

function arrow({ before, after }: Precedence, boxes: readonly Box[], isFixed: boolean): string {
  const [from, to] = [boxes[before] as Box, boxes[after] as Box];
  const [x1, y1] = [from.x + from.width, from.y + BOX.height / 2];
  const [x2, y2] = [to.x, to.y + BOX.height / 2];
  const dash = isFixed ? ' stroke-dasharray="4 3"' : '';
  return `<path d="M${x1} ${y1}C${x1 + 24} ${y1} ${x2 - 24} ${y2} ${x2} ${y2}" fill="none" stroke="#555"${dash} marker-end="url(#head)"/>`;
}

const boxText = ({ name, x, y, width }: Box): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${BOX.height}" rx="4" fill="#fff" stroke="#222"/>` +
  `<text x="${x + width / 2}" y="${y + 19}" text-anchor="middle" fill="#222">${escaped(name)}</text>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
