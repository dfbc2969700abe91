import type { Grouping } from '../../reads/files/labels'
import type { DeclaredSource } from '../../risk/yield/yield-sources'
import {
  address,
  bad,
  checkCount,
  type ScopeInput,
  type ScopeKeys,
  scopeKeys,
} from '../legacy/arguments'
import type { Meta } from '../legacy/meta'

const DAY = 86_400
const DEFAULT_DAYS = 30
const MAX_DAYS = 3_650
/** Most digits that a BigDecimal takes. */
const MAX_DECIMALS = 77

/** Input RewardClassInput, as it came. */
export interface ClassInput {
  asset: string
  class: DeclaredSource
}

/** Input TokenDecimalsInput, as it came. */
export interface DecimalsInput {
  asset: string
  decimals: number
}

/** Arguments of a window, as they came. */
export interface WindowInput {
  from?: number | null
  to?: number | null
  days?: number | null
}

/** Unix seconds; `to` is not in it. */
export interface Window {
  readonly from: number
  readonly to: number
}

/**
 * The window that arguments mean.
 * @param now time of the block: what comes later is not known
 * @throws ApiError BAD_USER_INPUT, LIMIT_EXCEEDED
 */
export function readWindow({ from, to, days }: WindowInput, now: number): Window {
  if (from != null && days != null) throw bad('days', days, 'Give `from` or `days`, not both.')
  const end = to ?? now
  if (end > now) throw bad('to', end, `Give a time up to that of the block, ${now}.`)
  const length = checkCount('days', days ?? DEFAULT_DAYS, MAX_DAYS)
  const begin = from ?? end - length * DAY
  if (begin >= end) throw bad('from', begin, `Give a time before the end of the window, ${end}.`)
  return { from: begin, to: end }
}

/** The AVS or operator set that rewards are for. @throws ApiError BAD_USER_INPUT on another part */
export function rewardScope(scope: ScopeInput | null | undefined): ScopeKeys {
  for (const part of ['operator', 'pool'] as const) {
    const hint = 'Who earned a reward is not on the chain: give an AVS or an operator set.'
    if (scope?.[part] != null) throw bad(`scope.${part}`, scope[part], hint)
  }
  return scopeKeys(scope)
}

/**
 * What was declared of tokens, by address; the arguments go before the labels.
 * @throws ApiError BAD_USER_INPUT on a token that is there twice, and on a group that is no class
 */
export function readClasses(
  classes: readonly ClassInput[],
  grouping: Grouping | null,
): Map<string, DeclaredSource> {
  const declared = new Map<string, DeclaredSource>()
  for (const [token, group] of grouping?.groupOf ?? []) {
    if (group !== 'OWN_TOKEN' && group !== 'FEE_LIKE' && group !== 'OTHER') {
      const hint = `Its groups must be OWN_TOKEN, FEE_LIKE and OTHER; it has ${group}.`
      throw bad('grouping', grouping!.kind, hint)
    }
    declared.set(token, group)
  }
  for (const [token, { class: own }] of byToken('classes', classes)) declared.set(token, own)
  return declared
}

/**
 * Decimals by token: those that events told, and those of the arguments.
 * @throws ApiError BAD_USER_INPUT on a token that is there twice, decimals that cannot be, and a contradiction
 */
export function readDecimals(
  inputs: readonly DecimalsInput[],
  told: ReadonlyMap<string, number>,
): Map<string, number> {
  const known = new Map(told)
  for (const [token, { decimals }] of byToken('decimals', inputs)) {
    if (decimals < 0 || decimals > MAX_DECIMALS) {
      throw bad('decimals', decimals, `Give 0 to ${MAX_DECIMALS}.`)
    }
    const other = told.get(token)
    if (other !== undefined && other !== decimals) {
      throw bad('decimals', decimals, `${token} has ${other}, as an event told.`)
    }
    known.set(token, decimals)
  }
  return known
}

function byToken<T extends { asset: string }>(name: string, inputs: readonly T[]): Map<string, T> {
  const found = new Map<string, T>()
  for (const input of inputs) {
    const token = address(`${name}.asset`, input.asset)
    if (found.has(token)) throw bad(`${name}.asset`, input.asset, 'It is twice.')
    found.set(token, input)
  }
  return found
}

/** What was assumed, for `meta.assumptions`. */
export function echoYield(
  classes: readonly ClassInput[],
  decimals: readonly DecimalsInput[],
  stakePoints: number,
): Meta['assumptions'] {
  return [
    ...classes.map((one) => ({ name: `class of ${one.asset}`, value: one.class })),
    ...decimals.map((one) => ({ name: `decimals of ${one.asset}`, value: `${one.decimals}` })),
    { name: 'stakePoints', value: `${stakePoints}` },
  ]
}
