import { apiError } from '../../reads/errors'
import type { Limits } from '../limits'

/** Maximum levels of _some, _every and _none: each level reads the rows of the next one for each of its rows. */
const MAX_QUANTIFIERS = 2

/**
 * Counts what the arguments of an operation hold. A variable counts every time it is used: each use is sent to Postgres.
 *
 * @throws ApiError LIMIT_EXCEEDED
 */
export class InputCheck {
  private conditions = 0
  private values = 0
  private characters = 0

  constructor(private readonly limits: Pick<Limits, 'conditions' | 'values' | 'characters'>) {}

  /** @param args of one field, as graphql-js coerced them */
  add(args: Readonly<Record<string, unknown>>): void {
    this.countValues(args)
    this.countConditions(args.where)
  }

  private countValues(value: unknown): void {
    if (typeof value === 'string') this.characters += value.length
    else if (Array.isArray(value)) {
      this.values += value.length
      this.checkValues()
      for (const one of value) this.countValues(one)
    } else if (typeof value === 'object' && value !== null) {
      for (const one of Object.values(value)) this.countValues(one)
    }
    if (this.characters > this.limits.characters) {
      throw exceeded(
        'The arguments of the operation are too long.',
        this.limits.characters,
        this.characters,
        { hint: 'Use long values in fewer conditions, or send several requests.' },
      )
    }
  }

  private checkValues(): void {
    if (this.values <= this.limits.values) return
    throw exceeded(
      'The lists in the arguments of the operation have too many values.',
      this.limits.values,
      this.values,
      { hint: 'A list counts every time it is used. Send several requests.' },
    )
  }

  private countConditions(where: unknown, quantifiers = 0): void {
    // A list of values is one condition.
    if (typeof where !== 'object' || where === null || Array.isArray(where)) return
    for (const [name, value] of Object.entries(where)) {
      this.conditions++
      const inside = quantifiers + (/_(some|every|none)$/.test(name) ? 1 : 0)
      if (inside > MAX_QUANTIFIERS) {
        const message = `${name} is inside ${MAX_QUANTIFIERS} other conditions on lists.`
        throw exceeded(message, MAX_QUANTIFIERS, inside, {
          hint: 'Query the inner rows first, and filter by their ids.',
        })
      }
      const inputs = name === 'AND' || name === 'OR' ? (value ?? []) : [value]
      for (const input of inputs) this.countConditions(input, inside)
    }
    if (this.conditions > this.limits.conditions) {
      throw exceeded(
        'The operation has too many conditions.',
        this.limits.conditions,
        this.conditions,
        {
          hint: 'Use _in with a list of values, which counts as one.',
        },
      )
    }
  }
}

/** More was asked than one operation may. */
export function exceeded(
  message: string,
  limit: number,
  asked: number,
  more: { hint: string },
): Error {
  return apiError('LIMIT_EXCEEDED', message, { limit, asked, ...more })
}
