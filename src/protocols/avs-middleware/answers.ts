import type { Fact } from '../../facts/facts'
import type { ContractAnswers } from '../log'

const address = (value: unknown) =>
  typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value) ? value.toLowerCase() : null

/** A number of seconds; null: not answered, or with something else. */
const seconds = (value: unknown) =>
  (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) ||
  (typeof value === 'string' && /^\d{1,18}$/.test(value))
    ? BigInt(value)
    : null

/** What no event tells: whose a coordinator is, and how long and by whom a request can be vetoed. */
export function answered({ address: contract, kind, parent, values }: ContractAnswers): Fact[] {
  if (kind === 'REGISTRY_COORDINATOR' || kind === 'ECDSA_STAKE_REGISTRY') {
    const avs = address(values.avs)
    if (avs === null) return []
    return [{ kind: 'middlewareAvs', middleware: contract, avs, foundBy: 'LISTED' }]
  }
  if (kind !== 'VETOABLE_SLASHER' || parent === null) return []
  const vetoPeriod = seconds(values.vetoPeriod)
  const vetoCommittee = address(values.vetoCommittee)
  return [{ kind: 'middlewareValues', middleware: parent, values: { vetoPeriod, vetoCommittee } }]
}
