import { events as delegatorFactory } from '../../abi/DelegatorFactory'
import { events as slasherFactory } from '../../abi/SlasherFactory'
import { events as vault } from '../../abi/Vault'
import { events as vaultFactory } from '../../abi/VaultFactory'
import { type Finder, orNull, reveals } from '../handler'

const name = 'AddEntity'

/** Events that reveal contracts. A contract is found through its factory only: others emit the same events. */
export const finders: Finder[] = [
  reveals('VAULT_FACTORY', vaultFactory.AddEntity, ({ entity }) => {
    return { address: entity, kind: 'VAULT', name }
  }),
  reveals('DELEGATOR_FACTORY', delegatorFactory.AddEntity, ({ entity }) => {
    return { address: entity, kind: 'DELEGATOR', name }
  }),
  reveals('VAULT_SLASHER_FACTORY', slasherFactory.AddEntity, ({ entity }) => {
    return { address: entity, kind: 'VAULT_SLASHER', name }
  }),
  reveals('VAULT', vault.SetDelegator, ({ delegator }, parent) => {
    return { address: delegator, parent }
  }),
  // The zero address: the vault has no slasher.
  reveals('VAULT', vault.SetSlasher, ({ slasher }, parent) => {
    return orNull(slasher) === null ? null : { address: slasher, parent }
  }),
]
