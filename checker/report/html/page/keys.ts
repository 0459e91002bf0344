/** The keys: n and p step, g asks for a number, Escape returns to the trace. Not while a reader types, nor with a modifier. */
import { byId } from './parts.ts';

export interface KeyActions {
  readonly forward: () => void;
  readonly back: () => void;
  readonly leave: () => void;
}

export function listenToKeys({ forward, back, leave }: KeyActions): void {
  const field = byId('go') as HTMLInputElement;
  const actions: Readonly<Record<string, () => void>> = {
    n: forward,
    p: back,
    g: () => field.select(),
    Escape: leave,
  };
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = event.target === field;
    if (isTyping && ['Escape', 'Enter'].includes(event.key)) field.blur();
    const action = isTyping ? undefined : actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    if (event.key === 'g') field.focus();
    action();
  });
}
