/** Results as text and JSON, and traces in their renderings. Never searches, never prints. */
export * from './analyses/index.ts';
export * from './diff.ts';
export * from './formats/index.ts';
export * from './gate-lines.ts';
export { pageScript } from './html/script.ts';
export { layoutLines, layoutReport } from './layout.ts';
export * from './options.ts';
export * from './orders/index.ts';
export { renderTrace } from './render.ts';
export * from './result-json.ts';
export * from './result-lines.ts';
export { simulationJson, simulationLines } from './simulation.ts';
export * from './summary.ts';
export { renderWhy } from './why.ts';
