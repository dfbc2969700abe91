import type { Grouping } from '../../reads/files/labels'
import type { DeclaredSource } from '../../risk/yield/yield-sources'
import { input, optional } from '../define/argument'
import { address, choice, count, integer, unixTime } from '../define/arguments'
import { invalidArgument } from '../define/errors'
import { valuesBy } from '../define/members'
import { enumeration } from '../define/type'

const DAY = 86_400
const DEFAULT_DAYS = 30
const MAX_DAYS = 3_650
/** Maximum number of digits of a BigDecimal. */
const MAX_DECIMALS = 77

/** Arguments of a window of time. */
export const windowArguments = {
  from: optional(unixTime('Begin of the window. Default: `days` before its end.')),
  to: optional(
    unixTime(
      'End of the window, not after the block. Default: time of the block, or of the last one before it with stored logs.',
    ),
  ),
  days: optional(
    count('Length of the window, 1 to 3650; not with `from`. Default: 30.', { maximum: MAX_DAYS }),
  ),
}

/** Unix seconds; `to` is not in it. */
interface Window {
  readonly from: number
  readonly to: number
}

/**
 * The window that arguments select.
 * @param now time of the block: what comes later is unknown
 * @throws ApiError BAD_USER_INPUT
 */
export function windowOf(
  { from, to, days }: { readonly [Name in keyof typeof windowArguments]: number | null },
  now: number,
): Window {
  if (from !== null && days !== null) {
    throw invalidArgument('days', days, 'Give `from` or `days`, not both.')
  }
  const end = to ?? now
  if (end > now) throw invalidArgument('to', end, `Give a time up to that of the block, ${now}.`)
  const begin = from ?? end - (days ?? DEFAULT_DAYS) * DAY
  if (begin < end) return { from: begin, to: end }
  throw invalidArgument('from', begin, `Give a time before the end of the window, ${end}.`)
}

const rewardClass = enumeration<DeclaredSource>(
  'RewardClass',
  'What payments in a token are: an assumption, for the token is on the chain, its economic origin is not.',
  {
    OWN_TOKEN: 'The token of the AVS that pays it: emission.',
    FEE_LIKE: 'ETH, WETH, stablecoins and other tokens that are revenue.',
    OTHER: 'Neither.',
  },
)

const rewardClassInput = input('RewardClassInput', 'What payments in a token are.', {
  asset: address('Address of the token, in any case.'),
  class: choice(rewardClass, 'What they are.'),
})

/** Argument `classes`. */
export const classesArgument = valuesBy(
  rewardClassInput(''),
  'asset',
  'class',
  'What payments in a token are. The chain does not say.',
  'class',
)

/**
 * What was declared of tokens, by address; the arguments take precedence over the labels.
 * @throws ApiError BAD_USER_INPUT on a group that is no class
 */
export function declaredClasses(
  classes: ReadonlyMap<string, DeclaredSource>,
  grouping: Grouping | null,
): Map<string, DeclaredSource> {
  const declared = new Map<string, DeclaredSource>()
  for (const [token, group] of grouping?.groupOf ?? []) {
    if (group !== 'OWN_TOKEN' && group !== 'FEE_LIKE' && group !== 'OTHER') {
      const hint = `Its groups must be OWN_TOKEN, FEE_LIKE and OTHER; it has ${group}.`
      throw invalidArgument('grouping', grouping!.kind, hint)
    }
    declared.set(token, group)
  }
  return new Map([...declared, ...classes])
}

const tokenDecimalsInput = input('TokenDecimalsInput', 'Decimals of a token.', {
  asset: address('Address of the token, in any case.'),
  decimals: integer('One whole token is 10 to this power of base units; 0 to 77.', 0, MAX_DECIMALS),
})

/** Argument `decimals`. */
export const decimalsArgument = valuesBy(
  tokenDecimalsInput(''),
  'asset',
  'decimals',
  'Decimals of tokens that no event reported; a contradiction to an event is refused.',
  'decimals',
)

/**
 * Decimals by token: those that events reported, and those of the arguments.
 * @throws ApiError BAD_USER_INPUT on a contradiction
 */
export function knownDecimals(
  given: ReadonlyMap<string, number>,
  reported: ReadonlyMap<string, number>,
): Map<string, number> {
  for (const [token, decimals] of given) {
    const other = reported.get(token) ?? decimals
    if (other === decimals) continue
    throw invalidArgument('decimals', decimals, `An event reported ${other} for ${token}.`)
  }
  return new Map([...reported, ...given])
}
