import type { Protocol } from '../../reads/vaults/commitments'
import { external } from './type'

/** Type ProtocolName, which the data model declares. */
export const protocolName = external<Protocol>('ProtocolName')
