/** Reports of what analyses find in the reached states. */
export type { Analysed } from './common.ts';
export { type CutReport, cutJson, cutLine, cutMarkdown } from './cut.ts';
export {
  type ExplainedCell,
  type Explanation,
  explanationJson,
  explanationLines,
  explanationMarkdown,
} from './explain.ts';
export * from './locks.ts';
export {
  hasMutantFindings,
  type MutantsReport,
  mutantLines,
  protectionLines,
  survivorText,
} from './mutants.ts';
export { mutantJson, mutantMarkdown } from './mutants-forms.ts';
export * from './races.ts';
