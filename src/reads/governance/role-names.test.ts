import { expect, test } from 'vitest'
import { namedRole } from './role-names'

// Hashes as the contracts' sources state them (IUniversalDelegator, IVaultV2), and as recorded RoleGranted logs have them.
test.each([
  ['0x0000000000000000000000000000000000000000000000000000000000000000', 'DEFAULT_ADMIN_ROLE'],
  ['0x3e716b9e768f9140a805a7bd2ea8ed6273ee028841754af21433cf2650718e90', 'ALLOCATE_ROLE'],
  ['0x8c729dc4be31fd24714d9aa5498f0c485d31935b8850fc1f2d8fce2bfa1f0e35', 'SET_ADAPTER_LIMITS_ROLE'],
  ['0x75c709b3ee540481221bc7e0e2078bc69971d591109706c28c3cb1540b251bc1', 'MANAGEMENT_FEE_ROLE'],
  [
    '0x9c56d972d63cbb4195b3c1484691dfc220fa96a4c47e7b6613bd82a022029e06',
    'DEPOSITOR_WHITELIST_ROLE',
  ],
])('%s is %s', (hash, name) => {
  expect(namedRole(hash)?.name).toBe(name)
})

test('a hash of an unknown name has none', () => {
  expect(namedRole(`0x${'12'.repeat(32)}`)).toBeNull()
})
