import { events as stakerRewards } from '../../abi/DefaultStakerRewards'
import { events as delegatorFactory } from '../../abi/DelegatorFactory'
import { events as registry } from '../../abi/Registry'
import { events as slasherFactory } from '../../abi/SlasherFactory'
import { events as vault } from '../../abi/Vault'
import { events as vaultFactory } from '../../abi/VaultFactory'
import type { ContractKind } from '../../facts/enums.generated'
import { type Finder, orNull, reveals } from '../handler'

const name = 'AddEntity'

/** A factory that makes contracts of one kind. */
const makes = (factory: ContractKind, kind: ContractKind) =>
  reveals(factory, registry.AddEntity, ({ entity }) => ({ address: entity, kind, name }))

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
  makes('STAKER_REWARDS_FACTORY', 'STAKER_REWARDS'),
  makes('OPERATOR_REWARDS_FACTORY', 'OPERATOR_REWARDS'),
  makes('BURNER_ROUTER_FACTORY', 'BURNER_ROUTER'),
  reveals('STAKER_REWARDS', stakerRewards.InitVault, ({ vault: parent }, address) => {
    return { address, parent }
  }),
  reveals('VAULT', vault.SetDelegator, ({ delegator }, parent) => {
    return { address: delegator, parent }
  }),
  // The zero address: the vault has no slasher.
  reveals('VAULT', vault.SetSlasher, ({ slasher }, parent) => {
    return orNull(slasher) === null ? null : { address: slasher, parent }
  }),
]
