import type { Deployment } from '../../../state-proof/knowledge'

/**
 * Deployments, and of their implementations those that are known to be of core 1.0.3. Of mainnet none is: their layouts are unknown
 * until the user answers for them.
 */
export const DEPLOYMENTS: readonly Deployment[] = [
  {
    name: 'mainnet',
    chainId: 1,
    contracts: {
      OperatorVaultOptInService: '0xb361894bc06cbba7ea8098bf0e32eb1906a5f891',
      OperatorNetworkOptInService: '0x7133415b33b438843d581013f98a08704316633c',
    },
    implementations: {},
  },
  {
    // The chain of fixtures/both-a.
    name: 'both-a',
    chainId: 31337,
    contracts: {
      OperatorVaultOptInService: '0x683609b6218c8802094164d9b8a853d8208d38ad',
      OperatorNetworkOptInService: '0x2e6b95eb28c184cd94f25de1ce0dae89108e1d74',
    },
    implementations: {
      '0x5d220a26ceafee6860d9c9150ac96851c308b968': 'symbiotic-vault-1.0.3',
      '0x9ce751f87cb8eff85b96a866560908748a29ace1': 'symbiotic-vault-1.0.3',
      '0x3b42e214f538d048bdc3cdca81c22d763d20d791': 'symbiotic-network-restake-1.0.3',
      '0xa11a961ec2584146b44e2c239db96f68960b15f7': 'symbiotic-full-restake-1.0.3',
      '0xb5701b00a0a00cd31168717a0ac4a20d39d38096': 'symbiotic-operator-specific-1.0.3',
      '0x6aa47ed7d42206a3fa22dfd157d846eda5ed5bdc': 'symbiotic-operator-network-specific-1.0.3',
      '0x683609b6218c8802094164d9b8a853d8208d38ad': 'symbiotic-opt-in-1.0.3',
      '0x2e6b95eb28c184cd94f25de1ce0dae89108e1d74': 'symbiotic-opt-in-1.0.3',
    },
  },
]
