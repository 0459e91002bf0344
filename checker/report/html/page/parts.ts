/** The elements of the page that the script fills, and the data that it reads. */
import type { Markup } from '../markup.ts';

/** An element that the page always has. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no '${id}'`);
  return element;
}

/** Puts markup, whose parts were escaped when it was made, into an element. */
export function fill(id: string, { text }: Markup): void {
  byId(id).innerHTML = text;
}

export const dataOf = <T>(id: string): T => JSON.parse(byId(id).textContent ?? '') as T;
