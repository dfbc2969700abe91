/** What a figure is, for people: shown where it is, and on the page of methods. */
export interface Definition {
  readonly name: string
  /** `amount`: in the unit of the view. */
  readonly unit: string
  readonly basis: string
  readonly meaning: string
  readonly formula: string
  /** Field of the API. */
  readonly field: string
}

export const define = (
  name: string,
  unit: string,
  basis: string,
  meaning: string,
  formula: string,
  field: string,
): Definition => ({ name, unit, basis, meaning, formula, field })
