import type { OperatorSetRef } from './facts'

/*
 * Keys and ids. They are built in this file only.
 *
 * A key names a thing; it is the same at every block and in every index of a chain. It is lower-case: addresses and
 * decimal numbers, joined by `/` and `-`.
 */

/** `<avs>/<set id>` */
export const operatorSetKey = (set: OperatorSetRef) => `${set.avs}/${set.setId}`

/** `<operator>-<pool>`, of OperatorStake and OperatorMagnitude. */
export const operatorPoolKey = (operator: string, pool: string) => `${operator}-${pool}`

/** `<staker>-<pool>` */
export const stakeKey = (staker: string, pool: string) => `${staker}-${pool}`

/** `<avs>/<set id>-<pool>` */
export const operatorSetPoolKey = (set: OperatorSetRef, pool: string) =>
  `${operatorSetKey(set)}-${pool}`

/** `<avs>/<set id>/<slash id>` */
export const slashDelayKey = (set: OperatorSetRef, slashId: bigint) =>
  `${operatorSetKey(set)}/${slashId}`

/** `<avs>/<set id>/<slash id>-<pool>` */
export const slashedSharesKey = (set: OperatorSetRef, slashId: bigint, pool: string) =>
  `${slashDelayKey(set, slashId)}-${pool}`

/** Pool, or `global` for all. */
export const escrowDelayKey = (pool: string | null) => pool ?? 'global'

/** `<operator>-<avs>/<set id>`, or `<operator>-<avs>` for a registration by the AVSDirectory. */
export const registrationKey = (operator: string, avs: string, setId: bigint | null) =>
  setId === null ? `${operator}-${avs}` : `${operator}-${operatorSetKey({ avs, setId })}`

/** `<operator>-<avs>`, `<operator>-<avs>/<set id>`, or `<operator>-programmatic` for no AVS. */
export const rewardSplitKey = (operator: string, avs: string | null, setId: bigint | null) =>
  avs === null ? `${operator}-programmatic` : registrationKey(operator, avs, setId)

/** `<operator>-<avs>/<set id>-<pool>` */
export const allocationKey = (operator: string, set: OperatorSetRef, pool: string) =>
  `${operator}-${operatorSetKey(set)}-${pool}`

/** `<pod>-<validator>` */
export const validatorKey = (pod: string, validator: string) => `${pod}-${validator}`

/** `<account>-<admin>` */
export const adminKey = (account: string, admin: string) => `${account}-${admin}`

/** `<account>-<appointee>-<target>-<selector>` */
export const appointeeKey = (
  account: string,
  appointee: string,
  target: string,
  selector: string,
) => `${account}-${appointee}-${target}-${selector}`

/** `<block>-<log index>`, padded: text order is chain order. */
export const logId = (block: number, logIndex: number) => `${pad(block, 10)}-${pad(logIndex, 6)}`

/** Id of a child of an event row: `<parent>-<position>`. */
export const childId = (parent: string, position: number) => `${parent}-${pad(position, 4)}`

/** Id of a version of a state row: `<block>-v<number of the change in its block>`. Text order is chain order. */
export const versionId = (block: number, order: number) => `${pad(block, 10)}-v${pad(order, 6)}`

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}
