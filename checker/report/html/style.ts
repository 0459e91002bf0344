/**
 * How the page looks: light, dark and on paper. No colour says anything that a word, a sign or a line does not say too.
 */

const COLOURS = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --panel: #f5f6f8; --ink: #1b2026; --soft: #565f6b; --line: #d5dae1; --faint: #e9ecf0;
  --bad: #a8141b; --bad-paper: #fdeeee; --good: #14623a; --here: #fff6d6; --here-line: #b98900; --walk: #f1ecfb; --walk-line: #6b3fb5; --link: #0a55b5;
  --t0: #0b62c4; --t1: #a84a00; --t2: #08734f; --t3: #8231b5; --t4: #6f6000; --t5: #00687a; --t6: #a1306f; --t7: #4a5765; --t8: #4a5765;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15191e; --panel: #1d2329; --ink: #e7ebf0; --soft: #a6b0bc; --line: #39424d; --faint: #262d35;
    --bad: #ff9a9a; --bad-paper: #3a181b; --good: #7fd6a4; --here: #3a3212; --here-line: #e0b83a; --walk: #2a2240; --walk-line: #b89cf5; --link: #8fbfff;
    --t0: #6cb2ff; --t1: #ffab66; --t2: #5fd3a5; --t3: #d0a2ff; --t4: #e2cc5b; --t5: #63d3e6; --t6: #ff9ccf; --t7: #aab6c4; --t8: #aab6c4;
  }
}
${Array.from({ length: 9 }, (_, thread) => `.t${thread} { --own: var(--t${thread}); }`).join('\n')}
`;

const TEXT = `
* { box-sizing: border-box; }
html { scroll-padding: 9rem 0 6rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.45 system-ui, "Segoe UI", "Liberation Sans", Arial, sans-serif; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; font-size: 0.88em; overflow-wrap: anywhere; }
a { color: var(--link); }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0.35rem 0 0.25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 0 0 0.5rem; }
p { margin: 0 0 0.5rem; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.2rem 1rem; margin: 0 0 0.6rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
summary { cursor: pointer; } details { margin-top: 0.6rem; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.sheet { padding: 1.5rem clamp(1rem, 2.5vw, 2.5rem) 3rem; }
.sentence { font-size: 1.1rem; max-width: 60rem; }
.about { color: var(--soft); } .figures { margin-left: 1rem; font-size: 0.9em; display: inline-block; }
.verdict-line { margin: 0; overflow-wrap: anywhere; } .standing { display: inline-block; padding: 0 0.5rem; border: 1.5px dashed var(--soft); border-radius: 0.3rem; font-size: 0.9em; font-weight: 600; } .search { color: var(--soft); } .expected { color: var(--soft); }
.badge { display: inline-block; padding: 0.05rem 0.5rem; border-radius: 0.3rem; border: 1.5px solid var(--bad); color: var(--bad); background: var(--bad-paper); font-size: 0.85rem; letter-spacing: 0.03em; }
.badge.completed, .badge.stopped { color: var(--ink); border-color: var(--soft); background: var(--panel); }
.why { margin: 1rem 0; padding: 0.8rem 1rem; border-left: 4px solid var(--bad); background: var(--panel); }
.false-word { color: var(--bad); font-weight: 700; margin-right: 0.3rem; } .clause { color: var(--soft); }
.facts, .waits, .start { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; }
.waits { flex-direction: column; } .start { padding-top: 0.5rem; }
.since { color: var(--soft); }
.letter { display: inline-block; min-width: 1.25em; padding: 0 0.25em; border: 1.5px solid var(--bad); border-radius: 1em; color: var(--bad); background: var(--paper); font: 700 0.75rem/1.3 system-ui, "Liberation Sans", Arial, sans-serif; text-align: center; }
.cpu { color: var(--own); font-weight: 700; white-space: nowrap; }
.remark { color: var(--soft); font-size: 0.86em; overflow-wrap: anywhere; display: inline-block; }
`;

const TABLE = `
.view-options { display: flex; flex-wrap: wrap; gap: 0.3rem 1.5rem; margin: 0 0 0.5rem; color: var(--soft); font-size: 0.92rem; }
.view-options label { display: inline-flex; gap: 0.4rem; align-items: center; }
.trace { border-collapse: separate; border-spacing: 0; table-layout: fixed; width: 100%; min-width: var(--least); }
col.number { width: 5.2rem; } col.lock { width: 3.1rem; }
.trace th, .trace td { padding: 0.22rem 0.5rem; vertical-align: top; text-align: left; font-weight: 400; }
.trace thead th { position: sticky; top: 0; z-index: 2; background: var(--paper); border-bottom: 2px solid var(--line); vertical-align: bottom; padding-bottom: 0.4rem; }
thead .number { color: var(--soft); font-size: 0.85rem; }
thead .thread { border-left: 4px solid var(--own); } thead .process { color: var(--soft); font-size: 0.85rem; overflow-wrap: anywhere; }
.upright { display: inline-block; writing-mode: vertical-rl; transform: rotate(180deg); max-height: 8.5rem; overflow-wrap: anywhere; font-size: 0.9rem; line-height: 1.1; }
thead th.lock { text-align: center; padding-left: 0; padding-right: 0; }
tbody .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; border-right: 1px solid var(--line); }
tbody .number a { color: var(--soft); text-decoration: none; } tbody .number a:hover { text-decoration: underline; }
tbody tr > * { border-bottom: 1px solid var(--faint); } tbody tr.heading > * { border-bottom-color: transparent; }
.trace td.arrows { padding: 0; position: relative; }
.tracks { position: absolute; inset: 0; }
.track { position: absolute; top: 0; bottom: -1px; left: calc(0.45rem + var(--track) * 1.1rem); right: 0; pointer-events: none; }
.track.through { border-left: 2px solid var(--bad); right: auto; }
.track.start { top: 0.85rem; border-left: 2px solid var(--bad); border-top: 2px solid var(--bad); border-top-left-radius: 0.5rem; }
.track.end { bottom: calc(100% - 0.95rem); border-left: 2px solid var(--bad); border-bottom: 2px solid var(--bad); border-bottom-left-radius: 0.5rem; }
.track.end::after { content: ""; position: absolute; right: -1px; bottom: -6px; border: 5px solid transparent; border-left: 8px solid var(--bad); border-right: 0; }
.track.none { display: none; }
.track .letter { position: absolute; top: -0.62rem; left: 0.1rem; z-index: 1; }
.trace td.lock { text-align: center; padding-left: 0.1rem; padding-right: 0.1rem; border-bottom-color: transparent; position: relative; }
.lock .holder { position: relative; padding-left: 0.5rem; font: 600 0.74rem/1.5 ui-monospace, "DejaVu Sans Mono", "Liberation Mono", monospace; color: var(--own); }
.queue { display: block; padding-left: 0.5rem; font-weight: 400; font-style: italic; color: var(--soft); }
td.lock.write::before, td.lock.read::before { content: ""; position: absolute; top: 0; bottom: -1px; left: 0.45rem; border-left: 6px solid var(--own); }
td.lock.read::before { border-left-style: double; }
td.lock.free::before { content: ""; position: absolute; top: 0; bottom: -1px; left: calc(0.45rem + 2.5px); border-left: 1px dotted var(--line); }
.trace td.own { border-left: 4px solid var(--own); padding-left: calc(0.5rem + var(--depth, 0) * 0.8rem); }
.trace td.other { border-left: 4px solid transparent; position: relative; }
.trace td.other::before { content: ""; position: absolute; top: 0; bottom: -1px; left: -3px; }
.trace td.between::before { border-left: 2px solid var(--own); opacity: 0.45; }
.trace td.blocked::before { border-left: 3px dashed var(--own); }
.wait { color: var(--own); font-style: italic; font-size: 0.86rem; } .wait::before { content: "\\22ef  "; }
.heading .own code { color: var(--soft); font-style: italic; }
.line { overflow-wrap: anywhere; } .decided { padding-left: 0.8rem; color: var(--soft); }
.changes { list-style: none; margin: 0.1rem 0 0; padding: 0 0 0 0.8rem; font-size: 0.92rem; }
.changes .from { color: var(--soft); } .changes .minor { color: var(--soft); display: none; }
.also { color: var(--bad); font-size: 0.86rem; padding-left: 0.8rem; } .verdict { color: var(--bad); font-weight: 600; padding-left: 0.8rem; }
.violating > .own, .violating > .number { background: var(--bad-paper); }
.ending > * { border-top: 1px solid var(--line); } .trace .word td { border: 0; padding-left: 0.75rem; letter-spacing: 0.04em; } .circle { margin: 0.3rem 0 0; }
.walk > .own { background: var(--walk); } .walk > .number { background: var(--walk); box-shadow: inset 4px 0 0 var(--walk-line); }
tr[aria-current="step"] > .number, tr[aria-current="step"] > .own { background: var(--here); box-shadow: inset 0 0 0 1px var(--here-line); }
tr[aria-current="step"] > .number a { color: var(--ink); font-weight: 700; }
tr[aria-current="step"] > .number a::before { content: "\\25b6"; font-size: 0.7em; margin-right: 0.25em; }
.folded { display: none; }
:root:has(#fold:checked) .trace .folded { display: table-row; } :root:has(#fold:checked) .trace .unfolded { display: none; }
:root:has(#minor:checked) .changes .minor { display: list-item; }
`;

const PANEL = `
.live { display: none; }
.has-script .live { display: block; }
.has-script .desk { display: grid; grid-template-columns: minmax(min-content, 1fr) 22.5rem; gap: 1.6rem; align-items: start; }
.side { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; background: var(--panel); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.8rem 1rem 1rem; }
.steps { display: flex; flex-wrap: wrap; gap: 0.4rem; align-items: center; }
button, .steps input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 0.35rem; padding: 0.2rem 0.6rem; }
button { cursor: pointer; } button:hover:not(:disabled) { border-color: var(--ink); background: var(--faint); } button:disabled { opacity: 0.55; cursor: default; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 1px; }
.steps input { width: 4.2rem; } kbd { font: 0.8em ui-monospace, "DejaVu Sans Mono", monospace; border: 1px solid var(--line); border-radius: 0.2rem; padding: 0 0.25rem; }
.side h2 { margin-top: 0.9rem; } .now { margin: 0.6rem 0 0.2rem; overflow-wrap: anywhere; }
.state { width: 100%; border-collapse: collapse; margin: 0.5rem 0 0; font-size: 0.9rem; } .state caption { text-align: left; color: var(--soft); padding-bottom: 0.15rem; }
.state th, .state td { text-align: left; font-weight: 400; padding: 0.1rem 0.35rem; vertical-align: top; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.state .sign { width: 1.2rem; padding: 0.1rem 0; color: var(--here-line); } .state .main th { font-weight: 600; }
.state .changed ins { text-decoration: none; font-weight: 700; } .state .changed del { color: var(--soft); } .state .changed { background: var(--here); }
.choices { list-style: none; margin: 0.4rem 0 0; padding: 0; display: grid; gap: 0.35rem; } .choices button { width: 100%; text-align: left; }
.recorded { color: var(--soft); font-size: 0.86rem; } .recorded::before { content: "\\2190  "; }
.breaks { display: block; color: var(--bad); font-weight: 600; font-size: 0.86rem; }
.left { border: 2px solid var(--walk-line); background: var(--walk); border-radius: 0.4rem; padding: 0.5rem 0.7rem; margin: 0.7rem 0; } .left button { margin-right: 0.3rem; } .file pre { max-height: 12rem; overflow: auto; background: var(--paper); padding: 0.4rem; }
.broken { border-left: 4px solid var(--bad); padding-left: 0.6rem; margin: 0.5rem 0; } .fine { color: var(--good); } .broken dl { grid-template-columns: 1fr; }
.plain, .sheet > section:last-child { margin-top: 1.5rem; }
.plain pre { overflow-x: auto; background: var(--panel); padding: 0.8rem; border-radius: 0.4rem; line-height: 1.3; overflow-wrap: normal; }
`;

const PRINT = `
@page { size: landscape; margin: 10mm; }
@media print {
  :root { --paper: #fff; --panel: #fff; --ink: #000; --soft: #333; --line: #888; --faint: #ccc; --bad: #900; --bad-paper: #fff; --here: #fff; --link: #000;
    --t0: #0b62c4; --t1: #a84a00; --t2: #08734f; --t3: #8231b5; --t4: #6f6000; --t5: #00687a; --t6: #a1306f; --t7: #4a5765; --walk: #fff; --walk-line: #6b3fb5; }
  body { font-size: 9pt; } .sheet { padding: 0; } h1 { font-size: 15pt; }
  .has-script .desk { display: block; } .has-script .live, .view-options, .plain { display: none; }
  .trace { min-width: 0; } .trace thead th { position: static; } thead { display: table-header-group; }
  tr, .why { break-inside: avoid; } tr.heading { break-after: avoid; }
  tr[aria-current="step"] > .number, tr[aria-current="step"] > .own { box-shadow: none; } a { text-decoration: none; }
}
`;

/** Where there is no room beside the table the panel is a dock at the foot of the window. */
const dock = (fromRem: number): string => `
@media screen and (max-width: ${fromRem}rem) {
  html:has(.side) { scroll-padding-bottom: 42vh; }
  .has-script .desk { grid-template-columns: minmax(0, 1fr); }
  .desk > main { overflow-x: auto; position: relative; }
  .trace thead th { position: static; }
  .has-script .trace .number { position: sticky; left: 0; z-index: 1; background: var(--paper); }
  .has-script .trace tr[aria-current="step"] .number { background: var(--here); }
  html { scroll-padding-left: 5rem; }
  .has-script .side { position: sticky; top: auto; bottom: 0; max-height: 40vh; z-index: 3; columns: 19rem; column-gap: 1.5rem; }
  .side > .steps, .side table { break-inside: avoid; } .side h2 { break-after: avoid; }
}
`;

/** The style of a page whose table is at least so wide. */
export const styleFor = (tableRem: number): string => `${STYLE}\n${dock(tableRem + 29)}`.trim();

const STYLE = `${COLOURS}${TEXT}${TABLE}${PANEL}${PRINT}`;
