import { heldAt } from '../at-block'
import type { ApiContext } from '../context'
import type { BlockState } from '../graph/stakes'

/** Who can do what to the quorums of one coordinator, or of one ECDSA stake registry. */
export interface QuorumPowersRow {
  coordinator: string
  kind: string
  /** Null: not known so far. */
  avs: string | null
  avsFoundBy: string | null
  /** Of the AVS, who registers its operators; null: none was set. */
  registrar: string | null
  owner: string | null
  /** Null: not logged so far, or nobody. */
  ejector: string | null
  churnApprover: string | null
  /** Whether null is nobody: it was logged, or the contract has no such power. */
  isEjectorKnown: boolean
  isChurnApproverKnown: boolean
  /** Null: not known, because no event tells. */
  vetoCommittee: string | null
  vetoPeriod: bigint | null
}

const hex = (column: string) => `'0x' || encode(${column}, 'hex')`
/** The zero address stands for nobody. */
const somebody = (column: string) =>
  `nullif(${hex(column)}, '0x0000000000000000000000000000000000000000')`

const isKnown = (column: string) => `(${column} IS NOT NULL OR m.kind = 'ECDSA_STAKE_REGISTRY')`

/** Powers over the quorums of all AVSs at a block, by coordinator. */
export async function loadQuorumPowers(
  context: ApiContext,
  { number }: BlockState,
): Promise<QuorumPowersRow[]> {
  const rows = await context.query<
    Omit<QuorumPowersRow, 'vetoPeriod'> & { vetoPeriod: string | null }
  >(
    `SELECT m.key AS coordinator, m.kind, m.avs_id AS avs, m.avs_found_by AS "avsFoundBy", ${hex('a.registrar')} AS registrar,
       ${somebody('c.owner')} AS owner, ${somebody('m.ejector')} AS ejector, ${somebody('m.churn_approver')} AS "churnApprover",
       ${isKnown('m.ejector')} AS "isEjectorKnown", ${isKnown('m.churn_approver')} AS "isChurnApproverKnown",
       ${hex('m.veto_committee')} AS "vetoCommittee", m.veto_period::text AS "vetoPeriod"
     FROM avs_middleware m LEFT JOIN avs a ON a.key = m.avs_id AND ${heldAt('$1', 'a')}
     LEFT JOIN contract c ON c.key = m.key AND ${heldAt('$1', 'c')}
     WHERE ${heldAt('$1', 'm')} ORDER BY m.key`,
    [number],
  )
  return rows.map(({ vetoPeriod, ...row }) => {
    return { ...row, vetoPeriod: vetoPeriod === null ? null : BigInt(vetoPeriod) }
  })
}

/** Contract of an AVS that slashes, or puts operators out. */
export interface MiddlewareContractRow {
  coordinator: string
  contract: string
  kind: string
}

/** Slashers and ejection managers of all AVSs, by coordinator, then by address. */
export function loadMiddlewareContracts(
  context: ApiContext,
  { number }: BlockState,
): Promise<MiddlewareContractRow[]> {
  return context.query<MiddlewareContractRow>(
    `SELECT middleware_id AS coordinator, key AS contract, kind FROM middleware_contract
     WHERE ${heldAt('$1')} AND middleware_id IS NOT NULL
       AND kind IN ('EJECTION_MANAGER', 'INSTANT_SLASHER', 'VETOABLE_SLASHER') ORDER BY middleware_id, key`,
    [number],
  )
}

/** Accounts that may eject through each ejection manager, by manager: the last EjectorUpdated of each account counts. */
export async function loadEjectors(
  context: ApiContext,
  { number }: BlockState,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await context.query<{ manager: string; accounts: string[] }>(
    `SELECT manager, array_agg(account ORDER BY account) AS accounts FROM (
       SELECT DISTINCT ON (1, 2) g.contract_id AS manager, coalesce(nullif(g.after, ''), g.before) AS account, g.after
       FROM governance_change g JOIN contract c ON c.key = g.contract_id AND c.kind = 'EJECTION_MANAGER' AND ${heldAt('$1', 'c')}
       WHERE g.kind = 'ROLE' AND g.subject = 'EJECTOR' AND g.block <= $1 ORDER BY 1, 2, g.id DESC) e
     WHERE after <> '' GROUP BY manager`,
    [number],
  )
  return new Map(rows.map(({ manager, accounts }) => [manager, accounts]))
}

/** An AVS replaced its registrar. */
export interface RegistrarChangeRow {
  avs: string
  before: string
  after: string
  block: number
}

/** Replaced registrars up to a block (AVSRegistrarSet), the latest first. A first registrar replaces none. */
export async function loadRegistrarChanges(
  context: ApiContext,
  { number }: BlockState,
  { limit, offset }: { limit: number; offset: number },
): Promise<RegistrarChangeRow[]> {
  return context.query<RegistrarChangeRow>(
    `SELECT avs, before, after, block FROM (
       SELECT id, block, arguments ->> 'avs' AS avs, arguments ->> 'registrar' AS after,
         lag(arguments ->> 'registrar') OVER (PARTITION BY arguments ->> 'avs' ORDER BY id) AS before
       FROM contract_event WHERE name = 'AVSRegistrarSet' AND status = 'DECODED' AND block <= $1) r
     WHERE before <> after ORDER BY id DESC LIMIT $2 OFFSET $3`,
    [number, limit, offset],
  )
}

/** Coordinators that count the votes of each operator set. */
export async function loadCoordinatorsOfSets(
  context: ApiContext,
  { number }: BlockState,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await context.query<{ set: string; coordinators: string[] }>(
    `SELECT operator_set_id AS set, array_agg(middleware_id ORDER BY middleware_id) AS coordinators FROM quorum
     WHERE ${heldAt('$1')} AND operator_set_id IS NOT NULL GROUP BY 1`,
    [number],
  )
  return new Map(rows.map(({ set, coordinators }) => [set, coordinators]))
}
