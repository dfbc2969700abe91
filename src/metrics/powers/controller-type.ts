import type { ControllerType } from '../../reads/governance/controller-types'
import { enumeration } from '../define/type'

/** Who an address with power is. */
export const controllerType = enumeration<ControllerType>(
  'ControllerType',
  `Who an address with power is, as far as events report it. Whether the UNKNOWN are keys of people (EOA), m-of-n wallets or
immutable code is in the code at the address, which is not indexed.`,
  {
    TIMELOCK: 'A followed timelock: what it does is announced.',
    PROTOCOL_CONTRACT: 'Another followed contract of the protocol.',
    AVS_CONTRACT: 'A followed contract of an AVS (eigenlayer-middleware).',
    AVS: 'An AVS.',
    OPERATOR: 'A registered operator.',
    UNKNOWN: 'Not known from events.',
  },
)
