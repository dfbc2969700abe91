import { events as slasher } from '../../abi/MiddlewareSlasher'
import type { Protocol } from '../protocol'
import { ABIS } from './abis'
import { answered } from './answers'
import { coordinatorHandlers } from './coordinators'
import { ecdsaHandlers } from './ecdsa'
import { ejectionHandlers } from './ejections'
import { governanceHandlers } from './governance'
import { registryHandlers } from './registries'
import { slasherHandlers } from './slashers'

/** Contracts of AVSs on eigenlayer-middleware. They belong to EigenLayer, but each AVS has its own. */
export const avsMiddleware: Protocol = {
  name: 'AVS_MIDDLEWARE',
  abis: ABIS,
  handlers: [
    // First: the values before the event are recorded before other handlers of the event change them.
    ...governanceHandlers,
    ...coordinatorHandlers,
    ...registryHandlers,
    ...ejectionHandlers,
    ...slasherHandlers,
    ...ecdsaHandlers,
  ],
  finders: [],
  checks: new Map(),
  unsettled: new Map(),
  readByTopic: [],
  alwaysVerified: [slasher.SlashingRequested.topic],
  genesis: () => ({ before: [], after: [] }),
  found(contract) {
    const { address, kind } = contract
    const parent = contract.parent ?? null
    if (kind === 'REGISTRY_COORDINATOR' || kind === 'ECDSA_STAKE_REGISTRY') {
      return [
        { kind: 'middlewareFound', middleware: address, by: kind },
        {
          kind: 'middlewareContract',
          address,
          contractKind: kind,
          middleware: address,
          foundBy: 'LISTED',
        },
      ]
    }
    return [
      {
        kind: 'middlewareContract',
        address,
        contractKind: kind,
        middleware: parent,
        foundBy: 'LISTED',
      },
      ...(parent === null ? [] : [{ kind: 'contractLinked' as const, address, parent }]),
    ]
  },
  answered,
}
