import type { Labels } from '../../reads/files/labels'
import { type ArgumentsOf, type Assumption, input, optional } from '../define/argument'
import { checkCount, id, MAX_LISTED } from '../define/arguments'
import { invalidArgument } from '../define/errors'
import { groupingOf } from '../define/grouping'
import { addresses } from '../define/members'

const labelGroup = input(
  'LabelGroupInput',
  'A group of the label files (docs/labels.md): a claim of their authors, not of the chain.',
  { kind: id('Kind of grouping.'), name: id('Name of the group.') },
)

/** Arguments that name several stakers. */
export const stakerGroupArguments = {
  stakers: optional(addresses('Addresses of stakers, 1 to 1000, measured together.')),
  group: optional(labelGroup('Stakers by the label files: the addresses of one group.')),
}

/** Stakers, and what is assumed about them. */
export interface NamedStakers {
  readonly stakers: readonly string[]
  readonly assumptions: readonly Assumption[]
}

/**
 * The stakers that the arguments name; null: none are named.
 * @param labels of the chain
 * @throws ApiError BAD_USER_INPUT if both are given, and LIMIT_EXCEEDED above 1000 stakers
 */
export function namedStakers(
  { stakers, group }: ArgumentsOf<typeof stakerGroupArguments>,
  labels: Labels,
): NamedStakers | null {
  if (stakers !== null && group !== null) {
    throw invalidArgument('group', group.name, 'Give stakers or a group, not both.')
  }
  if (stakers === null && group === null) return null
  const found = group ? labelled(group.kind, group.name, labels) : { stakers: stakers! }
  checkCount('stakers', found.stakers.length, MAX_LISTED)
  return { assumptions: [], ...found }
}

function labelled(kind: string, name: string, labels: Labels) {
  const { groupOf, version } = groupingOf(labels, kind, 'group.kind')!
  const stakers = [...groupOf].flatMap(([one, group]) => (group === name ? [one] : []))
  if (stakers.length === 0) {
    const known = [...new Set(groupOf.values())].slice(0, 20).join(', ')
    throw invalidArgument('group.name', name, `Groups of the kind ${kind} are: ${known}.`)
  }
  return { stakers, assumptions: [{ name: 'group', value: `${name} of ${version}` }] }
}
