import { namedContracts } from '../contract-names'
import type { Network } from '../networks'
import { SYMBIOTIC_HOLESKY } from './symbiotic/testnets'
import { withSymbiotic } from './symbiotic/with-symbiotic'

// EigenLayer on Holesky, a test network that is being retired. Addresses: README and configurations of eigenlayer-contracts.
const EIGENLAYER: Network = {
  name: 'holesky',
  chainId: 17_000,
  startBlock: 1_167_044,
  finality: 75,
  constants: { minWithdrawalDelayBlocks: null, deallocationDelayBlocks: null },
  contracts: namedContracts({
    DelegationManager: '0xa44151489861fe9e3055d95adc98fbd462b948e7',
    StrategyManager: '0xdfb5f6ce42aaa7830e94ecfccad411bef4d4d5b6',
    EigenPodManager: '0x30770d7e3e71112d7a6b7259542d1f680a70e315',
    AVSDirectory: '0x055733000064333caddbc92763c58bf0192ffebf',
    RewardsCoordinator: '0xacc1fb458a1317e886db376fc8141540537e68fe',
    AllocationManager: '0x78469728304326cbc65f8f95fa756b0b73164462',
    PermissionController: '0x598cb226b591155f767da17afe7a2241a68c5c10',
    StrategyFactory: '0x9c01252b580efd11a05c00aa42dd3ac1ec52df6d',
    'StrategyBase beacon': '0xd3c6c6ba4e40db9288c6a2077e5635344f8afa4f',
    EigenStrategy: '0x43252609bff8a13dfe5e057097f2f45a24387a84',
    'EigenPod beacon': '0x7261c2bd75a7ace1762f6d7fae8f63215581832d',
    KeyRegistrar: '0xc757e10e33d6d4fb0e0a08786e125b4334aa7457',
    Slasher: '0xcae751b75833ef09627549868a04e32679386e7c',
    DelayedWithdrawalRouter: '0x642c646053eaf2254f088e9019acd73d9ae0fa32',
    SlashEscrowFactory: '0xa5022befe84ad0f5aadc12e9c59230bc076083a5',
    PauserRegistry: '0x41dbe7bbaca97d986fcf6f5203b98ec02412ec1d',
    TimelockController: '0x5e83c7d195318a5acf46b29e5810ddc323b2f6fd',
    ProxyAdmin: '0xdb023566064246399b4ae851197a97729c93a6cf',
    Strategy_stETH: '0x7d704507b76571a51d9cae8addabbfd0ba0e63d3',
    Strategy_rETH: '0x3a8fbdf9e77dfc25d09741f51d3e181b25d0c4e0',
    Strategy_WETH: '0x80528d6e9a2babfc766965e0e26d5ab08d9cfaf9',
    Strategy_lsETH: '0x05037a81bd7b4c9e0f7b430f1f2a22c31a2fd943',
    Strategy_sfrxETH: '0x9281ff96637710cd9a5cacce9c6fad8c9f54631c',
    Strategy_ETHx: '0x31b6f59e1627cefc9fa174ad03859fc337666af7',
    Strategy_osETH: '0x46281e3b7fdcacdba44cadf069a94a588fd4c6ef',
    Strategy_cbETH: '0x70eb4d3c164a6b4a5f908d4fbb5a9caffb66bab6',
    Strategy_mETH: '0xaccc5a86732be85b5012e8614af237801636f8e5',
    Strategy_ankrETH: '0x7673a47463f80c6a3553db9e54c8cdcd5313d0ac',
    Strategy_reALT: '0xad76d205564f955a9c18103c4422d1cd94016899',
    Strategy_EO: '0x78dbcbef8ff94ec7f631c23d38d197744a323868',
  }),
}

/** EigenLayer and Symbiotic on Holesky, a test network that is being retired. */
export const HOLESKY: Network = withSymbiotic(EIGENLAYER, SYMBIOTIC_HOLESKY)
