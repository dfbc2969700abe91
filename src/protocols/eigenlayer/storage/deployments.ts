import type { Deployment } from '../../../state-proof/knowledge'
import { V1_12 } from './v1-12'

const layout = V1_12.name

/**
 * Deployments, and of their implementations those that are known to be of a release whose layout is known. Others have an unknown
 * layout, even where it may be the same.
 */
export const DEPLOYMENTS: readonly Deployment[] = [
  {
    // Implementations: README of eigenlayer-contracts at f84a5151, those that it lists for v1.12.0.
    name: 'mainnet',
    chainId: 1,
    contracts: {
      DelegationManager: '0x39053d51b77dc0d36036fc1fcc8cb819df8ef37a',
      StrategyManager: '0x858646372cc42e1a627fce94aa7a7033e7cf075a',
      AllocationManager: '0x948a420b8cc1d6bfd0b6087c2e7c344a2cd0bc39',
      EigenPodManager: '0x91e677b07f7af907ec9a428aafa9fc14a0d3a338',
      AVSDirectory: '0x135dda560e946695d6f155dacafc6f1f25c1f5af',
    },
    implementations: { '0x88582996b70fdd7c4f16e3fde7b53858fce0d394': layout },
  },
  {
    // The chain of fixtures/eigenlayer-a; two contracts are upgraded on it, to the same release.
    name: 'eigenlayer-a',
    chainId: 31337,
    contracts: {
      DelegationManager: '0x822023457b50a67f1617a42e69b37605608f744e',
      StrategyManager: '0xdef0d1e4c66b6f2e21a42b5d05a4cdf4f22e1d04',
      AllocationManager: '0x1e45b05af5759358215a7ed631614506e41edd0f',
      EigenPodManager: '0xe7ebf153892e4c91ab39e920e505246bf373a787',
      AVSDirectory: '0xa66af9747e5e343207f686e7ee8c199ce3e12c54',
    },
    implementations: {
      '0x82c323312a37d289886762a51724227c08779b19': layout,
      '0x0c21207e3b370bf232efec9311ab380543663370': layout,
      '0x685988e58646aafca39e22f6b5816da5ee521aae': layout,
      '0x487f23a9d725febccc42ec07b31fc5d1dfba40e3': layout,
      '0xe4567dcbada5686fc7baea286c8faf639af5e5b5': layout,
      '0x9644dad4e8a5cbdb25d711ba74a6fcc348470565': layout,
      '0x03e5afca79bbce888c9f9c20e4f0cc08f00eda95': layout,
    },
  },
  {
    // The chain of fixtures/both-a.
    name: 'both-a',
    chainId: 31337,
    contracts: {
      DelegationManager: '0x0fd718aa84d867463da6f9e83292054a5e6f3258',
      StrategyManager: '0x2eb0203dbbc058ce00c449385362053b2be6352b',
      AllocationManager: '0x5fa61bffe22895228156360acd3c5542f0a73d72',
      EigenPodManager: '0x030f9b29ee1e0840221589cb217fabfdbb07490c',
      AVSDirectory: '0x7291a127967e40aa1d9bb0b614466acaa9335e5d',
    },
    implementations: {
      '0xc6aa87d53417bc2999761f69a5989caa16dea2ca': layout,
      '0xf7f3de5781a77d981c09ff2344ef5ef55400d631': layout,
      '0x61b1a20eb199daf8e11cd394cc8172b6214656b1': layout,
      '0xaec21b5c7bc5bc83c4fcbbbf1d64ed05052a7eed': layout,
      '0xd8f12cf82d86888061ccec0002a7d3abf598cbe7': layout,
    },
  },
]
