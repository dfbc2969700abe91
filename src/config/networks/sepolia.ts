import { namedContracts } from '../contract-names'
import type { Network } from '../networks'
import { SYMBIOTIC_SEPOLIA } from './symbiotic/testnets'
import { withSymbiotic } from './symbiotic/with-symbiotic'

// EigenLayer on Sepolia, a test network. Addresses: README and configurations of eigenlayer-contracts.
const EIGENLAYER: Network = {
  name: 'sepolia',
  chainId: 11_155_111,
  startBlock: 8_086_200,
  finality: 75,
  constants: { minWithdrawalDelayBlocks: null, deallocationDelayBlocks: null },
  contracts: namedContracts({
    DelegationManager: '0xd4a7e1bd8015057293f0d0a557088c286942e84b',
    StrategyManager: '0x2e3d6c0744b10eb0a4e6f679f71554a39ec47a5d',
    EigenPodManager: '0x56bfeb94879f4543e756d26103976c567256034a',
    AVSDirectory: '0xa789c91ecddae96865913130b786140ee17af545',
    RewardsCoordinator: '0x5ae8152fb88c26ff9ca5c014c94fca3c68029349',
    AllocationManager: '0x42583067658071247ec8ce0a516a58f682002d07',
    PermissionController: '0x44632dfbdcb6d3e21ef613b0ca8a6a0c618f5a37',
    KeyRegistrar: '0xa4db30d08d8bbca00d40600bee9f029984db162a',
    StrategyFactory: '0x066cf95c1bf0927124dfb8b02b401bc23a79730d',
    'StrategyBase beacon': '0x427e627bc7e83cac0f84337d3ad94230c32697d3',
    EigenStrategy: '0x8e93249a6c37a32024756aabd813e6139b17d1d5',
    'EigenPod beacon': '0x0e19e56e41d42137d00dd4f51ec2f613e50cacf4',
    ReleaseManager: '0x59c8d715dca616e032b744a753c017c9f3e16bf4',
    TaskMailbox: '0xb99cc53e8db7018f557606c2a5b066527bf96b26',
    CrossChainRegistry: '0x287381b1570d9048c4b4c7ec94d21ddb8aa1352a',
    OperatorTableUpdater: '0xb02a15c6bd0882b35e9936a9579f35fb26e11476',
    ECDSACertificateVerifier: '0xb3cd1a457dea9a9a6f6406c6419b1c326670a96f',
    BN254CertificateVerifier: '0xff58a373c18268f483c1f5ca03cf885c0c43373a',
    ProtocolRegistry: '0xff2df19481cc4d7fb30698e78c3aeec3b1265e1e',
    SlashEscrowFactory: '0xa5022befe84ad0f5aadc12e9c59230bc076083a5',
    PauserRegistry: '0x63aae451780090f50ad323aaef155f63a29d20f3',
    TimelockController: '0x1bef05c7303d44e0e2fcd2a19d993eded4c51b5b',
    ProxyAdmin: '0x56e88cb4f0136fc27d95499de4be2acf47946fa1',
    Strategy_StETH: '0x8b29d91e67b013e855eafe0ad704ac4ab086a574',
    Strategy_WETH: '0x424246ef71b01ee33aa33ac590fd9a0855f5efbc',
  }),
}

// Deployment blocks of Symbiotic are not known here: core v1 is of January 2025, this block of November 2024.
/** EigenLayer and Symbiotic on Sepolia, a test network. */
export const SEPOLIA: Network = withSymbiotic(EIGENLAYER, SYMBIOTIC_SEPOLIA, 7_000_000)
