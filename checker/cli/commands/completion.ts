/**
 * `ordeal completion`: the script that a shell loads to complete words. What it asks the program for is in `completions.ts`.
 *
 * The script of yargs is the one for the shell of the environment, whatever is asked for.
 */
import type { Argv } from 'yargs';
import type { Command } from '../command.ts';
import { COMPLETION_FLAG } from '../completions.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { UsageError } from '../usage-error.ts';

interface CompletionArguments {
  readonly shell?: string;
}

const BASH = `# ordeal completion bash >> ~/.bashrc
_ordeal_completion() {
  local IFS=$'\\n'
  COMPREPLY=($(ordeal ${COMPLETION_FLAG} "\${COMP_WORDS[@]:0:COMP_CWORD+1}"))
}
complete -o bashdefault -o default -F _ordeal_completion ordeal
`;

const ZSH = `#compdef ordeal
# ordeal completion zsh >> ~/.zshrc
_ordeal_completion() {
  local -a found
  found=("\${(@f)$(ordeal ${COMPLETION_FLAG} "\${(@)words[1,CURRENT]}")}")
  if [[ -n $found ]]; then compadd -a found; else _default; fi
}
compdef _ordeal_completion ordeal
`;

const SCRIPTS: Readonly<Record<string, string>> = { bash: BASH, zsh: ZSH };

export const completion: Command<CompletionArguments> = {
  usage: 'completion [shell]',
  summary: 'print a script for completion in bash or zsh',
  examples: [
    ['ordeal completion bash >> ~/.bashrc', 'for bash'],
    ['ordeal completion zsh >> ~/.zshrc', 'for zsh'],
  ],
  exitCodes: [EXIT.ok, EXIT.usage, EXIT.internal],
  options: (parser) =>
    parser.positional('shell', { type: 'string', describe: 'bash (if not given) or zsh' }) as Argv,
  run: runCompletion,
};

async function runCompletion(
  { shell = 'bash' }: CompletionArguments,
  { out }: Context,
): Promise<number> {
  const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
  if (script === undefined)
    throw new UsageError(`completion: there is no script for '${shell}': bash or zsh`);
  out(script);
  return EXIT.ok;
}
