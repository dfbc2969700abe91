import type { Grouping, Labels } from '../../reads/files/labels'
import { type Argument, optional } from './argument'
import { id } from './arguments'
import { invalidArgument } from './errors'

/** Kind of grouping that entities are made by, if the request names none. */
export const ENTITY = 'entity'

/** Argument `grouping`. */
export const groupingArgument = (doc: string): Argument<string | null> => optional(id(doc))

/**
 * The grouping of that kind; null: none was requested.
 * @param name path of the argument
 * @throws ApiError BAD_USER_INPUT if no label file has it
 */
export function groupingOf(
  labels: Labels,
  kind: string | null,
  name = 'grouping',
): Grouping | null {
  if (kind === null) return null
  const grouping = labels.groupings.get(kind)
  if (grouping) return grouping
  const known = [...labels.groupings.keys()].join(', ')
  const hint = `Label files have ${known || 'no groupings'}; see docs/labels.md.`
  throw invalidArgument(name, kind, hint)
}
