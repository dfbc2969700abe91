import type { OperatorSetRef } from './facts'
import type { SubnetworkRef } from './vaults'

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

/**
 * What Symbiotic says of an address that other protocols may name, too, and its own things whose keys theirs could have: a
 * subnetwork could have the key of an operator set.
 */
const SYMBIOTIC = 'symbiotic-'

/** `<network>/<identifier>`: part of other keys. */
const subnetwork = ({ network, identifier }: SubnetworkRef) => `${network}/${identifier}`

/** `symbiotic-<network>/<identifier>`, of OperatorSet. */
export const subnetworkKey = (ref: SubnetworkRef) => `${SYMBIOTIC}${subnetwork(ref)}`

/** Whether the key of an operator set is that of a subnetwork. */
export const isSubnetworkKey = (set: string) => set.startsWith(SYMBIOTIC)

/** The AVS or network of an operator set, by its key. */
export const serviceOfSet = (set: string) => {
  return set.slice(isSubnetworkKey(set) ? SYMBIOTIC.length : 0, set.indexOf('/'))
}

/** `symbiotic-<address>`, of OperatorProfile and AvsProfile. */
export const profileKey = (address: string) => `${SYMBIOTIC}${address}`

/** `symbiotic-<operator>-<network>`, of AvsRegistration. */
export const networkOptInKey = (operator: string, network: string) =>
  `${SYMBIOTIC}${operator}-${network}`

/** `<operator>-<vault>` */
export const vaultOptInKey = (operator: string, vault: string) => `${operator}-${vault}`

/** `<vault>/<epoch>` */
export const vaultEpochKey = (vault: string, epoch: bigint) => `${vault}/${epoch}`

/** `<vault>-<account>`, of VaultPosition and VaultDepositor. */
export const vaultAccountKey = (vault: string, account: string) => `${vault}-${account}`

/** `<vault>/<epoch>-<account>` */
export const vaultWithdrawalKey = (vault: string, epoch: bigint, account: string) =>
  `${vaultEpochKey(vault, epoch)}-${account}`

/** `<delegator>-<network>/<identifier>` */
export const networkLimitKey = (delegator: string, ref: SubnetworkRef) =>
  `${delegator}-${subnetwork(ref)}`

/** `<delegator>-<network>/<identifier>-<operator>` */
export const operatorLimitKey = (delegator: string, ref: SubnetworkRef, operator: string) =>
  `${networkLimitKey(delegator, ref)}-${operator}`

/** `<slasher>-<network>/<identifier>` */
export const resolverKey = (slasher: string, ref: SubnetworkRef) => `${slasher}-${subnetwork(ref)}`

/** `<slasher>/<request index>`; of a slashing without a request `<slasher>/<block>-<log index>`. */
export const vaultSlashingKey = (slasher: string, request: bigint | string) =>
  `${slasher}/${request}`

/** `<queue>/<token id>` */
export const queueRequestKey = (queue: string, tokenId: bigint) => `${queue}/${tokenId}`

/** Vault, or `symbiotic-global` for all. */
export const protocolFeeKey = (vault: string | null) => vault ?? `${SYMBIOTIC}global`

/** `<contract>-<role>-<account>` */
export const roleKey = (contract: string, role: string, account: string) =>
  `${contract}-${role}-${account}`

/** `<contract>/<token>`, of AdminFeeBalance. */
export const adminFeeKey = (contract: string, token: string) => `${contract}/${token}`

/** `<contract>/<token>-<network>`, of VaultRewardCount and MerkleReward; token null: `<contract>-<network>`. */
export const networkRewardKey = (contract: string, token: string | null, network: string) =>
  token === null ? `${contract}-${network}` : `${contract}/${token}-${network}`

/** `<contract>/<token>-<network>-<account>`, of VaultRewardCursor and MerkleRewardAccount; V2 with `-<account type>`. */
export const accountRewardKey = (
  contract: string,
  token: string,
  network: string,
  account: string,
  accountType: bigint | null = null,
) => {
  const key = `${networkRewardKey(contract, token, network)}-${account}`
  return accountType === null ? key : `${key}-${accountType}`
}

/** `<router>`, `<router>-<network>` or `<router>-<network>-<operator>`. */
export const burnerReceiverKey = (
  router: string,
  network: string | null,
  operator: string | null,
) => [router, network, operator].filter((part) => part !== null).join('-')

/** `<driver>-<key tag>` */
export const quorumThresholdKey = (driver: string, keyTag: number) => `${driver}-${keyTag}`

/** `<coordinator>/<number>`, of Quorum. */
export const quorumKey = (coordinator: string, number: number) => `${coordinator}/${number}`

/** `<coordinator>/<number>-<pool>`, of QuorumStrategy; with the id of an operator of QuorumStake. */
export const inQuorumKey = (quorum: string, what: string) => `${quorum}-${what}`

/** `<coordinator>-<operator id>`, of QuorumOperator; of an ECDSA stake registry `<registry>-<operator>`. */
export const quorumOperatorKey = (coordinator: string, id: string) => `${coordinator}-${id}`

/** `<manager>/<number of the quorum>`, of EjectionLimit. */
export const ejectionLimitKey = (manager: string, number: number) => `${manager}/${number}`

/** `<slasher>/<request id>`, of SlashingRequest. */
export const slashingRequestKey = (slasher: string, requestId: bigint) => `${slasher}/${requestId}`

/** `<slasher>/<request id>-<position>`, of SlashingRequestPool. */
export const requestPoolKey = (request: string, position: number) => `${request}-${position}`

/** `<block>-<log index>`, padded: text order is chain order. */
export const logId = (block: number, logIndex: number) => `${pad(block, 10)}-${pad(logIndex, 6)}`

/** Id of a child of an event row: `<parent>-<position>`. */
export const childId = (parent: string, position: number) => `${parent}-${pad(position, 4)}`

/** Id of a version of a state row: `<block>-v<number of the change in its block>`. Text order is chain order. */
export const versionId = (block: number, order: number) => `${pad(block, 10)}-v${pad(order, 6)}`

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}
