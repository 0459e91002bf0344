/**
 * Names of trace files: `SPEC/VARIANT/PROPERTY.json`; where an earlier configuration of the run has that name, a later one's is
 * `PROPERTY.CONFIGURATION.json`.
 */
export class TraceNames {
  readonly #taken = new Set<string>();

  /** The name, relative to the folder of traces; to be asked in the order of the plan. */
  next(id: string, property: string, configuration: string): string {
    const plain = `${id}/${property}.json`;
    const name = this.#taken.has(plain) ? `${id}/${property}.${configuration}.json` : plain;
    this.#taken.add(plain);
    return name;
  }
}
